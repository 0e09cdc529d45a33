import type { Finding } from '../finding';
import { isReplaced, type ResourceChange } from '../plan/deployment';
import type { AttributeChange } from './attribute-changes';
import type { ChangedResources } from './changed-resources';
import { idOf } from './pipeline-tables';
import { nameOf } from './resource-description';
import { describeChange, describeChanges } from './value-description';

const KAFKA = 'https://docs.databricks.com/aws/en/connect/streaming/kafka/';
const CHECKPOINTS = 'https://docs.databricks.com/aws/en/structured-streaming/checkpoints';

/** Keys that only say how fast or how often something is done, or what people should know. */
const HARMLESS: Readonly<Record<string, string>> = {
  'kafka.max_offsets_per_trigger': 'reads another number of messages in one go',
  'kafka.retention_hours': 'says of Kafka that it keeps messages for another time',
};

/** Keys of the connection to Kafka. */
const CONNECTION = /^kafka\.(security_protocol|sasl_|ssl_)/;

/** What another configuration of a pipeline means for its tables. */
export function configurationFindings(changed: ChangedResources): Finding[] {
  return changed.ofType('pipeline').flatMap((resource) => {
    if (!resource.before || !resource.after) return [];
    const changes = changed.take(resource, 'configuration');
    const connection = changes.filter(({ path }) => CONNECTION.test(keyOf(path)));
    const others = changes.filter((change) => !connection.includes(change));
    return [
      ...others.map((change) => settingFinding(resource, change, changed)),
      ...(connection.length > 0 ? [connectionFinding(resource, connection)] : []),
    ];
  });
}

/** Keys of a configuration have points of their own. */
function keyOf([, ...key]: readonly string[]): string {
  return key.join('.');
}

function settingFinding(
  resource: ResourceChange,
  change: AttributeChange,
  changed: ChangedResources,
): Finding {
  const key = keyOf(change.path);
  const name = `Pipeline ${nameOf(resource)}`;
  const about = { address: resource.address, why: `${describeChange(resource, change)}.` };
  const harmless = HARMLESS[key];
  if (harmless) return { ...about, kind: 'safe-change', what: `${name} ${harmless}.`, documentation: KAFKA };
  switch (key) {
    case 'kafka.bootstrap_servers':
      return brokerFinding(resource, change, changed);
    case 'kafka.starting_offsets':
      return change.after === 'latest'
        ? {
            ...about,
            kind: 'unknown-change',
            what: `${name} begins a stream at its end: a table that is new or fully refreshed has no message from before.`,
            otherwise: 'Tables that have read something already go on from where they are.',
            documentation: KAFKA,
          }
        : {
            ...about,
            kind: 'safe-change',
            what: `${name} begins a new stream with the oldest message that Kafka has. Tables that have read something go on from where they are.`,
            documentation: KAFKA,
          };
    case 'spark.sql.ansi.enabled':
      return {
        ...about,
        kind: change.after === 'true' ? 'safe-change' : 'unknown-change',
        what:
          change.after === 'true'
            ? `${name} fails where a value does not fit its type, instead of writing NULL.`
            : `${name} writes NULL where a value does not fit its type, instead of failing.`,
        documentation: 'https://docs.databricks.com/aws/en/sql/language-manual/sql-ref-ansi-compliance',
      };
    case 'spark.sql.session.timeZone':
      return {
        ...about,
        kind: 'old-rows-stay',
        what: `Days and hours of pipeline ${nameOf(resource)} begin at another time: rows that streaming tables hold keep the old ones.`,
        otherwise: 'One table holds days of two time zones.',
        todo: { sentence: 'Leave it as it is, or refresh the tables fully that compute a day or an hour.' },
        documentation: 'https://spark.apache.org/docs/latest/configuration.html',
      };
    default:
      return {
        ...about,
        kind: 'unknown-change',
        what: `${name} has another value for \`${key}\`: what it does cannot be told.`,
      };
  }
}

/** Other brokers: the same Kafka under more or fewer names, or another one with other messages. */
function brokerFinding(
  resource: ResourceChange,
  change: AttributeChange,
  changed: ChangedResources,
): Finding {
  const [was, is] = [serversOf(change.before), serversOf(change.after)];
  const about = { address: resource.address, why: `${describeChange(resource, change)}.` };
  if (was.some((server) => is.includes(server))) {
    return {
      ...about,
      kind: 'safe-change',
      what: `Pipeline ${nameOf(resource)} knows ${is.length} brokers instead of ${was.length}; as some are the same, it is the same Kafka.`,
      documentation: KAFKA,
    };
  }
  const streams = (changed.pipelineOf(resource)?.before?.manifest?.datasets ?? [])
    .filter(({ kind }) => kind === 'kafka_stream')
    .map(({ name }) => name);
  const [first, ...others] = streams;
  return {
    ...about,
    kind: 'history-lost',
    ...(first === undefined ? {} : { dataset: first }),
    ...(others.length > 0 ? { furtherDatasets: others } : {}),
    what: `Pipeline ${nameOf(resource)} reads other brokers: the places up to which its streams have read are those of the old ones.`,
    otherwise:
      'If it is another Kafka, messages are skipped where a topic is ahead, and updates fail where it is behind. If it is the same Kafka under other names, nothing happens.',
    todo: {
      sentence:
        'If it is another Kafka, read it from the start and keep the rows: reset the checkpoints of the streams after the deployment.',
      commands: [
        `databricks pipelines start-update ${idOf(resource, 'pipeline')} --json '${JSON.stringify({ reset_checkpoint_selection: streams })}'`,
      ],
    },
    documentation: CHECKPOINTS,
  };
}

function serversOf(value: unknown): string[] {
  return String(value ?? '')
    .split(',')
    .map((server) => server.trim().toLowerCase())
    .filter((server) => server !== '');
}

function connectionFinding(resource: ResourceChange, changes: readonly AttributeChange[]): Finding {
  const isOpen = changes.some(
    ({ path, after }) => keyOf(path) === 'kafka.security_protocol' && after === 'PLAINTEXT',
  );
  return {
    kind: 'unknown-change',
    address: resource.address,
    what: isOpen
      ? `Pipeline ${nameOf(resource)} talks to Kafka without encryption and without saying who it is.`
      : `Pipeline ${nameOf(resource)} connects to Kafka in another way: whether the brokers accept it cannot be told.`,
    why: `${describeChanges(resource, changes)}.`,
    otherwise: 'If they do not, updates fail, and no row is lost as long as Kafka keeps it.',
    todo: {
      sentence: 'See that the secrets are there that it names.',
      commands: scopesIn(changes).map((scope) => `databricks secrets list-secrets ${scope}`),
    },
    documentation: KAFKA,
  };
}

function scopesIn(changes: readonly AttributeChange[]): string[] {
  const scopes = changes.flatMap(({ after }) => /\{\{secrets\/([^/{}]+)\//.exec(String(after))?.[1] ?? []);
  return [...new Set(scopes)];
}

/** Whether a pipeline goes on with its settings: one that is created again begins with the new ones. */
export function goesOn(resource: ResourceChange): boolean {
  return resource.before !== undefined && resource.after !== undefined && !isReplaced(resource);
}
