import type { Manifest } from '../../artefacts/manifest';
import { about, type Finding } from '../finding';
import type { Attributes, ResourceChange } from '../plan/deployment';
import type { AttributeChange } from './attribute-changes';
import { type Judged, safe, type Verdict } from './attribute-verdict';
import type { ChangedResources } from './changed-resources';
import { describeChanges, idOf, nameOf } from './descriptions';

const KAFKA = 'https://docs.databricks.com/aws/en/connect/streaming/kafka/';
const AUTHENTICATION = `${KAFKA}authentication`;

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
      'If it is a different Kafka cluster, messages are skipped in topics whose offsets are ahead of the checkpoint, and updates fail in topics whose offsets have not reached it. If it is the same cluster under new names, nothing happens.',
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
    .filter(({ path }) =>
      /^kafka\.(security_protocol|sasl_|ssl_|service_credential|group_id_prefix)/.test(
        path.slice(1).join('.'),
      ),
    );
  if (changes.length === 0) return [];
  changed.takeThese(resource, changes);
  const [was, is] = [signInOf(resource.before), signInOf(resource.after)];
  const name = nameOf(resource);
  const what =
    was === is
      ? `Pipeline ${name} has different Kafka connection settings`
      : `Pipeline ${name} signs in to Kafka with ${is} instead of ${was}`;
  return [
    {
      kind: 'unknown-change',
      address: resource.address,
      what:
        is === NO_SIGN_IN && was !== is
          ? `Pipeline ${name} connects to Kafka with ${is}.`
          : `${what}: the review cannot tell whether the brokers accept ${was === is ? 'them' : 'it'}.`,
      why: `${describeChanges(resource, changes)}.`,
      otherwise:
        'If the brokers reject the connection, updates fail. No row is lost as long as Kafka keeps its message.',
      todo: {
        sentence:
          'Make sure that the secrets and the service credential exist, and that the owner of the pipeline may use them.',
        commands: credentialCommands(changes),
      },
      documentation: AUTHENTICATION,
    },
  ];
}

const NO_SIGN_IN = 'no encryption and no authentication';

/** How a pipeline signs in to Kafka, for a sentence. */
function signInOf(pipeline: Attributes | undefined): string {
  const configuration = (pipeline?.configuration ?? {}) as Readonly<Record<string, unknown>>;
  const mechanism = configuration['kafka.sasl_mechanism'];
  if (configuration['kafka.service_credential'] !== undefined) return 'a service credential';
  if (mechanism !== undefined) return String(mechanism);
  if (configuration['kafka.security_protocol'] === 'SSL') {
    return configuration['kafka.ssl_keystore_location'] === undefined
      ? 'encryption alone'
      : 'a client certificate';
  }
  return NO_SIGN_IN;
}

/** Commands that show whether the secrets and the service credential of changed settings exist. */
function credentialCommands(changes: readonly AttributeChange[]): string[] {
  const after = changes.flatMap((change) => (typeof change.after === 'string' ? [change] : []));
  const scopes = after.flatMap(({ after: text }) =>
    [...String(text).matchAll(/(?:<secret:|\{\{secrets\/)([^/<>{}]+)\//g)].map(([, scope]) => scope),
  );
  const credential = after.find(({ path }) => path.at(-1) === 'kafka.service_credential');
  return [
    ...[...new Set(scopes)].map((scope) => `databricks secrets list-secrets ${scope}`),
    ...(credential ? [`databricks credentials get-credential ${credential.after}`] : []),
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
