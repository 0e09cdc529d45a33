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

it('tells of all settings of the connection at once, and where their secrets are', () => {
  const findings = configured(
    { 'kafka.sasl_jaas_config': '{{secrets/kafka/new}}', 'kafka.sasl_mechanism': 'PLAIN' },
    { 'kafka.sasl_jaas_config': '{{secrets/kafka/old}}', 'kafka.sasl_mechanism': 'SCRAM-SHA-512' },
  );
  expect(kindsOf(findings)).toEqual(['unknown-change']);
  expect(findings[0]?.why).toContain("'{{secrets/kafka/old}}' → '{{secrets/kafka/new}}'");
  expect(findings[0]?.todo?.commands).toEqual(['databricks secrets list-secrets kafka']);
});

it('shows no secret that stands in a configuration itself', () => {
  const findings = configured(
    { 'kafka.ssl_key_password': 'hunter3' },
    { 'kafka.ssl_key_password': 'hunter2' },
  );
  expect(findings).toHaveLength(1);
  expect(JSON.stringify(findings)).not.toMatch(/hunter/);
});
