import { kindsOf, pipelineChange, pipelineWith, tell, the } from './deployment-fixture';

const configured = (after: object, before: object = {}) =>
  tell(
    [pipelineWith({ configuration: { ...after } }, { configuration: { ...before } })],
    [pipelineChange()],
  ).filter(({ kind }) => kind !== 'update-interrupted');

const servers = (value: string) => ({ 'kafka.bootstrap_servers': value });

describe('brokers', () => {
  it('are another Kafka if none of them is the same: the streams cannot go on from where they were', () => {
    const finding = the('history-lost', configured(servers('x:9092'), servers('a:9092,b:9092')));
    expect(finding.dataset).toBe('raw_events');
    expect(finding.todo?.commands).toEqual([
      `databricks pipelines start-update p-1 --json '{"reset_checkpoint_selection":["raw_events"]}'`,
    ]);
  });

  it.each([
    ['one more', 'a:9092,b:9092,c:9092'],
    ['one less', 'a:9092'],
    ['another order', 'b:9092, a:9092'],
  ])('are the same Kafka as long as one stays: %s', (_, after) => {
    expect(kindsOf(configured(servers(after), servers('a:9092,b:9092')))).toEqual(['safe-change']);
  });
});

it.each([
  ['kafka.max_offsets_per_trigger', '100', '200', 'safe-change'],
  ['kafka.min_partitions', '8', '16', 'safe-change'],
  ['kafka.group_id_prefix', 'music', 'shop', 'unknown-change'],
  ['pipelines.trigger.interval', '30 seconds', '1 minute', 'safe-change'],
  ['spark.sql.shuffle.partitions', '32', '64', 'safe-change'],
  ['spark.sql.streaming.stateStore.providerClass', 'a.B', 'a.C', 'unknown-change'],
  ['medallion.code', 'a', 'b', 'safe-change'],
  ['pipelines.numUpdateRetryAttempts', undefined, '0', 'safe-change'],
  ['pipelines.maxFlowRetryAttempts', '2', undefined, 'safe-change'],
  ['kafka.retention_hours', '168', '24', 'safe-change'],
  ['kafka.starting_offsets', 'earliest', 'latest', 'unknown-change'],
  ['kafka.starting_offsets', 'latest', 'earliest', 'safe-change'],
  ['spark.sql.ansi.enabled', 'true', 'false', 'unknown-change'],
  ['spark.sql.ansi.enabled', 'false', 'true', 'safe-change'],
  ['spark.sql.session.timeZone', 'UTC', 'Europe/Berlin', 'old-rows-stay'],
  ['kafka.security_protocol', 'SASL_SSL', 'PLAINTEXT', 'unknown-change'],
  ['own.setting', 'a', 'b', 'unknown-change'],
])('tells of %s from %s to %s: %s', (key, before, after, kind) => {
  expect(kindsOf(configured({ [key]: after }, { [key]: before }))).toEqual([kind]);
});

it('leaves the state store to Databricks, as on serverless compute, without a warning', () => {
  const findings = configured({}, { 'spark.sql.streaming.stateStore.providerClass': 'a.B' });
  expect(kindsOf(findings)).toEqual(['safe-change']);
});

describe('the connection to Kafka', () => {
  const JAAS = 'kafkashaded.org.apache.kafka.common.security.scram.ScramLoginModule required';
  const scram = (options: string) => ({
    'kafka.security_protocol': 'SASL_SSL',
    'kafka.sasl_mechanism': 'SCRAM-SHA-512',
    'kafka.sasl_jaas_config': `${JAAS} ${options};`,
  });
  const password = scram('username="music" password="<secret:kafka/password>"');

  it('is one finding, with the scopes of its secrets', () => {
    const findings = configured(scram('username="music" password="<secret:shop/password>"'), password);
    expect(kindsOf(findings)).toEqual(['unknown-change']);
    expect(findings[0]?.what).toMatch(/has different Kafka connection settings: the review cannot tell/);
    expect(findings[0]?.why).toBe(
      `configuration.kafka.sasl_jaas_config: 'username="music" password="<secret:kafka/password>";' → 'username="music" password="<secret:shop/password>";'.`,
    );
    expect(findings[0]?.todo?.commands).toEqual(['databricks secrets list-secrets shop']);
  });

  it('names the way to sign in if it is a different one', () => {
    const credential = { 'kafka.service_credential': 'kafka-reader' };
    const certificate = {
      'kafka.security_protocol': 'SSL',
      'kafka.ssl_keystore_location': '/Volumes/a/b/c/d',
    };
    const [toCredential] = configured(credential, password);
    expect(toCredential).toMatchObject({
      kind: 'unknown-change',
      what: 'Pipeline `music` signs in to Kafka with a service credential instead of SCRAM-SHA-512: the review cannot tell whether the brokers accept it.',
      todo: { commands: ['databricks credentials get-credential kafka-reader'] },
    });
    expect(configured(certificate, credential)[0]?.what).toContain(
      'with a client certificate instead of a service credential',
    );
    expect(configured({ 'kafka.security_protocol': 'SSL' }, certificate)[0]?.what).toContain(
      'with encryption alone instead of a client certificate',
    );
    expect(configured({ 'kafka.security_protocol': 'PLAINTEXT' }, password)[0]?.what).toBe(
      'Pipeline `music` connects to Kafka with no encryption and no authentication.',
    );
  });

  it('shows no password that is in the configuration itself', () => {
    const [finding] = configured(scram('username="<secret:a/b>" password="hunter2"'), password);
    expect(finding?.why).toContain('password="(secret)"');
    expect(JSON.stringify(finding)).not.toContain('hunter2');
  });
});

it('shows no secret that stands in a configuration itself', () => {
  const findings = configured(
    { 'kafka.ssl_key_password': 'hunter3' },
    { 'kafka.ssl_key_password': 'hunter2' },
  );
  expect(findings).toHaveLength(1);
  expect(JSON.stringify(findings)).not.toMatch(/hunter/);
});
