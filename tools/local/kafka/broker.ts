import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROJECT_ROOT } from '../../artefacts/state-directory';
import { accepts, freePorts, LOOPBACK } from '../../process/free-port';
import { causeIn, tailOf } from '../../process/log-tail';
import { SupervisedProcess } from '../../process/supervised-process';
import { UserError } from '../../terminal/user-error';

/** Programs that a broker needs, as the toolchain describes them. */
export interface BrokerToolchain {
  readonly java: string;
  readonly kafkaJars: string;
}

/** Any 16 bytes will do: a broker that listens to nobody else has nobody to be confused with. */
const CLUSTER_ID = 'bG9jYWwtbWVkYWxsaW9uMQ';
const JAVA_OPTIONS = [
  '-Xmx384m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
];

/** A broker whose predecessor is still ending, or whose port was taken meanwhile, is started again. */
const ATTEMPTS = 4;
const START_PATIENCE = 60_000;
const STOP_PATIENCE = 10_000;
const POLL_INTERVAL = 50;

/** A real Kafka broker on loopback, at a free port, that ends with this process at the latest. */
export class Broker {
  private constructor(
    private readonly supervised: SupervisedProcess,
    /** Where clients connect. */
    readonly bootstrapServers: string,
  ) {}

  /** Starts a broker on the data in a directory, and makes that data if there is none. */
  static async start(directory: string, toolchain: BrokerToolchain, stopped?: AbortSignal): Promise<Broker> {
    mkdirSync(directory, { recursive: true });
    for (let attempt = 1; ; attempt += 1) {
      stopped?.throwIfAborted();
      const broker = await Broker.tryStarting(directory, toolchain, stopped);
      if (broker !== undefined) return broker;
      if (attempt === ATTEMPTS) {
        const log = path.join(directory, 'broker.log');
        const cause = causeIn(log);
        throw new UserError(
          cause === undefined
            ? `The Kafka broker did not start, ${ATTEMPTS} times. The end of its log is in ${log}:\n${tailOf(log)}\n` +
                'If its data is broken, npx medallion start --clean starts from scratch.'
            : `The Kafka broker did not start: ${cause}. Its log is ${log}.`,
        );
      }
      await sleep(500);
    }
  }

  /** Resolves with the exit code when the broker has ended, in whatever way. */
  get ended(): Promise<number> {
    return this.supervised.ended.then(({ code }) => code);
  }

  /** Identifier of the broker's process group. */
  get group(): number | undefined {
    return this.supervised.group;
  }

  /** Lets the broker close its files, and ends it if that takes too long. */
  async stop(): Promise<void> {
    await this.supervised.stop(STOP_PATIENCE);
  }

  private static async tryStarting(
    directory: string,
    toolchain: BrokerToolchain,
    stopped?: AbortSignal,
  ): Promise<Broker | undefined> {
    const [port, controllerPort] = (await freePorts(2)) as [number, number];
    const configuration = path.join(directory, 'server.properties');
    writeFileSync(configuration, properties(directory, port, controllerPort));
    if (!(await format(directory, configuration, toolchain))) return undefined;
    const supervised = new SupervisedProcess(
      [toolchain.java, ...JAVA_OPTIONS, '-cp', `${toolchain.kafkaJars}/*`, 'kafka.Kafka', configuration],
      { directory: PROJECT_ROOT, log: path.join(directory, 'broker.log') },
    );
    const deadline = Date.now() + START_PATIENCE;
    while (supervised.ending === undefined && !stopped?.aborted && Date.now() < deadline) {
      if (await accepts(port)) return new Broker(supervised, `${LOOPBACK}:${port}`);
      await sleep(POLL_INTERVAL);
    }
    supervised.kill();
    await supervised.ended;
    return undefined;
  }
}

/** Prepares the data directory, once; a preparation that was interrupted is done again. */
async function format(
  directory: string,
  configuration: string,
  toolchain: BrokerToolchain,
): Promise<boolean> {
  const formatted = path.join(directory, 'formatted');
  if (existsSync(formatted)) return true;
  rmSync(dataDirectory(directory), { recursive: true, force: true });
  const command = [
    'kafka.tools.StorageTool',
    'format',
    '--cluster-id',
    CLUSTER_ID,
    '--config',
    configuration,
  ];
  const formatting = new SupervisedProcess(
    [toolchain.java, ...JAVA_OPTIONS, '-cp', `${toolchain.kafkaJars}/*`, ...command],
    { directory: PROJECT_ROOT, log: path.join(directory, 'broker.log') },
  );
  const { code } = await formatting.ended;
  if (code === 0) writeFileSync(formatted, '');
  return code === 0;
}

function dataDirectory(directory: string): string {
  return path.join(directory, 'data');
}

/** One node that is broker and controller, keeps everything for ever, and serves nobody but this machine. */
function properties(directory: string, port: number, controllerPort: number): string {
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@${LOOPBACK}:${controllerPort}`,
    listeners: `BROKER://${LOOPBACK}:${port},CONTROLLER://${LOOPBACK}:${controllerPort}`,
    'listener.security.protocol.map': 'BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'BROKER',
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': dataDirectory(directory),
    'log.retention.ms': -1,
    'log.retention.bytes': -1,
    'log.cleaner.enable': false,
    'message.max.bytes': 16 * 1024 * 1024,
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    // A killed broker can come back only when its last session has run out (9 s by default).
    'broker.heartbeat.interval.ms': 500,
    'broker.session.timeout.ms': 4000,
    'num.network.threads': 2,
    'num.io.threads': 2,
    'background.threads': 2,
  };
  return `${Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`;
}
