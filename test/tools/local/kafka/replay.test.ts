import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { Broker } from '../../../../tools/local/kafka/broker';
import { DeliveryRecord } from '../../../../tools/local/kafka/delivery-record';
import { Recording } from '../../../../tools/local/kafka/recording';
import { replay } from '../../../../tools/local/kafka/replay';
import { readToolchain } from '../../../../tools/setup/toolchain';
import { eventually, isRunning } from '../../support/process-group';
import { temporaryDirectory } from '../../support/temporary-directory';
import { readTopic } from '../../support/topic';

const root = temporaryDirectory();
const toolchain = readToolchain();
let broker: Broker;
let topic: string;
let events: string;
let kafka: string;
let file: string;
let tests = 0;

beforeAll(async () => {
  broker = await Broker.start(path.join(root, 'broker'), toolchain);
});
afterAll(() => broker.stop());

// A topic of its own for each test, so that one broker serves all of them.
beforeEach(() => {
  tests += 1;
  topic = `test_${tests}_events`;
  events = path.join(root, topic);
  kafka = path.join(root, `${topic}-record`);
  file = path.join(events, `${topic}.jsonl`);
  for (const directory of [events, kafka]) mkdirSync(directory);
});

const props = () => ({
  bootstrapServers: broker.bootstrapServers,
  python: toolchain.python,
  log: path.join(root, 'producer.log'),
  topics: [topic],
});
const deliver = (lengths?: Record<string, number>) => {
  const recording = Recording.ofSimulation(events, [topic]);
  return replay({ ...props(), recording, record: DeliveryRecord.open(kafka, 'recording') }, lengths);
};
/** What the broker has written of the topic so far, seen from outside, so that nothing slows the producer. */
const bytesInBroker = () =>
  [0, 1]
    .map((partition) => path.join(root, 'broker', 'data', `${topic}-${partition}`, `${'0'.repeat(20)}.log`))
    .reduce((sum, log) => sum + (existsSync(log) ? statSync(log).size : 0), 0);
const delivered = () => readTopic(broker.bootstrapServers, topic);
/** A child process of a test process. */
function childOf(parent: number | undefined): number | undefined {
  const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).split('\n');
  const pairs = processes.map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.find(([, ppid]) => ppid === parent)?.[0];
}

const deliveredTexts = () => delivered().flat().map(String).sort();

