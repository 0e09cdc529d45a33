import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Dataset, Layer, MedallionPlatform } from '../../constructs/medallion/graph';
import { nameProblems } from '../../constructs/medallion/identifier';
import { parsePython } from '../../constructs/medallion/sources/python-module';
import { kindWithArticle } from '../artefacts/dataset-kind';
import { didYouMean } from '../terminal/suggestion';
import { UserError } from '../terminal/user-error';
import { type NewTable, TABLE_KINDS, type TableKind } from './new-table';
import { propertyPath } from './property-path';
import { NAMES_IN_TESTS } from './table-draft';

/** The arguments of `npx medallion new` as given; a missing one is reported together with all other problems. */
export interface TableOptions {
  readonly layer?: string;
  readonly name?: string;
  /** Name of the dataset that the table reads. */
  readonly reads?: string;
  readonly kind?: string;
  /** Whether the rows that its rules drop are kept. */
  readonly quarantine?: boolean;
}

/**
 * The table that was asked for.
 *
 * @param projectRoot where its files will be
 * @throws UserError that names everything that keeps it from being made, at once
 */
export function requestedTable(
  options: TableOptions,
  platform: MedallionPlatform,
  projectRoot: string,
): NewTable {
  const request = new Request(options, platform, projectRoot);
  const problems = request.problems();
  const { layer, input } = request;
  if (problems.length > 0 || !layer || !input) throw nothingWritten(problems);
  const inputPath = propertyPath(input.layer, input) ?? [];
  return {
    layer,
    kind: request.kind,
    name: request.name,
    dataset: request.dataset,
    property: request.property,
    input,
    inputPath,
    inputName: camelCase(inputPath.at(-1) ?? ''),
    quarantine: options.quarantine ?? false,
    functionFile: request.functionFile,
    testFile: request.testFile,
  };
}

/** Everything that keeps something from being added. */
export function nothingWritten(problems: readonly string[]): UserError {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return new UserError(`${problems.join('\n')}\n\n${count}, nothing was written.`);
}

