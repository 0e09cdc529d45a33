import path from 'node:path';
import { StateDirectory } from '../artefacts/state-directory';
import { synthesizeArtefacts } from '../artefacts/synthesis';
import { openEvents, type Slice } from '../cli/events';
import { Broker } from '../local/kafka/broker';
import { replay } from '../local/kafka/replay';
import type { ComparisonProps } from './comparison';
import type { Contender } from './contender';
import { EARLIER_COMMIT, EarlierRuntime } from './earlier-runtime';
import { PlatformContender } from './platform-contender';
import type { Work } from './work';

/** What a runtime took for the default load of `npm start`. */
export interface DefaultLoad {
  readonly name: string;
  readonly start: Work;
  /** One for each update; the last finds nothing new. */
  readonly updates: readonly Work[];
}

/** Lets this runtime and the earlier one bring the same tables up to date with the same default load. */
export async function compareDefaultLoad(props: ComparisonProps): Promise<readonly DefaultLoad[]> {
  const root = path.join(props.root, 'default-load');
  const stateOf = (name: string) => new StateDirectory(path.join(root, name));
  const state = stateOf('broker');
  const artefacts = await synthesizeArtefacts(state);
  const events = openEvents({ fullRefresh: [], clean: false, watch: false }, state);
  await events.prepare(props.progress);
  const broker = await Broker.start(state.kafka, props.toolchain);
  const earlier = EarlierRuntime.checkOut(root);
  const common = { ...props, artefacts, broker };
  const contenders: Contender[] = [
    new PlatformContender({ ...common, state: stateOf('this-runtime') }, 'this runtime'),
  ];
  if (earlier === undefined) {
    props.progress.line(`This clone has no commit ${EARLIER_COMMIT}: there is nothing to compare with.`);
  } else {
    const old = { ...common, state: stateOf('earlier-runtime-state') };
    contenders.unshift(
      new PlatformContender(old, `the runtime of ${EARLIER_COMMIT}`, { runtime: earlier.runtime }),
    );
  }
  const deliver = async (slice: Slice) => {
    await replay(
      {
        recording: events.recording(artefacts.topics),
        record: events.record,
        bootstrapServers: broker.bootstrapServers,
        python: props.toolchain.python,
        log: path.join(state.kafka, 'producer.log'),
        topics: artefacts.topics,
      },
      slice.lengths,
    );
  };
  try {
    const started = new Map<Contender, Work>();
    const updates = new Map<Contender, Work[]>(contenders.map((contender) => [contender, []]));
    for (const contender of contenders) started.set(contender, await contender.start());
    for (const slice of [...events.slices(), undefined]) {
      if (slice !== undefined) await deliver(slice);
      for (const contender of contenders) updates.get(contender)?.push(await contender.bringUpToDate());
    }
    return contenders.map((contender) => ({
      name: contender.name,
      start: started.get(contender) as Work,
      updates: updates.get(contender) ?? [],
    }));
  } finally {
    await Promise.all(contenders.map((contender) => contender.stop()));
    await broker.stop();
    earlier?.remove();
  }
}
