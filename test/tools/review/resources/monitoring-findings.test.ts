import type { Attributes } from '../../../../tools/review/plan/deployment';
import {
  dataset,
  deleted,
  kindsOf,
  pipelineChange,
  replaced,
  tell,
  the,
  updated,
} from './deployment-fixture';

const ALERT: Attributes = {
  id: 'a',
  display_name: 'table is stale',
  query_text: "SELECT 1 FROM t WHERE name IN ('gold_days', 'raw_events') AND hours > 24",
  schedule: { quartz_cron_schedule: '0 0/15 * * * ?', timezone_id: 'UTC', pause_status: 'UNPAUSED' },
  evaluation: {
    comparison_operator: 'GREATER_THAN',
    source: { name: 'value' },
    threshold: { value: { double_value: 5 } },
    notification: {
      notify_on_ok: true,
      subscriptions: [{ user_email: 'a@example.com' }, { user_email: 'b@example.com' }],
    },
  },
};

const alert = (after: Attributes, pipelines = [pipelineChange()]) =>
  tell([updated('databricks_alert_v2.a', ALERT, after)], pipelines);

const evaluation = (part: Attributes) => ({ evaluation: { ...(ALERT.evaluation as Attributes), ...part } });
const schedule = (part: Attributes) => ({ schedule: { ...(ALERT.schedule as Attributes), ...part } });

it.each([
  ['databricks_alert_v2.a', 'alert'],
  ['databricks_dashboard.d', 'dashboard'],
  ['databricks_quality_monitor.m', 'monitor'],
  ['databricks_notification_destination.n', 'notification destination'],
])('tells that nobody sees something any more: %s', (address, what) => {
  const findings = tell([deleted(address, { id: 'x', display_name: 'x' })]);
  expect(kindsOf(findings)).toEqual(['monitoring-removed']);
  expect(findings[0]?.what).toBe(`The ${what} \`x\` is deleted.`);
});

it('does not show the address of a notification destination', () => {
  const destination = updated(
    'databricks_notification_destination.team',
    { id: 'n', display_name: 'team', config: [{ slack: [{ url: 'https://hooks.example.com/old' }] }] },
    { config: [{ slack: [{ url: 'https://hooks.example.com/new' }] }] },
  );
  const findings = tell([{ ...destination, sensitive: ['config'] }]);
  expect(kindsOf(findings)).toEqual(['safe-change']);
  expect(JSON.stringify(findings)).not.toContain('hooks.example.com');
});

it('tells that links to a dashboard break that is created again', () => {
  const dashboard = replaced(
    'databricks_dashboard.d',
    { id: 'd', display_name: 'figures', parent_path: '/a' },
    { parent_path: '/b' },
  );
  expect(kindsOf(tell([dashboard]))).toEqual(['readers-break']);
});

describe('an alert', () => {
  const elsewhere = { parent_path: '/Workspace/elsewhere' };
  const here = { ...ALERT, parent_path: '/Workspace/here' };

  it('that moves is recreated if the code asks for it: links break', () => {
    const moved = replaced('databricks_alert_v2.a', here, elsewhere, {
      replacePaths: [],
      reason: 'replace_by_triggers',
    });
    const findings = tell([moved]);

    expect(kindsOf(findings)).toEqual(['readers-break']);
    expect(findings[0]?.why).toContain("parent_path: '/Workspace/here' → '/Workspace/elsewhere'");
  });

  // Measured with provider 1.99.0: it can only be set on create.
  it('that moves in place stops the deployment', () => {
    const [finding] = tell([updated('databricks_alert_v2.a', here, elsewhere)]);

    expect(finding?.kind).toBe('unknown-change');
    expect(finding?.what).toContain('which fails at apply');
  });

  it.each([
    ['paused', schedule({ pause_status: 'PAUSED' }), 'monitoring-removed'],
    ['looking less often', schedule({ quartz_cron_schedule: '0 0 * * * ?' }), 'monitoring-removed'],
    ['looking more often', schedule({ quartz_cron_schedule: '0 0/5 * * * ?' }), 'safe-change'],
    ['triggered by more', evaluation({ threshold: { value: { double_value: 9 } } }), 'monitoring-removed'],
    ['triggered by less', evaluation({ threshold: { value: { double_value: 0 } } }), 'safe-change'],
    ['compared in another way', evaluation({ comparison_operator: 'LESS_THAN' }), 'monitoring-removed'],
    ['told to nobody', evaluation({ notification: null }), 'monitoring-removed'],
    ['by another name', { display_name: 'old', custom_description: 'x' }, 'safe-change'],
  ])('%s', (_, after, kind) => {
    expect(kindsOf(alert(after))).toEqual([kind]);
  });

  it('names who is no longer told', () => {
    const notification = {
      notify_on_ok: true,
      subscriptions: [{ user_email: 'a@example.com' }, { user_email: 'c@example.com' }],
    };
    const finding = the('monitoring-removed', alert(evaluation({ notification })));
    expect(finding.what).toContain("'b@example.com' is no longer notified by the alert `table is stale`");
  });
});

