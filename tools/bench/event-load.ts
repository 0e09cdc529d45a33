import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DeliveryRecord } from '../local/kafka/delivery-record';
import { Recording } from '../local/kafka/recording';
import { replay } from '../local/kafka/replay';
import type { ContenderProps } from './contender';
import { PageViewsAndListens } from './page-views-and-listens';
import type { Tallies } from './row-counts';
import { secondsOf } from './work';

/** Delivers increasing numbers of simulated events to the broker. */
export class EventLoad {
  private readonly events: PageViewsAndListens;

  /** @param size events per topic in the first load */
  constructor(
    size: number,
    private readonly props: ContenderProps,
  ) {
    this.events = new PageViewsAndListens(path.join(props.state.root, 'recording'), size);
  }

  /** Delivered messages so far. */
  get tallies(): Tallies {
    return this.events.tallies;
  }

  /** Delivers the same number of further page views and listens; resolves with the delivery time in seconds. */
  async deliver(count: number): Promise<number> {
    const what = `${count.toLocaleString('en')} page views and as many listens`;
    const simulating = this.props.progress.begin(`Simulating ${what}`);
    try {
      await this.events.append(count, (appended) => simulating.detail(appended.toLocaleString('en')));
      simulating.done();
    } finally {
      simulating.dismiss();
    }
    const delivering = this.props.progress.begin(`Delivering ${what} to Kafka`);
    try {
      const seconds = await secondsOf(() =>
        this.replay((delivered) => delivering.detail(delivered.toLocaleString('en'))),
      );
      delivering.done();
      return seconds;
    } finally {
      delivering.dismiss();
    }
  }

  private async replay(progress: (messages: number) => void): Promise<void> {
    const { state, artefacts, broker, toolchain } = this.props;
    mkdirSync(state.kafka, { recursive: true });
    await replay({
      recording: Recording.open(this.events.directory, artefacts.topics),
      record: DeliveryRecord.open(state.kafka, 'recording'),
      bootstrapServers: broker.bootstrapServers,
      python: toolchain.python,
      log: path.join(state.kafka, 'producer.log'),
      topics: artefacts.topics,
      progress,
    });
  }
}
