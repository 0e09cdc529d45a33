import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Broker } from '../../../../tools/local/kafka/broker';
import { DeliveryRecord } from '../../../../tools/local/kafka/delivery-record';
import { Recording } from '../../../../tools/local/kafka/recording';
import { replay } from '../../../../tools/local/kafka/replay';
import { readToolchain } from '../../../../tools/setup/toolchain';
import { isRunning } from '../../support/process-group';
import { temporaryDirectory } from '../../support/temporary-directory';
import { readTopic } from '../../support/topic';

const TOPIC = 'listen_events';
const directory = temporaryDirectory();
const toolchain = readToolchain();
const events = temporaryDirectory();
const file = path.join(events, `${TOPIC}.jsonl`);

const start = () => Broker.start(directory, toolchain);
const deliver = (broker: Broker) =>
  replay({
    recording: Recording.open(events, [TOPIC]),
    record: DeliveryRecord.open(directory, 'recording'),
    bootstrapServers: broker.bootstrapServers,
    python: toolchain.python,
    log: path.join(directory, 'producer.log'),
    topics: [TOPIC],
  });

describe('the broker', () => {
  it('listens on loopback, keeps its data when it is stopped and when it is killed, and starts again', async () => {
    const first = await start();
    expect(first.bootstrapServers).toMatch(/^127\.0\.0\.1:\d+$/);
    writeFileSync(file, '{"sessionId":1}\n');
    expect(await deliver(first)).toBe(1);
    await first.stop();
    expect(isRunning(first.group)).toBe(false);

    const second = await start();
    writeFileSync(file, '{"sessionId":1}\n{"sessionId":2}\n');
    expect(await deliver(second)).toBe(1);
    process.kill(-(second.group ?? 0), 'SIGKILL');
    expect(await second.ended).toBe(137);

    const third = await start();
    const messages = readTopic(third.bootstrapServers, TOPIC).flat().map(String).sort();
    expect(messages).toEqual(['{"sessionId":1}', '{"sessionId":2}']);
    await third.stop();
  });
});
