import { appendFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  SIMULATION_DEFAULTS,
  SimulatedRecording,
} from '../../../../tools/local/simulation/simulated-recording';
import { TOPICS } from '../../../../tools/local/simulation/topics';
import { temporaryDirectory } from '../../support/temporary-directory';

const CHOICE = { users: 10, seed: 3 };

const contentOf = (directory: string) =>
  TOPICS.map((topic) => readFileSync(path.join(directory, `${topic}.jsonl`), 'utf8'));

const simulated = async (...days: number[]): Promise<string> => {
  const directory = temporaryDirectory();
  for (const added of days) await SimulatedRecording.open(directory, CHOICE).extend(added);
  return directory;
};

describe('a simulated recording', () => {
  it('is the same whether it grows at once or day by day', async () => {
    expect(contentOf(await simulated(1, 2, 1))).toEqual(contentOf(await simulated(4)));
  });

  it('knows where each day ends', async () => {
    const directory = await simulated(2, 1);
    const recording = SimulatedRecording.open(directory, {});
    expect(recording.days).toBe(3);
    for (const topic of TOPICS) {
      const file = path.join(directory, `${topic}.jsonl`);
      expect(recording.lengthsAfter(3)[topic]).toBe(statSync(file).size);
    }
    const day = await simulated(2);
    expect(recording.lengthsAfter(2).page_view_events).toBe(
      statSync(path.join(day, 'page_view_events.jsonl')).size,
    );
    expect(recording.lengthsAfter(0).page_view_events).toBe(0);
  });

  it('drops what a killed run wrote of a day that it did not finish', async () => {
    const directory = await simulated(1);
    appendFileSync(path.join(directory, 'listen_events.jsonl'), '{"ts":17672');
    await SimulatedRecording.open(directory, {}).extend(1);
    expect(contentOf(directory)).toEqual(contentOf(await simulated(2)));
  });

  it('gives a topic that was added later what it has missed', async () => {
    const directory = await simulated(2);
    const file = path.join(directory, 'simulation.json');
    const state = JSON.parse(readFileSync(file, 'utf8'));
    for (const day of state.days) delete day.auth_events;
    writeFileSync(file, JSON.stringify(state));
    rmSync(path.join(directory, 'auth_events.jsonl'));

    await SimulatedRecording.open(directory, {}).extend(1);
    expect(contentOf(directory)).toEqual(contentOf(await simulated(3)));
  });

  it('goes on with the users and the seed it was begun with', async () => {
    const directory = await simulated(1);
    const recording = SimulatedRecording.open(directory, {});
    expect([recording.users, recording.seed]).toEqual([CHOICE.users, CHOICE.seed]);
  });

  it('begins with the defaults where nothing is said', () => {
    const recording = SimulatedRecording.open(temporaryDirectory(), {});
    expect([recording.users, recording.seed]).toEqual([SIMULATION_DEFAULTS.users, SIMULATION_DEFAULTS.seed]);
  });

  it('refuses to go on with another seed or other users', async () => {
    const directory = await simulated(1);
    expect(() => SimulatedRecording.open(directory, { seed: 4 })).toThrowErrorMatchingInlineSnapshot(`
      "The simulation here was begun with --users 10 --seed 3 and cannot go on with --users 10 --seed 4.
        Leave both out to go on with it, or add --clean to start from scratch."
    `);
    expect(() => SimulatedRecording.open(directory, { users: 11 })).toThrow('--users 11 --seed 3');
  });

  it('refuses to go on with what another version of the simulator wrote', async () => {
    const directory = await simulated(1);
    const file = path.join(directory, 'simulation.json');
    const state = JSON.parse(readFileSync(file, 'utf8'));
    state.days[0].listen_events += 1;
    writeFileSync(file, JSON.stringify(state));
    await expect(SimulatedRecording.open(directory, {}).extend(1)).rejects.toThrow(
      'written by another version of the simulator',
    );
  });
});
