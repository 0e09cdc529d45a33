import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { openEvents } from '../events';
import type { StartOptions } from '../options';
import { Platform, type PlatformProps } from '../platform';
import { run } from '../run';
import type { UpdateReport } from '../runtime-process';
import { StateDirectory } from '../state-directory';
import { UserError } from '../user-error';
import { PageViews } from './page-views';

/** A row of the bench's table. */
export interface Measurement {
  readonly what: string;
  readonly value: string;
  /** What it must not exceed, where there is a promise. */
  readonly promise?: string;
}

const MILLION = 1_000_000;
const FEW = 10_000;
const OPTIONS: StartOptions = { fullRefresh: [], clean: false, watch: false };

type Surroundings = Omit<PlatformProps, 'state'> & { readonly root: string };

/** The default run on nothing, and a run with nothing new after it. */
export async function measureDefaultRun({ root, ...props }: Surroundings): Promise<Measurement[]> {
  const state = new StateDirectory(path.join(root, 'default'));
  const whole = await secondsOf(() => runOnce(OPTIONS, { ...props, state }));
  let updateSeconds = 0;
  const again = await secondsOf(async () => {
    updateSeconds = await runOnce({ ...OPTIONS, days: 0 }, { ...props, state });
  });
  return [
    { what: 'npm start with its default load, all tables new', value: seconds(whole), promise: '90 s' },
    { what: 'npm start with nothing new', value: seconds(again) },
    { what: '  of it, the update', value: seconds(updateSeconds), promise: '15 s' },
  ];
}

/** A million page views, and then a few more, in one session. */
export async function measureReplay({ root, ...props }: Surroundings): Promise<Measurement[]> {
  const state = new StateDirectory(path.join(root, 'million'));
  const directory = path.join(root, 'recording');
  mkdirSync(directory, { recursive: true });
  const pageViews = new PageViews(directory);
  const activity = props.progress.begin(`Simulating ${MILLION.toLocaleString('en')} page views`);
  pageViews.append(MILLION);
  activity.done();
  const platform = new Platform({ ...props, state });
  try {
    await platform.start();
    const events = openEvents({ ...OPTIONS, events: directory }, state);
    const replayed = async () => {
      const recording = events.recording(platform.artefacts.topics);
      const delivering = await secondsOf(() => platform.replay(recording, events.record, 'page views'));
      return { delivering, updating: updateSeconds(await platform.update('Update')) };
    };
    const million = await replayed();
    pageViews.append(FEW);
    const few = await replayed();
    const proportion = few.updating / million.updating;
    return [
      { what: 'delivering 1,000,000 page views to Kafka', value: rate(MILLION, million.delivering) },
      { what: 'the update for them', value: seconds(million.updating) },
      { what: '  of page views', value: rate(MILLION, million.updating) },
      { what: 'the update for 10,000 more', value: seconds(few.updating) },
      { what: '  of the time for 1,000,000', value: `${(proportion * 100).toFixed(0)} %` },
    ];
  } finally {
    await platform.stop(false);
  }
}

async function runOnce(options: StartOptions, props: PlatformProps): Promise<number> {
  const platform = new Platform(props);
  try {
    const { updates } = await run(options, platform, props);
    return updates.reduce((sum, { report }) => sum + updateSeconds(report), 0);
  } finally {
    await platform.stop(false);
  }
}

function updateSeconds({ finished }: UpdateReport): number {
  if (finished.status === 'COMPLETED') return finished.seconds;
  throw new UserError(
    `An update failed, so there is nothing to measure: ${JSON.stringify(finished.problems)}`,
  );
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

function rate(count: number, time: number): string {
  return `${Math.round(count / time).toLocaleString('en')} a second`;
}
