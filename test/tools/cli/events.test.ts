import { mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { StateDirectory } from '../../../tools/artefacts/state-directory';
import { openEvents } from '../../../tools/cli/events';
import type { StartOptions } from '../../../tools/cli/start-options';
import { DeliveryRecord } from '../../../tools/local/kafka/delivery-record';
import { TOPICS } from '../../../tools/local/simulation/topics';
import { Progress } from '../../../tools/terminal/progress';
import { temporaryDirectory } from '../support/temporary-directory';

const silent = new Progress({ write: () => true });
afterAll(() => silent.close());

const OPTIONS: StartOptions = { users: 5, fullRefresh: [], clean: false, watch: false };

/** Notes that simulated days were delivered to the end of one, as a run does. */
const noteDelivered = (state: StateDirectory, day: number) => {
  mkdirSync(state.kafka, { recursive: true });
  const { days } = JSON.parse(readFileSync(path.join(state.simulation, 'simulation.json'), 'utf8'));
  const record = DeliveryRecord.open(state.kafka, 'simulation');
  for (const topic of TOPICS) {
    const bytes = days[day - 1][topic];
    record.note(topic, {
      delivered: { bytes, lines: 0, partitions: [0, 0] },
      announced: { bytes, sha256: '' },
    });
  }
};
const slicesOf = async (state: StateDirectory, days?: number) => {
  const events = openEvents({ ...OPTIONS, days }, state);
  await events.prepare(silent);
  return events.slices().map(({ what }) => what);
};

describe('the events of a simulation', () => {
  it('are a week in two slices unless told otherwise, and then the next week', async () => {
    const state = new StateDirectory(temporaryDirectory());
    expect(await slicesOf(state)).toEqual(['days 1 to 5', 'days 6 to 7']);
    noteDelivered(state, 7);
    expect(await slicesOf(state)).toEqual(['days 8 to 12', 'days 13 to 14']);
  });

  it('are one slice where there is only a day', async () => {
    const state = new StateDirectory(temporaryDirectory());
    expect(await slicesOf(state, 1)).toEqual(['day 1']);
    noteDelivered(state, 1);
    expect(await slicesOf(state, 0)).toEqual(['new events']);
  });

  it('are those that an interrupted run did not come to deliver, before there are others', async () => {
    const state = new StateDirectory(temporaryDirectory());
    await slicesOf(state);
    expect(await slicesOf(state)).toEqual(['days 1 to 5', 'days 6 to 7']);
    noteDelivered(state, 5);
    expect(await slicesOf(state, 0)).toEqual(['day 6', 'day 7']);
    expect(await slicesOf(state, 2)).toEqual(['day 6', 'day 7']);
    expect(await slicesOf(state, 3)).toEqual(['days 6 to 7', 'day 8']);
  });

  it('end each slice where the simulated day ends', async () => {
    const state = new StateDirectory(temporaryDirectory());
    const events = openEvents({ ...OPTIONS, days: 3 }, state);
    await events.prepare(silent);
    const recording = events.recording(['listen_events']);
    const [first, second] = events.slices();
    expect(second?.lengths?.listen_events).toBe(statSync(recording.file('listen_events') ?? '').size);
    expect(first?.lengths?.listen_events).toBeLessThan(second?.lengths?.listen_events ?? 0);
  });
});
