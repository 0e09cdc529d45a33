import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { PARTITIONS } from '../../../tools/local/kafka/replay';
import { readToolchain } from '../../../tools/setup/toolchain';

/** The messages of a topic, by partition, in the order in which Kafka keeps them. */
export function readTopic(bootstrapServers: string, topic: string): Buffer[][] {
  const script = path.join(__dirname, 'read_topic.py');
  const output = execFileSync(readToolchain().python, [script, bootstrapServers, topic, String(PARTITIONS)], {
    maxBuffer: 1024 ** 3,
    encoding: 'utf8',
  });
  return output
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as string[]).map((message) => Buffer.from(message, 'base64')));
}
