import type { Manifest } from '../../artefacts/manifest';
import { about, type Finding } from '../finding';
import type { ResourceChange } from '../plan/deployment';
import { type Judged, safe, type Verdict } from './attribute-verdict';
import type { ChangedResources } from './changed-resources';
import { describeChanges, idOf, nameOf } from './descriptions';

const KAFKA = 'https://docs.databricks.com/aws/en/connect/streaming/kafka/';

/** Different brokers: the same Kafka cluster under more or fewer names, or a different cluster. */
export function brokerVerdict({ resource, name, before, after, changed }: Judged): Verdict {
  const [was, is] = [serversOf(before), serversOf(after)];
  if (was.some((server) => is.includes(server))) {
    return safe(
      `Pipeline ${name} lists ${is.length} brokers instead of ${was.length}; the lists overlap, so it is the same Kafka cluster.`,
      KAFKA,
    );
  }
  const streams = kafkaStreams([changed.pipelineOf(resource)?.before]);
  return {
    kind: 'history-lost',
    ...about(streams),
    what: `Pipeline ${name} reads from different brokers, but its checkpoints contain offsets of the old ones.`,
    otherwise:
      'If it is a different Kafka cluster, messages are skipped in topics that are ahead of the checkpoint, and updates fail on topics that are behind it. If it is the same cluster under new names, nothing happens.',
    todo: {
      sentence:
        'If it is a different Kafka cluster, reset the checkpoints after the deployment: streams then read from the start, and tables keep their rows.',
      commands: [
        `databricks pipelines start-update ${idOf(resource, 'pipeline')} --json '${JSON.stringify({ reset_checkpoint_selection: streams })}'`,
      ],
    },
    documentation: 'https://docs.databricks.com/aws/en/structured-streaming/checkpoints',
  };
}

/** Kafka connection settings, assessed together. */
export function connectionFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  const changes = changed
    .see(resource, 'configuration')
    .filter(({ path }) => /^kafka\.(security_protocol|sasl_|ssl_)/.test(path.slice(1).join('.')));
  if (changes.length === 0) return [];
  changed.takeThese(resource, changes);
  const isOpen = changes.some(
    ({ path, after }) => path.slice(1).join('.') === 'kafka.security_protocol' && after === 'PLAINTEXT',
  );
  const scopes = changes.flatMap(({ after }) => /\{\{secrets\/([^/{}]+)\//.exec(String(after))?.[1] ?? []);
  return [
    {
      kind: 'unknown-change',
      address: resource.address,
      what: isOpen
        ? `Pipeline ${nameOf(resource)} connects to Kafka without encryption and authentication.`
        : `Pipeline ${nameOf(resource)} has different Kafka connection settings: the review cannot tell whether the brokers accept them.`,
      why: `${describeChanges(resource, changes)}.`,
      otherwise:
        'If the brokers reject the connection, updates fail. No row is lost as long as Kafka keeps its message.',
      todo: {
        sentence: 'Make sure that the referenced secrets exist.',
        commands: [...new Set(scopes)].map((scope) => `databricks secrets list-secrets ${scope}`),
      },
      documentation: KAFKA,
    },
  ];
}

/** Names of the datasets that read Kafka. */
export function kafkaStreams(pipelines: readonly ({ readonly manifest?: Manifest } | undefined)[]): string[] {
  return pipelines.flatMap((deployed) =>
    (deployed?.manifest?.datasets ?? [])
      .filter(({ kind }) => kind === 'kafka_stream')
      .map(({ name }) => name),
  );
}

function serversOf(value: unknown): string[] {
  return String(value ?? '')
    .split(',')
    .map((server) => server.trim().toLowerCase())
    .filter((server) => server !== '');
}
