/**
 * A fake of the runtime: speaks its protocol, and reads and writes nothing.
 * FAKE_UPDATE_MILLISECONDS is how long an update takes; FAKE_FAILURE the message with which it fails.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const artefacts = process.argv[process.argv.indexOf('--artefacts') + 1];
const tell = (event) => process.stdout.write(`${JSON.stringify(event)}\n`);

// Like the JVM of a Spark session: a child that would stay if nobody ended it.
spawn('sh', ['-c', 'sleep 600; :', artefacts], { stdio: 'ignore' });

tell({ event: 'ready', seconds: 0 });
for await (const line of createInterface({ input: process.stdin })) {
  const { command, configuration, fullRefresh } = JSON.parse(line);
  if (command === 'stop') break;
  process.stderr.write(`${JSON.stringify({ configuration, fullRefresh })}\n`);
  const { datasets } = JSON.parse(readFileSync(path.join(artefacts, 'lineage.json'), 'utf8'));
  const names = datasets.map(({ name }) => name);
  tell({ event: 'update_started', updateId: 'fake', datasets: names });
  tell({ event: 'flow', dataset: names[0], kind: 'kafka_stream', layer: 'raw', status: 'RUNNING' });
  await sleep(Number(process.env.FAKE_UPDATE_MILLISECONDS ?? 0));
  const message = process.env.FAKE_FAILURE;
  const status = message ? 'FAILED' : 'COMPLETED';
  tell({ event: 'flow', dataset: names[0], status, rowsIn: 3, rowsOut: 2, seconds: 0.5, message });
  const problems = message ? [{ dataset: names[0], message }] : [];
  tell({ event: 'update_finished', updateId: 'fake', status, seconds: 0.5, problems });
}
process.exit(0);