/** `daily_pages` as properties of TypeScript are named. */
export function camelCase(name: string): string {
  return name.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

const LINE_WIDTH = 96;

class Request {
  readonly layer?: Layer;
  readonly name: string;
  /** What `--reads` names, if it can be read at all; it may still not suit layer and kind. */
  readonly input?: Dataset;

  constructor(
    private readonly options: TableOptions,
    private readonly platform: MedallionPlatform,
    private readonly projectRoot: string,
  ) {
    this.layer = layerFor(platform, options.layer, this.kind);
    this.name = options.name ?? '';
    this.input = this.readable.find(({ name }) => name === options.reads);
  }

  get kind(): TableKind {
    const { kind } = this.options;
    if (kind !== undefined && isTableKind(kind)) return kind;
    return this.options.layer === 'bronze' ? 'streaming-table' : 'materialized-view';
  }

  get dataset(): string {
    return `${this.options.layer}_${this.name}`;
  }

  get property(): string {
    return camelCase(this.name);
  }

  get functionFile(): string {
    return `notebooks/${this.options.layer}/${this.name}.py`;
  }

  get testFile(): string {
    return `test/notebooks/${this.options.layer}/${this.name}_test.py`;
  }

  problems(): string[] {
    return [...this.layerProblems(), ...this.nameProblems(), ...this.kindProblems(), ...this.inputProblems()];
  }

  private layerProblems(): string[] {
    const { layer } = this.options;
    const known = this.platform.layerNames;
    const computed = known.filter((name) =>
      this.layers.some((each) => each.node.id === name && !holdsKafkaStreams(each)),
    );
    if (layer === undefined) return [`The layer is missing: one of ${computed.join(', ')}.`];
    if (!this.layer) {
      return [`layer '${layer}' does not exist (${known.join(', ')}).${didYouMean(layer, known)}`];
    }
    if (!holdsKafkaStreams(this.layer)) return [];
    return [
      `layer '${layer}' holds Kafka streams, which no function computes. Choose one of ${computed.join(', ')}; a new topic is added by npx medallion new topic <name> --fields <fields>.`,
    ];
  }

  private nameProblems(): string[] {
    const { layer, name } = this;
    if (this.options.name === undefined) {
      return ['The name of the table is missing: snake case, without the layer, such as daily_pages.'];
    }
    const invalid = nameProblems('table', name);
    if (invalid.length > 0 || !layer) return invalid;
    const prefix = `${layer.node.id}_`;
    if (name.startsWith(prefix)) {
      return [
        `table '${name}' begins with its layer, which the command puts there: the table would be '${this.dataset}'. Say '${name.slice(prefix.length)}'.`,
      ];
    }
    if (parsePython(`def ${name}():\n    return None\n`).problems.length > 0) {
      return [`table '${name}': a function of Python cannot have this name. Choose another.`];
    }
    if (NAMES_IN_TESTS.includes(name)) {
      return [`table '${name}': its tests would need this name for something else. Say what a row is.`];
    }
    return this.takenProblems(layer);
  }

  /** Why nothing new can have the name; a table that exists is one problem, not one for each of its files. */
  private takenProblems(layer: Layer): string[] {
    const { dataset, name, property } = this;
    const taken = this.platform.datasets.find((other) => other.name === dataset);
    if (taken) {
      return [
        `table '${dataset}' exists already, ${kindWithArticle(taken.kind)} of layer '${taken.layer.node.id}'. Choose another name, or change that one.`,
      ];
    }
    return [
      ...(property in layer
        ? [
            `table '${name}': ${layer.constructor.name} has a member '${property}' already. Choose another name.`,
          ]
        : []),
      ...[this.functionFile, this.testFile]
        .filter((file) => existsSync(path.join(this.projectRoot, file)))
        .map((file) => `table '${name}': ${file} exists already. Choose another name, or remove the file.`),
    ];
  }

  private kindProblems(): string[] {
    const { kind } = this.options;
    if (kind === undefined || isTableKind(kind)) return [];
    const known = Object.keys(TABLE_KINDS);
    return [`--kind ${kind}: takes ${known.join(' or ')}.`];
  }

  private inputProblems(): string[] {
    const { reads } = this.options;
    if (reads === undefined)
      return [`--reads is missing: the dataset that the table reads. ${this.choice()}`];
    const problem = this.inputProblem(reads);
    return problem === undefined ? [] : [`--reads ${reads}: ${problem}`];
  }

  private inputProblem(reads: string): string | undefined {
    if (reads.includes(',')) {
      return "takes one dataset. Add others to the function's parameters and to the table's inputs afterwards.";
    }
    const known = this.platform.datasets.find(({ name }) => name === reads);
    if (!known) {
      const names = this.suitable().map(({ name }) => name);
      return `there is no such dataset.${didYouMean(reads, names)} ${this.choice()}`;
    }
    if (this.layer && known.layer.position > this.layer.position) {
      const order = this.platform.layerNames.join(' → ');
      return `is of the later layer '${known.layer.node.id}', and data flows ${order}. ${this.choice()}`;
    }
    if (this.layer && known.layer.pipeline.position > this.layer.pipeline.position) {
      return `is of the later pipeline '${known.layer.pipeline.node.id}', and a streaming table of layer '${this.layer.node.id}' is computed by '${this.layer.pipeline.node.id}'. ${this.choice()}`;
    }
    if (known.kind === 'published_view') {
      const behind = known.inputs.map(({ dataset }) => dataset.name).join(' or ');
      return `is a published view, which is computed whenever somebody asks. Read what it reads: ${behind}.`;
    }
    if (!this.input) return `belongs to another dataset, and code cannot reach it. ${this.choice()}`;
    if (this.kind === 'streaming-table' && !known.streamable) {
      const why = `is ${kindWithArticle(known.kind)}, which cannot be read as a stream because its rows change`;
      return `${why}. Say --kind materialized-view, or read a dataset that only grows. ${this.choice()}`;
    }
    return undefined;
  }

  /** The datasets that code can reach and a table can be computed from. */
  private get readable(): Dataset[] {
    return this.platform.datasets.filter(
      (dataset) => dataset.kind !== 'published_view' && propertyPath(dataset.layer, dataset) !== undefined,
    );
  }

  private get layers(): Layer[] {
    return this.platform.pipelines.flatMap(({ layers }) => layers);
  }

  /** Of these, the ones that suit layer and kind. */
  private suitable(): Dataset[] {
    const { layer } = this;
    return this.readable.filter(
      (dataset) =>
        (!layer ||
          (dataset.layer.position <= layer.position &&
            dataset.layer.pipeline.position <= layer.pipeline.position)) &&
        (dataset.streamable || this.kind !== 'streaming-table'),
    );
  }

  /** The suitable datasets, a paragraph for each layer. */
  private choice(): string {
    const suitable = this.suitable();
    const paragraphs = this.layers.map((layer) =>
      lines(suitable.filter((dataset) => dataset.layer === layer).map(({ name }) => name)),
    );
    return ['There is:', ...paragraphs.flat().map((line) => `    ${line}`)].join('\n');
  }
}

/** Names with commas between them, in lines that fit a terminal. */
function lines(names: readonly string[]): string[] {
  const full: string[] = [];
  for (const name of names) {
    const line = full.at(-1);
    if (line !== undefined && line.length + 2 + name.length <= LINE_WIDTH)
      full.push(`${full.pop()}, ${name}`);
    else full.push(name);
  }
  return full;
}

/** The layer of this name that takes tables of a kind: where such tables are, else the last one, which can read most. */
function layerFor(platform: MedallionPlatform, name: string | undefined, kind: TableKind): Layer | undefined {
  const parts = platform.pipelines.flatMap(({ layers }) => layers).filter(({ node }) => node.id === name);
  const holdsKind = ({ datasets }: Layer) =>
    datasets.some((dataset) => dataset.kind === kind.replaceAll('-', '_'));
  return parts.find(holdsKind) ?? parts.at(-1);
}

function isTableKind(kind: string): kind is TableKind {
  return Object.hasOwn(TABLE_KINDS, kind);
}

function holdsKafkaStreams(layer: Layer): boolean {
  return layer.datasets.every(({ kind }) => kind === 'kafka_stream');
}
