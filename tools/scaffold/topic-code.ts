import { ConstructsSource } from './constructs-source';
import type { FieldType, NewField, NewTopic } from './topic-request';

/** The topics with their fields. */
const FIELDS_FILE = 'constructs/music-streaming/event-fields.ts';
/** What makes the events of each topic usable. */
const BRONZE_FILE = 'constructs/music-streaming/bronze.ts';
/** What the simulated service writes to each topic. */
const GENERATORS_FILE = 'tools/local/simulation/topics.ts';

/** The share of what signed-in users do that the simulation writes a message of a new topic about. */
const SIMULATED_SHARE = 0.05;

/** A value in a fixture, and how the simulation makes one. */
const VALUES: Readonly<
  Record<FieldType, { example: (name: string) => unknown; simulated: (name: string) => string }>
> = {
  string: { example: (name) => name, simulated: (name) => `\`${name} \${random.integer(1, 20)}\`` },
  bigint: { example: () => 1, simulated: () => 'random.integer(1, 1000)' },
  int: { example: () => 1, simulated: () => 'random.integer(1, 1000)' },
  double: { example: () => 0.5, simulated: () => 'random.integer(1, 1000) / 100' },
  boolean: { example: () => true, simulated: () => 'random.chance(0.5)' },
};

/** Everything that a topic needs: the whole text of each file that is new or changes, by its path from the root. */
export function topicCode(topic: NewTopic, projectRoot: string): Map<string, string> {
  const sources = [withFields, withEvents, withGenerator].map((add) => add(topic, projectRoot));
  return new Map([
    ...sources.map(({ file, text }) => [file, text] as const),
    [topic.fixtureFile, fixtureOf(topic)],
  ]);
}

function withFields({ name, fields }: NewTopic, projectRoot: string): ConstructsSource {
  const source = new ConstructsSource(projectRoot, FIELDS_FILE);
  const columns = fields.map((field) => `${field.name}: ${field.type}(${JSON.stringify(meaningOf(field))})`);
  const message = name.replaceAll('_', ' ');
  source.addEntry(
    'TOPICS',
    name,
    `{\nmessage: '${message}',\nfields: {\n...BASE_FIELDS,\n${columns.join(',\n')},\n},\n}`,
  );
  source.importVocabulary(fields.map(({ type }) => type));
  return source;
}

function withEvents({ name, property, fields: [first] }: NewTopic, projectRoot: string): ConstructsSource {
  const source = new ConstructsSource(projectRoot, BRONZE_FILE);
  const rule = first ? `, ${ruleOf(first)}` : '';
  source.addMember(
    'BronzeLayer',
    property,
    'StreamingTable',
    `this.${property} = this.events('bronze_${name}', raw.streams.${name}, {
      comment: 'One row per delivery of an event: ${name.replaceAll('_', ' ')}.',
      expectations: [...userExpectations(BROKEN_MESSAGES)${rule}],
    });`,
  );
  return source;
}

function ruleOf({ name }: NewField): string {
  return `expectOrDrop('${ruleName(name)}', '${name} IS NOT NULL', BROKEN_MESSAGES)`;
}

function withGenerator({ name, fields }: NewTopic, projectRoot: string): ConstructsSource {
  const source = new ConstructsSource(projectRoot, GENERATORS_FILE);
  const values = fields.map((field) => `${field.name}: ${VALUES[field.type].simulated(field.name)}`);
  source.addEntry(
    'GENERATORS',
    name,
    `(event, random) =>
      event.auth === 'Logged In' && random.chance(${SIMULATED_SHARE})
        ? message(event, { ${values.join(', ')} })
        : undefined`,
  );
  return source;
}

/** A valid event, and an invalid variant of it with the rules that it fails. */
function fixtureOf({ fields }: NewTopic): string {
  const valid = Object.fromEntries(fields.map(({ name, type }) => [name, VALUES[type].example(name)]));
  const cases = fields.slice(0, 1).map(({ name }) => ({ change: { [name]: null }, fails: [ruleName(name)] }));
  return JSON.stringify({ fields: valid, cases });
}

/** Names of rules are in snake case, those of fields need not be. */
function ruleName(field: string): string {
  return `${field.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()}_present`;
}

/** What a field means as far as its name says it: `Ad ID`. */
function meaningOf({ name }: NewField): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split('_')
    .filter(Boolean);
  const text = words.map((word) => (word === 'id' ? 'ID' : word)).join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
