import { readFileSync } from 'node:fs';
import path from 'node:path';
import { KafkaSecurity } from '../../constructs/medallion/kafka-security';
import { type KafkaSettings, kafkaSettingsProblems } from '../../constructs/medallion/kafka-settings';

const page = readFileSync(path.resolve(__dirname, '..', '..', 'docs', 'kafka.md'), 'utf8');

/** The examples of the page: each is the property `kafka` of an environment. */
const examples = [...page.matchAll(/^```ts\n(kafka: [^`]+)```$/gm)].map(
  ([, code]) => new Function(`return ({ ${code} }).kafka`)() as KafkaSettings,
);

describe('docs/kafka.md', () => {
  const kinds = KafkaSecurity.options.map(({ shape }) => shape.kind.value);

  it('has a row and an example for every kind', () => {
    const rows = [...page.matchAll(/^\| \[`([\w-]+)`\]\(#/gm)].map(([, kind]) => kind);
    expect(rows.sort()).toEqual([...kinds].sort());
    expect(new Set(examples.map(({ security }) => security.kind))).toEqual(new Set(kinds));
  });

  it('has examples that are valid', () => {
    for (const example of examples) {
      expect(kafkaSettingsProblems(example, { plaintextAllowed: true, instanceProfile: true })).toEqual([]);
    }
  });
});
