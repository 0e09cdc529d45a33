import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { StateDirectory } from '../artefacts/state-directory';
import { synthesizeArtefacts } from '../artefacts/synthesis';
import { Broker } from '../local/kafka/broker';
import type { Toolchain } from '../setup/toolchain';
import type { Progress } from '../terminal/progress';
import { BaselineContender } from './baseline-contender';
import type { Contender } from './contender';
import { requireRowsOf } from './counting';
import { EventLoad } from './event-load';
import { PlatformContender } from './platform-contender';
import type { Work } from './work';

/** Events per topic in the second load. */
const MORE = 10_000;

/** The result of a contender. */
export interface ContenderResult {
  readonly name: string;
  /** Number of tables it writes. */
  readonly tables: number;
  /** Start of its process and Spark. */
  readonly start: Work;
  /** Update after the first load. */
  readonly first: Work;
  /** Update after the second load. */
  readonly more: Work;
  /** Peak memory of its processes, in bytes. */
  readonly peakBytes?: number;
}

/** Results of the platform and of the baselines on the same topics of the same broker. */
export interface Comparison {
  /** Events of both topics in the first load. */
  readonly firstEvents: number;
  /** Events of both topics in the second load. */
  readonly moreEvents: number;
  /** Delivery of the first load to Kafka. */
  readonly deliverySeconds: number;
  readonly platform: ContenderResult;
  readonly baselines: readonly ContenderResult[];
}

/** Environment of a comparison. */
export interface ComparisonProps {
  /** Directory for all state. */
  readonly root: string;
  readonly toolchain: Toolchain;
  readonly progress: Progress;
}

/**
 * Has each contender process a large first load and a small second load in one Spark session, excluding its start.
 *
 * Contenders run one after the other while the other sessions are idle. The platform runs last, when the disk may
 * still be busy with the others' writes: any bias is against the platform.
 *
 * @param size events per topic in the first load
 */
export async function compare(size: number, props: ComparisonProps): Promise<Comparison> {
  const stateOf = (name: string) => new StateDirectory(path.join(props.root, name));
  const state = stateOf('platform');
  const artefacts = await synthesizeArtefacts(state);
  const broker = await Broker.start(state.kafka, props.toolchain);
  const common = { ...props, artefacts, broker };
  const platform = new PlatformContender({ ...common, state }, 2 * size);
  const baselines = (['original_design', 'plain_streaming'] as const).map(
    (module) => new BaselineContender(module, { ...common, state: stateOf(module) }),
  );
  const contenders: readonly Contender[] = [...baselines, platform];
  try {
    const load = new EventLoad(size, { ...common, state });
    const deliverySeconds = await load.deliver(size);
    const started = await inTurn(contenders, (contender) => start(contender, props.progress));
    const update = async () => {
      const work = await inTurn(contenders, (contender) => contender.bringUpToDate());
      const counts = contenders.flatMap((contender) => contender.rowCounts(load.tallies));
      await requireRowsOf(counts, { ...common, state });
      return work;
    };
    const first = await update();
    await load.deliver(MORE);
    const more = await update();
    const resultOf = (contender: Contender): ContenderResult => ({
      name: contender.name,
      tables: countTables(contender.warehouse),
      start: started.get(contender) as Work,
      first: first.get(contender) as Work,
      more: more.get(contender) as Work,
      peakBytes: contender.peakBytes(),
    });
    return {
      firstEvents: 2 * size,
      moreEvents: 2 * MORE,
      deliverySeconds,
      platform: resultOf(platform),
      baselines: baselines.map(resultOf),
    };
  } finally {
    await Promise.all(contenders.map((contender) => contender.stop()));
    await broker.stop();
  }
}

async function inTurn(
  contenders: readonly Contender[],
  measure: (contender: Contender) => Promise<Work>,
): Promise<ReadonlyMap<Contender, Work>> {
  const work = new Map<Contender, Work>();
  for (const contender of contenders) work.set(contender, await measure(contender));
  return work;
}

async function start(contender: Contender, progress: Progress): Promise<Work> {
  const activity = progress.begin(`Starting ${contender.name}`);
  try {
    const work = await contender.start();
    activity.done();
    return work;
  } finally {
    activity.dismiss();
  }
}

/** Number of tables on disk, including the event log and quarantines, because they cost time too. */
function countTables(warehouse: string): number {
  return readdirSync(warehouse).filter((table) => existsSync(path.join(warehouse, table, '_delta_log')))
    .length;
}
