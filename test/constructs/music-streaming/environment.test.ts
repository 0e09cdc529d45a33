import { environmentProblems } from '../../../constructs/music-streaming/environment';
import prod from '../../../environments/prod';

describe('an environment', () => {
  it('is fine as it is written', () => {
    expect(environmentProblems(prod)).toEqual([]);
  });

  it('is told everything that is wrong with its form, each with place, value and fix', () => {
    const { host: _, ...withoutHost } = prod;

    expect(
      environmentProblems({
        ...withoutHost,
        catalogue: 'prod',
        kafka: { ...prod.kafka, bootstrapServers: ['kafka:9092', 9092], bootstrapServer: 'kafka' },
        ingestion: { compute: { kind: 'classsic' }, continuous: 'always' },
        analytics: {},
        trigger: { kind: 'scheduled' },
        protect: 'yes',
        roles: { owners: prod.roles.owner },
        monitoring: { ...prod.monitoring, warehouse: { kind: 'created', size: 'Tiny' } },
      }),
    ).toEqual([
      'host is missing. Set it to a string.',
      'kafka.bootstrapServers[1] is 9092. Set it to a string.',
      "kafka has 'bootstrapServer', which does not exist (bootstrapServers, security, groupIdPrefix, startingOffsets, maxOffsetsPerTrigger, minPartitions, failOnDataLoss, retentionHours). Did you mean 'bootstrapServers'?",
      "ingestion.compute.kind is 'classsic'. Set it to one of 'serverless', 'classic'.",
      "ingestion.continuous is 'always'. Set it to true or false.",
      'analytics.compute is missing. Set it to an object.',
      'trigger.schedule is missing. Set it to an object.',
      "roles has 'owners', which does not exist (owner, deployers, engineers, analysts, auditors). Did you mean 'owner'?",
      "protect is 'yes'. Set it to true or false.",
      "monitoring.warehouse.size is 'Tiny'. Set it to one of '2X-Small', 'X-Small', 'Small', 'Medium', 'Large'.",
      expect.stringMatching(
        /^it has 'catalogue', which does not exist \(host, state, .*\)\. Did you mean 'catalog'\?$/,
      ),
    ]);
  });

  it('reports every invalid value', () => {
    expect(
      environmentProblems({
        ...prod,
        host: 'example.com/prod',
        ingestion: { compute: { ...prod.ingestion.compute, workers: { min: 4, max: 2 } } },
        trigger: { kind: 'scheduled', schedule: { cron: '0 4 * * *', timeZone: 'UTC' } },
        tags: { Owner: 'music' },
        notify: [...prod.notify, prod.notify[0]],
        toleratedFailureRate: 2,
      }),
    ).toEqual([
      "host is 'example.com/prod'. Use the URL of the workspace without a path, such as 'https://example.cloud.databricks.com'.",
      'ingestion.compute.workers.min is 4, more than max 2. Swap the two.',
      expect.stringMatching(
        /^trigger\.schedule\.cron is '0 4 \* \* \*', a Unix expression without seconds\./,
      ),
      "tags has the key 'Owner'. Use at most 63 lower-case letters, digits and underscores, starting with a letter.",
      "notify[2] is 'data-engineers@example.com', which is listed twice. Remove one.",
      'toleratedFailureRate is 2. Use a share from 0 (no row may fail) to 1 (all rows may fail).',
    ]);
  });

  it('has the properties of its Kafka security, and none of another', () => {
    const withSecurity = (security: object) =>
      environmentProblems({ ...prod, kafka: { ...prod.kafka, security } });

    expect(withSecurity({ kind: 'tls', username: 'shop' })).toEqual([
      "kafka.security has 'username', which does not exist (kind, truststore, keystore).",
    ]);
    expect(withSecurity({ kind: 'sasl-plain', password: 'secret' })).toEqual([
      'kafka.security.username is missing. Set it to a string.',
      "kafka.security.password is 'secret'. Set it to an object.",
    ]);
    expect(withSecurity({ kind: 'kerberos' })).toEqual([
      "kafka.security.kind is 'kerberos'. Set it to one of 'plaintext', 'tls', 'sasl-plain', 'sasl-scram', 'sasl-jaas', 'oauth', 'service-credential', 'msk-iam', 'event-hubs'.",
    ]);
  });

  it('without a default export is told', () => {
    expect(environmentProblems(undefined)).toEqual([
      "there is no default export. End the file with 'export default { … } satisfies Environment;'.",
    ]);
  });

  it('has recipients that are users or destinations', () => {
    expect(environmentProblems({ ...prod, notify: [{ email: 'ann@example.com' }] })).toEqual([
      'notify[0] is {"email":"ann@example.com"}. Use { userEmail }, { destination } or { destinationId }.',
    ]);
  });
});
