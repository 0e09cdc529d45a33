/** Fixtures for testing your own constructs. Not part of `index.ts`, so that platforms do not load it. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { Layer, MedallionPipeline, MedallionPlatform, type MedallionPlatformProps } from './graph';
import type { Manifest } from './rendering/lineage-schema';
import { SynthesisError, synthesize } from './synthesis';

/** Properties of a {@link ProjectFixture}. */
export interface ProjectFixtureProps {
  /**
   * Files of the project by path from its root, such as `notebooks/<layer>/<name>.py`.
   * @default - no files
   */
  readonly files?: Readonly<Record<string, string>>;

  /**
   * Empty directory for the project.
   * @default - a new temporary directory
   */
  readonly directory?: string;
}

/** The Terraform JSON of a stack, with resources by type and logical ID. */
export interface TerraformJson {
  /** Backend and providers. */
  readonly terraform: Readonly<Record<string, object>>;

  /**
   * Attributes of each resource.
   * @default - no resources
   */
  readonly resource?: Readonly<Record<string, Record<string, Record<string, unknown>>>>;

  /**
   * Attributes of each data source.
   * @default - no data sources
   */
  readonly data?: Readonly<Record<string, object>>;
}

/**
 * A temporary project: files, an app, and the stacks and pipelines that a test adds.
 *
 * It does not depend on a test framework: call {@link remove} after the test.
 */
export class ProjectFixture {
  /** Directory of the project. */
  readonly root: string;

  /** Directory that synthesis writes to. */
  readonly outdir: string;

  /** The app that holds the stacks. */
  readonly app: App;

  constructor({ files = {}, directory }: ProjectFixtureProps = {}) {
    this.root = directory ?? mkdtempSync(join(tmpdir(), 'medallion-'));
    this.outdir = join(this.root, 'out');
    this.app = new App({ outdir: this.outdir });
    for (const [file, text] of Object.entries(files)) this.write(file, text);
  }

  /** Add a stack. */
  addStack(name = 'dev'): TerraformStack {
    return new TerraformStack(this.app, name);
  }

  /** Add a platform that reads its Python and SQL from this project. */
  addPlatform(
    stack: TerraformStack,
    id = 'shop',
    props: Partial<MedallionPlatformProps> = {},
  ): MedallionPlatform {
    return new MedallionPlatform(stack, id, {
      catalog: 'dev',
      schema: 'shop',
      projectRoot: this.root,
      ...props,
    });
  }

  /** Write a file of the project and return its path from the root. */
  write(file: string, text: string): string {
    mkdirSync(dirname(join(this.root, file)), { recursive: true });
    writeFileSync(join(this.root, file), text);
    return file;
  }

  /** Synthesize and return the problems, one line each; empty if there are none. */
  async problems(): Promise<readonly string[]> {
    return (await this.failure())?.problems ?? [];
  }

  /** Synthesize and return the error with all problems; undefined if there are none. */
  async failure(): Promise<SynthesisError | undefined> {
    try {
      await synthesize(this.app);
      return undefined;
    } catch (error) {
      if (error instanceof SynthesisError) return error;
      throw error;
    }
  }

  /**
   * Synthesize and return the Terraform JSON of a stack.
   *
   * @throws SynthesisError with all problems
   */
  async terraform(stack = 'dev'): Promise<TerraformJson> {
    await synthesize(this.app);
    return JSON.parse(readFileSync(join(this.outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8'));
  }

  /** Return the files that synthesis wrote, sorted, as paths from the output directory. */
  written(): string[] {
    return readdirSync(this.outdir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.outdir.length + 1))
      .sort();
  }

  /** Remove the directory of the project. */
  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/**
 * A project with one stack, `dev`, and one platform, `shop`, whose only pipeline, `sales`, takes layers and datasets.
 *
 * @example
 * const shop = new PipelineFixture({ files: { 'notebooks/gold/daily_sales.py': '…' } });
 * const orders = new KafkaStream(shop.layer('raw'), 'raw_orders', { … });
 * new MyTable(shop.layer('gold'), 'gold_daily_sales', { inputs: { orders } });
 * expect(await shop.artefact('gold.py')).toContain('def gold_daily_sales()');
 */
export class PipelineFixture extends ProjectFixture {
  /** The platform. */
  readonly platform = this.addPlatform(this.addStack());

  /** The pipeline. */
  readonly pipeline = new MedallionPipeline(this.platform, 'sales');

  /** Return the layer with this name. The first access creates it, so layers are ordered by first access. */
  layer(name: string): Layer {
    const existing = this.pipeline.layers.find((layer) => layer.node.id === name);
    return existing ?? new Layer(this.pipeline, name, { comment: `The ${name} layer.` });
  }

  /**
   * Synthesize and return a file of the platform: `lineage.json`, or the notebook `<layer>.py` or `<layer>_views.sql`
   * of the pipeline.
   *
   * @throws SynthesisError with all problems
   */
  async artefact(file: string): Promise<string> {
    await synthesize(this.app);
    const directory = file === 'lineage.json' ? '' : this.pipeline.node.id;
    return readFileSync(join(this.outdir, 'stacks', 'dev', this.platform.node.id, directory, file), 'utf8');
  }

  /**
   * Synthesize and return the lineage manifest, as described by `lineage.schema.json`.
   *
   * @throws SynthesisError with all problems
   */
  async manifest(): Promise<Manifest> {
    return JSON.parse(await this.artefact('lineage.json'));
  }
}
