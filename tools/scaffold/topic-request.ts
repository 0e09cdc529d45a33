import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Dataset, MedallionPlatform } from '../../constructs/medallion/graph';
import { columnNameProblems, nameProblems } from '../../constructs/medallion/identifier';
import { didYouMean } from '../terminal/suggestion';
import { camelCase, nothingWritten } from './table-request';

/** The types that a field of a JSON event can have, as the vocabulary names them, and as Spark does. */
export const FIELD_TYPES = {
  string: 'STRING',
  bigint: 'BIGINT',
  int: 'INT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
} as const;

export type FieldType = keyof typeof FIELD_TYPES;

/** The arguments of `npx medallion new topic` as given. */
export interface TopicOptions {
  readonly name?: string;
  /** `name:type`, with commas between them. */
  readonly fields?: string;
}

/** A field of a topic's events, besides those that events of every topic have. */
export interface NewField {
  readonly name: string;
  readonly type: FieldType;
}

/** A topic that the platform does not read yet. */
export interface NewTopic {
  readonly name: string;
  /** Property of bronze that holds its events. */
  readonly property: string;
  readonly fields: readonly NewField[];
  /** The file of its valid event and of its cases, from the project's root. */
  readonly fixtureFile: string;
}

/** What a recording's file of a topic ends with, so that it is found in a directory. */
const ENDING = '_events';

/**
 * The topic that was asked for.
 *
 * @throws UserError that names everything that keeps it from being added, at once
 */
export function requestedTopic(
  options: TopicOptions,
  platform: MedallionPlatform,
  projectRoot: string,
): NewTopic {
  const { name = '' } = options;
  const words = (options.fields ?? '').split(',').map((word) => word.trim());
  const fields = words.filter((word) => word !== '').map(fieldOf);
  const topic: NewTopic = {
    name,
    property: camelCase(name),
    fields: fields as NewField[],
    fixtureFile: `test/fixtures/topics/${name}.json`,
  };
  const problems = [
    ...topicProblems(options.name, topic, platform, projectRoot),
    ...fieldsProblems(fields, platform),
  ];
  if (problems.length > 0) throw nothingWritten(problems);
  return topic;
}

function topicProblems(
  given: string | undefined,
  { name, property, fixtureFile }: NewTopic,
  platform: MedallionPlatform,
  projectRoot: string,
): string[] {
  if (given === undefined) return ['The name of the topic is missing: snake case, such as ad_events.'];
  const invalid = nameProblems('topic', name);
  if (invalid.length > 0) return invalid;
  if (!name.endsWith(ENDING)) {
    return [
      `topic '${name}' does not end with ${ENDING}, by which recordings know their files. Call it '${name}${ENDING}'.`,
    ];
  }
  const taken = platform.datasets.find((dataset) => [`raw_${name}`, `bronze_${name}`].includes(dataset.name));
  if (taken) return [`topic '${name}': ${taken.name} exists already. Choose another name.`];
  const bronze = platform.pipelines.flatMap(({ layers }) => layers).find(({ node }) => node.id === 'bronze');
  return [
    ...(bronze && property in bronze
      ? [
          `topic '${name}': ${bronze.constructor.name} has a member '${property}' already. Choose another name.`,
        ]
      : []),
    ...(existsSync(path.join(projectRoot, fixtureFile))
      ? [`topic '${name}': ${fixtureFile} exists already. Choose another name, or remove the file.`]
      : []),
  ];
}

/** A field as it was written; its type may be unknown. */
interface GivenField {
  readonly name: string;
  readonly type: string;
}

function fieldOf(word: string): GivenField {
  const [name = '', ...type] = word.split(':');
  return { name: name.trim(), type: type.join(':').trim() };
}

function fieldsProblems(fields: readonly GivenField[], platform: MedallionPlatform): string[] {
  if (fields.length === 0) {
    return [
      "--fields is missing: what the topic's events have besides the fields of every event, such as 'ad_id:string,price:double'.",
    ];
  }
  const names = fields.map(({ name }) => name.toLowerCase());
  return fields.flatMap((field, index) => {
    const { name, type } = field;
    const problems = [
      ...columnNameProblems(name),
      ...(names.indexOf(name.toLowerCase()) < index ? [`field '${name}' comes twice.`] : []),
      ...(isFieldType(type) ? takenProblems({ name, type }, platform) : [unknownType(field)]),
    ];
    return problems.map((problem) => `--fields: ${problem}`);
  });
}

function unknownType({ name, type }: GivenField): string {
  const known = Object.keys(FIELD_TYPES);
  return type === ''
    ? `field '${name}' has no type. Write '${name}:string'; types are ${known.join(', ')}.`
    : `field '${name}' has type '${type}'; types are ${known.join(', ')}.${didYouMean(type, known)}`;
}

/** Events of different topics share names of fields only if they mean the same. */
function takenProblems({ name, type }: NewField, platform: MedallionPlatform): string[] {
  const events = platform.datasets.filter(isTableOfEvents);
  const others = events.flatMap((dataset) => {
    const column = Object.keys(dataset.columns).find((each) => each.toLowerCase() === name.toLowerCase());
    return column === undefined ? [] : [{ dataset, column, type: dataset.columns[column]?.type }];
  });
  if (events.length > 0 && others.length === events.length) {
    return [`events of every topic have '${others[0]?.column}' already. Leave it out.`];
  }
  const different = others.find((other) => other.type !== FIELD_TYPES[type] || other.column !== name);
  return different
    ? [
        `field '${name}' is ${type} here, and '${different.column}' of ${different.dataset.name} is ${different.type}. Give it the same name and type, or a name of its own.`,
      ]
    : [];
}

/** Bronze has a table for each topic, computed by the same function. */
function isTableOfEvents({ layer, inputs }: Dataset): boolean {
  return layer.node.id === 'bronze' && inputs.some(({ dataset }) => dataset.kind === 'kafka_stream');
}

function isFieldType(type: string): type is FieldType {
  return Object.hasOwn(FIELD_TYPES, type);
}
