import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { string } from '../../../constructs/medallion/column';
import { KafkaStream } from '../../../constructs/medallion/datasets/kafka-stream';
import { StreamingTable } from '../../../constructs/medallion/datasets/streaming-table';
import { newTable } from '../../../tools/cli/new';
import { requestedTopic, type TopicOptions } from '../../../tools/scaffold/topic-request';
import { requested } from '../support/command-run';
import { temporaryDirectory } from '../support/temporary-directory';
import { Shop } from './shop';

/** The shop with a second topic, whose events have a field of their own. */
class ShopWithReturns extends Shop {
  constructor() {
    super();
    const fields = { reason: string('Reason') };
    const returns = new KafkaStream(this.raw, 'raw_returns', {
      comment: 'Returns.',
      topic: 'returns',
      fields,
    });
    new StreamingTable(this.bronze, 'bronze_returns', {
      comment: 'Returns.',
      inputs: { returns },
      columns: { id: string('Identity'), ...fields },
    });
  }
}

const shop = new ShopWithReturns();
const project = temporaryDirectory();

function request(...commandLine: string[]) {
  const { topic } = requested(newTable, ['topic', ...commandLine]) as { readonly topic: TopicOptions };
  return requestedTopic(topic, shop, project);
}

function problemsOf(...commandLine: string[]): string {
  try {
    request(...commandLine);
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('a request for a topic', () => {
  it('names its fields with their types, and everything that follows from the name', () => {
    expect(request('ad_events', '--fields', 'ad_id:string, price:double')).toEqual({
      name: 'ad_events',
      property: 'adEvents',
      fields: [
        { name: 'ad_id', type: 'string' },
        { name: 'price', type: 'double' },
      ],
      fixtureFile: 'test/fixtures/topics/ad_events.json',
    });
  });

  it('is refused with everything that is missing', () => {
    expect(problemsOf()).toMatchInlineSnapshot(`
      "The name of the topic is missing: snake case, such as ad_events.
      --fields is missing: what the topic's events have besides the fields of every event, such as 'ad_id:string,price:double'.

      2 problems, nothing was written."
    `);
  });

  it('is refused with everything that is wrong, each with its value and what to do', () => {
    expect(
      problemsOf('ads', '--fields', 'price:doubl, price:int, seconds, 2nd:int, at:timestamp'),
    ).toMatchInlineSnapshot(`
      "topic 'ads' does not end with _events, by which recordings know their files. Call it 'ads_events'.
      --fields: field 'price' has type 'doubl'; types are string, bigint, int, double, boolean. Did you mean 'double'?
      --fields: field 'price' comes twice.
      --fields: field 'seconds' has no type. Write 'seconds:string'; types are string, bigint, int, double, boolean.
      --fields: column '2nd' is not a valid name. Use letters, digits and underscores, not starting with a digit. Rename it, for example to '_2nd'.
      --fields: field 'at' has type 'timestamp'; types are string, bigint, int, double, boolean.

      6 problems, nothing was written."
    `);
    expect(problemsOf('AdEvents', '--fields', 'a:int')).toContain("Rename it, for example to 'ad_events'.");
  });

  it('is refused with a field that every event has', () => {
    expect(problemsOf('ad_events', '--fields', 'id:string')).toContain(
      "--fields: events of every topic have 'id' already. Leave it out.",
    );
  });

  it('shares a field with another topic only if it means the same', () => {
    expect(problemsOf('ad_events', '--fields', 'reason:string')).toBe('none');
    expect(problemsOf('ad_events', '--fields', 'reason:int')).toContain(
      "--fields: field 'reason' is int here, and 'reason' of bronze_returns is STRING. Give it the same name and type, or a name of its own.",
    );
  });

  it('is refused where a file of the topic exists already', () => {
    const file = 'test/fixtures/topics/left_over_events.json';
    mkdirSync(path.join(project, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(project, file), '{}');

    expect(problemsOf('left_over_events', '--fields', 'a:int')).toContain(
      `topic 'left_over_events': ${file} exists already. Choose another name, or remove the file.`,
    );
  });

  it('takes no options of tables, as a table takes no fields', () => {
    expect(problemsOf('ad_events', '--fields', 'a:int', '--reads', 'bronze_orders')).toContain(
      '--reads applies only to tables: remove it.',
    );
    expect(() =>
      requested(newTable, ['gold', 'returns', '--reads', 'silver_orders', '--fields', 'a:int']),
    ).toThrow('--fields applies only to topics: npx medallion new topic <name> --fields …');
  });
});