describe('a replay', () => {
  it('delivers each line once, and then only what is new', async () => {
    writeFileSync(file, '{"sessionId":1}\n{"sessionId":2}\n');
    expect(await deliver()).toBe(2);
    expect(await deliver()).toBe(0);
    appendFileSync(file, '{"sessionId":3}\n');
    expect(await deliver()).toBe(1);
    expect(deliveredTexts()).toEqual(['{"sessionId":1}', '{"sessionId":2}', '{"sessionId":3}']);
  });

  it('delivers lines as they are, byte by byte', async () => {
    const lines = ['{"cut', '', '  ', 'caf\u00e9', '{"sessionId": 4, "a": 1}\r'].map((text) =>
      Buffer.from(text),
    );
    const all = [...lines, Buffer.from([0xff, 0xfe, 0x00, 0x80])];
    writeFileSync(file, Buffer.concat(all.flatMap((line) => [line, Buffer.from('\n')])));
    expect(await deliver()).toBe(all.length);
    expect(
      delivered()
        .flat()
        .map((message) => message.toString('hex'))
        .sort(),
    ).toEqual(all.map((line) => line.toString('hex')).sort());
  });

  it('keeps the messages of a session in order, in one partition', async () => {
    const lines = Array.from({ length: 400 }, (_line, index) => `{"sessionId":${index % 7},"item":${index}}`);
    writeFileSync(file, `${lines.join('\n')}\n`);
    await deliver();
    const partitions = delivered().map((messages) =>
      messages.map((message) => JSON.parse(message.toString())),
    );
    expect(partitions.every((messages) => messages.length > 0)).toBe(true);
    for (let session = 0; session < 7; session += 1) {
      const parts = partitions.map((messages) => messages.filter(({ sessionId }) => sessionId === session));
      const [items = []] = parts
        .filter((part) => part.length > 0)
        .map((part) => part.map(({ item }) => item));
      expect(parts.filter((part) => part.length > 0)).toHaveLength(1);
      expect(items).toEqual([...items].sort((one, other) => one - other));
    }
  });

  it('delivers up to a length, and the rest later', async () => {
    writeFileSync(file, 'one\ntwo\nthree\n');
    expect(await deliver({ [topic]: 'one\n'.length })).toBe(1);
    expect(await deliver({ [topic]: 'one\ntwo\n'.length })).toBe(1);
    expect(await deliver()).toBe(1);
    expect(deliveredTexts()).toEqual(['one', 'three', 'two']);
  });

  it('takes a last line that nothing ends, and goes on behind it', async () => {
    writeFileSync(file, 'one\ntwo');
    expect(await deliver()).toBe(2);
    expect(await deliver()).toBe(0);
    appendFileSync(file, '\nthree\n');
    expect(await deliver()).toBe(1);
    expect(deliveredTexts()).toEqual(['one', 'three', 'two']);
  });

  it('refuses a last line that has become longer since it was delivered', async () => {
    writeFileSync(file, 'one\n{"half":');
    await deliver();
    appendFileSync(file, '1}\n');
    await expect(deliver()).rejects.toThrow('delivered before it was complete');
  });

  it('refuses a recording that begins differently', async () => {
    writeFileSync(file, 'one\ntwo\n');
    await deliver();
    writeFileSync(file, 'one\nTWO\nthree\n');
    await expect(deliver()).rejects.toThrow('its first 8 bytes are not those that were delivered');
  });

  it('refuses a recording that has become shorter, or has gone', async () => {
    writeFileSync(file, 'one\ntwo\n');
    await deliver();
    truncateSync(file, 4);
    await expect(deliver()).rejects.toThrow('it has 4 bytes, but 8 of it were delivered');
    rmSync(file);
    await expect(deliver()).rejects.toThrow('it has 0 bytes, but 8 of it were delivered');
  });

  it('makes an empty topic of a file that does not exist', async () => {
    expect(await deliver()).toBe(0);
    expect(delivered()).toEqual([[], []]);
  });

  it('refuses a message that no Kafka topic would take, and says which', async () => {
    writeFileSync(file, `one\n${'x'.repeat(17_000_000)}\n`);
    await expect(deliver()).rejects.toThrow(
      `${file}:2 is 17,000,000 bytes long, but a message may have 16,000,000: shorten or remove the line.`,
    );
  });

  it('goes on after a kill with nothing lost and nothing twice', async () => {
    const count = 400_000;
    const lines = Array.from(
      { length: count },
      (_line, index) => `{"sessionId":${index % 997},"item":${index}}`,
    );
    writeFileSync(file, `${lines.join('\n')}\n`);
    const job = JSON.stringify({ ...props(), events, kafka });
    const killed = spawn(
      process.execPath,
      [
        require.resolve('ts-node/dist/bin.js'),
        path.join(__dirname, '..', '..', 'support', 'replay-a-recording.ts'),
        job,
      ],
      { detached: true, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(killed.stdout, 'data');
    await eventually(() => bytesInBroker() > 0);
    const producer = childOf(killed.pid);
    killed.kill('SIGKILL');
    // Its producer ends right after it.
    await eventually(() => !isRunning(producer));
    const before = delivered().flat().length;
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(count);

    await deliver();
    const partitions = delivered().map((messages) =>
      messages.map((message) => JSON.parse(message.toString()).item),
    );
    for (const items of partitions)
      expect(items.every((item, index) => index === 0 || item > items[index - 1])).toBe(true);
    expect(partitions.flat().length).toBe(count);
    expect(new Set(partitions.flat()).size).toBe(count);
  });
});

describe('the record of what was delivered', () => {
  it('does not mix simulated and recorded events', () => {
    const record = DeliveryRecord.open(kafka, 'simulation');
    const delivered = { bytes: 0, lines: 0, partitions: [0, 0] };
    record.note(topic, { delivered, announced: { bytes: 0, sha256: '' } });
    expect(() => DeliveryRecord.open(kafka, 'recording')).toThrowErrorMatchingInlineSnapshot(`
      "The tables here hold simulated events; events of a recording would be mixed with them.
        Leave --events out to go on with the simulation, or add --clean to start from scratch."
    `);
    expect(DeliveryRecord.open(kafka, 'simulation').of(topic)?.delivered).toEqual(delivered);
  });
});