describe('the query of an alert', () => {
  const asks = (text: string, pipelines = [pipelineChange()]) => alert({ query_text: text }, pipelines);

  it('is safe if it looks at more tables', () => {
    const findings = asks(
      "SELECT 1 FROM t WHERE name IN ('gold_days', 'raw_events', 'gold_new') AND hours > 24",
    );
    expect(kindsOf(findings)).toEqual(['safe-change']);
    expect(findings[0]?.what).toContain('also monitors `gold_new`');
  });

  it('is less monitoring if a table is left out that stays', () => {
    const findings = asks("SELECT 1 FROM t WHERE name IN ('raw_events') AND hours > 24");
    expect(the('monitoring-removed', findings).what).toContain('no longer monitors `gold_days`');
  });

  it('is safe if a table is left out that goes', () => {
    const gone = pipelineChange(
      [dataset('raw_events', 'kafka_stream'), dataset('gold_days', 'materialized_view')],
      [dataset('raw_events', 'kafka_stream')],
    );
    expect(kindsOf(asks("SELECT 1 FROM t WHERE name IN ('raw_events') AND hours > 24", [gone]))).toEqual([
      'safe-change',
    ]);
  });

  it('is unknown if anything else differs, with the place where it does', () => {
    const finding = the(
      'unknown-change',
      asks("SELECT 1 FROM t WHERE name IN ('gold_days', 'raw_events') AND hours > 48"),
    );
    expect(finding.what).toContain('hours > 24` → ');
    expect(finding.what).toContain('hours > 48');
  });

  it('tolerates more if a rule has a higher share, and the same without the words around', () => {
    const query = (rates: string) => `SELECT ${rates} AS tolerated FROM t`;
    const one = (rate: string) =>
      query(`CASE concat(table_name, '.', rule)\n WHEN 'raw_events.r' THEN ${rate}D\n ELSE 0.01D END`);
    const change = (before: string, after: string) =>
      tell([updated('databricks_alert_v2.a', { ...ALERT, query_text: before }, { query_text: after })]);
    expect(kindsOf(change(one('0.1'), one('0.2')))).toEqual(['tolerance-raised']);
    expect(kindsOf(change(one('0.2'), one('0.1')))).toEqual(['safe-change']);
    expect(kindsOf(change(query('0.01D'), one('0.01')))).toEqual(['safe-change']);
  });
});

describe('a query of several kinds of problems', () => {
  const query = (parts: Readonly<Record<string, string>>) =>
    `WITH ${Object.entries(parts)
      .map(([name, text]) => `${name} AS (\n  ${text}\n)`)
      .join(',\n')}\nSELECT kind, value\nFROM (\n  ${Object.keys(parts)
      .map((name) => `SELECT * FROM ${name}`)
      .join('\n  UNION ALL\n  ')}\n)\nORDER BY kind`;
  const STALE = "SELECT 'stale' AS kind FROM t WHERE name IN ('raw_events')";
  const GROWING = "SELECT 'grows' AS kind FROM t WHERE name IN ('raw_events', 'gold_days')";
  const change = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) =>
    tell([
      updated('databricks_alert_v2.a', { ...ALERT, query_text: query(before) }, { query_text: query(after) }),
    ]);

  it('is less monitoring without one kind of problem, and more with an additional kind', () => {
    const findings = change({ stale: STALE, growing: GROWING }, { stale: STALE });
    expect(the('monitoring-removed', findings).what).toContain('no longer reports `growing`');
    expect(kindsOf(findings)).toEqual(['monitoring-removed']);
    expect(kindsOf(change({ stale: STALE }, { stale: STALE, growing: GROWING }))).toEqual(['safe-change']);
  });

  it('is less monitoring if one kind leaves out a table that another still has', () => {
    const narrower = GROWING.replace("'raw_events', ", '');
    const findings = change({ stale: STALE, growing: GROWING }, { stale: STALE, growing: narrower });
    expect(the('monitoring-removed', findings).what).toContain('no longer monitors `raw_events`');
  });

  it('is unknown with the kind in which anything else differs', () => {
    const findings = change({ stale: STALE }, { stale: `${STALE} AND hours > 3` });
    expect(the('unknown-change', findings).what).toContain('in `stale`, ');
  });
});

describe('who is told of runs', () => {
  const job = (before: Attributes, after: Attributes) =>
    tell([updated('databricks_job.job', { id: '123456', name: 'nightly', ...before }, after)]);
  const mails = (...to: readonly string[]) => ({ email_notifications: [{ on_failure: to }] });

  it.each([
    [mails('a', 'b'), mails('a'), 'monitoring-removed'],
    [mails('a'), { email_notifications: [] }, 'monitoring-removed'],
    [mails('a'), mails('a', 'b'), 'safe-change'],
    [
      { webhook_notifications: [{ on_failure: [{ id: 'x' }] }] },
      { webhook_notifications: [] },
      'monitoring-removed',
    ],
  ])('from %j to %j is %s', (before, after, kind) => {
    expect(kindsOf(job(before, after))).toEqual([kind]);
  });

  const health = (seconds: number) => ({
    health: [{ rules: [{ metric: 'RUN_DURATION_SECONDS', op: 'GREATER_THAN', value: seconds }] }],
  });

  it.each([
    [health(60), health(600), 'monitoring-removed'],
    [health(600), health(60), 'safe-change'],
    [health(60), { health: [] }, 'monitoring-removed'],
  ])('a run that takes long: from %j to %j is %s', (before, after, kind) => {
    expect(kindsOf(job(before, after))).toEqual([kind]);
  });
});
