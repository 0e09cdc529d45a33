import type { Platform, PlatformProps } from '../local/platform';
import { recordRun } from '../local/run-record';
import { openEvents } from './events';
import type { TableUpdate } from './result-table';
import type { StartOptions } from './start-options';

/** Results of a run up to its end or a failed update. */
export interface RunResult {
  readonly updates: readonly TableUpdate[];
  readonly failed: boolean;
}

/** Delivers the events slice by slice, with an update after each slice. */
export async function run(
  options: StartOptions,
  platform: Platform,
  props: PlatformProps,
): Promise<RunResult> {
  const events = openEvents(options, props.state);
  await Promise.all([platform.start(events.expectedMessages), events.prepare(props.progress)]);
  const refresh = options.fullRefresh === 'all' ? 'all' : options.fullRefresh.join(', ');
  recordRun(props.state, { ...events.parameters, ...(refresh === '' ? {} : { 'full-refresh': refresh }) });
  const recording = events.recording(platform.artefacts.topics);
  if (recording.ignored.length > 0) {
    props.progress.line(`Ignored, not a recorded topic: ${recording.ignored.join(', ')}`);
  }
  const slices = events.slices();
  const updates: TableUpdate[] = [];
  for (const [index, slice] of slices.entries()) {
    await platform.replay(recording, events.record, slice.what, slice.lengths);
    const title = slices.length === 1 ? 'update' : `update ${index + 1}`;
    const fullRefresh = index === 0 ? options.fullRefresh : [];
    const report = await platform.update(`${title.charAt(0).toUpperCase()}${title.slice(1)}`, fullRefresh);
    updates.push({ title: `${title}: ${slice.what}`, report });
    if (report.finished.status === 'FAILED') return { updates, failed: true };
  }
  return { updates, failed: false };
}
