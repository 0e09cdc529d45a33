import type { Attributes } from '../../../../tools/review/plan/deployment';
import {
  created,
  deleted,
  kindsOf,
  PIPELINE,
  pipelineChange,
  replaced,
  tell,
  the,
  unchanged,
  updated,
} from './deployment-fixture';

const SCHEMA = unchanged('databricks_schema.schema', {
  id: 'prod.music',
  catalog_name: 'prod',
  name: 'music',
});
const JOB = unchanged('databricks_job.job', { id: '123456', name: 'nightly' });

const grant = (principal: string, ...privileges: readonly string[]) => ({ principal, privileges });
const grants = (...all: readonly Attributes[]) => ({
  id: 'schema/prod.music',
  schema: 'prod.music',
  grant: all,
});
const permissions = (...levels: readonly [string, string][]) => ({
  id: '/jobs/123456',
  job_id: '123456',
  access_control: levels.map(([group, level]) => ({ group_name: group, permission_level: level })),
});

describe('rights in the catalog', () => {
  it('tells who loses which, in the words of Databricks', () => {
    const change = updated(
      'databricks_grants.schema',
      grants(grant('engineers', 'SELECT', 'USE_SCHEMA')),
      grants(grant('engineers', 'USE_SCHEMA')),
    );
    const findings = tell([SCHEMA, change]);
    expect(kindsOf(findings)).toEqual(['access-lost']);
    expect(the('access-lost', findings).what).toBe('`engineers` loses SELECT on the schema `prod.music`.');
  });

  it('takes another order, or another spelling, for the same rights', () => {
    const change = updated(
      'databricks_grants.schema',
      grants(grant('a', 'USE SCHEMA', 'SELECT'), grant('b', 'SELECT')),
      grants(grant('b', 'SELECT'), grant('a', 'SELECT', 'USE_SCHEMA')),
    );
    expect(kindsOf(tell([SCHEMA, change]).filter(({ kind }) => kind !== 'safe-change'))).toEqual([]);
  });

  it('tells that somebody can read personal data, as SELECT on a schema is SELECT on all its tables', () => {
    const change = updated('databricks_grants.schema', grants(), grants(grant('analysts', 'SELECT')));
    const findings = tell([SCHEMA, change], [pipelineChange()]);
    expect(kindsOf(findings)).toEqual(['personal-data-exposed', 'access-gained']);
    expect(the('personal-data-exposed', findings).dataset).toBe('raw_events');
  });

  it('tells of one principal once, however many objects it is about', () => {
    const findings = tell([
      SCHEMA,
      JOB,
      updated('databricks_grants.schema', grants(grant('auditors', 'SELECT')), grants()),
      updated('databricks_permissions.job', permissions(['auditors', 'CAN_VIEW']), permissions()),
    ]);
    expect(the('access-lost', findings).what).toBe(
      '`auditors` loses SELECT on the schema `prod.music`; CAN_VIEW on the job `nightly`.',
    );
  });
});

describe('grants that go', () => {
  it('are data at risk: they say all rights on something that stays', () => {
    const finding = the(
      'grants-removed',
      tell([SCHEMA, deleted('databricks_grants.schema', grants(grant('a', 'SELECT')))], [pipelineChange()]),
    );
    expect(finding.what).toContain('All rights on the schema `prod.music` are revoked: `a` loses access.');
    expect(finding.furtherDatasets).toEqual(['raw_events', 'bronze_events', 'gold_days']);
  });

  it('are no loss of their own if the schema goes with them', () => {
    const schema = deleted('databricks_schema.schema', SCHEMA.before as Attributes);
    const findings = tell([schema, deleted('databricks_grants.schema', grants(grant('a', 'SELECT')))]);
    expect(kindsOf(findings)).toEqual(['container-deleted', 'safe-change']);
  });

  it('are a loss of the old object if they are for another one afterwards', () => {
    const change = replaced('databricks_grants.schema', grants(grant('a', 'SELECT')), {
      schema: 'prod.other',
    });
    const findings = tell([
      SCHEMA,
      unchanged('databricks_schema.other', { id: 'prod.other', catalog_name: 'prod', name: 'other' }),
      change,
    ]);
    expect(kindsOf(findings)).toEqual(['grants-removed', 'access-gained']);
  });

  it('are a loss of access for permissions of a job, and not of data', () => {
    const findings = tell([
      JOB,
      deleted('databricks_permissions.job', permissions(['engineers', 'CAN_MANAGE_RUN'])),
    ]);
    expect(kindsOf(findings)).toEqual(['access-lost']);
  });
});

describe('grants that come', () => {
  it('are safe for what is created with them', () => {
    const schema = created('databricks_schema.schema', { catalog_name: 'prod', name: 'music' });
    const own = created(
      'databricks_grants.schema',
      { grant: [grant('analysts', 'SELECT')] },
      { unknown: { schema: true } },
    );
    expect(kindsOf(tell([schema, own], [pipelineChange()]))).toEqual(['safe-change', 'safe-change']);
  });

  it('end what was granted by hand on something that is there', () => {
    const findings = tell([
      SCHEMA,
      created('databricks_grants.schema', grants(grant('engineers', 'USE_SCHEMA'))),
    ]);
    expect(kindsOf(findings)).toEqual(['access-lost', 'access-gained']);
  });
});

describe('levels of permission', () => {
  it.each([
    ['CAN_MANAGE', 'CAN_VIEW', 'access-lost', 'loses CAN_MANAGE (keeps CAN_VIEW)'],
    ['CAN_VIEW', 'CAN_MANAGE', 'access-gained', 'gains CAN_MANAGE (instead of CAN_VIEW)'],
  ])('from %s to %s is %s', (before, after, kind, words) => {
    const change = updated(
      'databricks_permissions.job',
      permissions(['ops', before]),
      permissions(['ops', after]),
    );
    const findings = tell([JOB, change]);
    expect(kindsOf(findings)).toEqual([kind]);
    expect(findings[0]?.what).toContain(words);
  });

  it('follow a notebook to its new path', () => {
    const notebook = replaced(
      'databricks_notebook.raw',
      { id: '/a', path: '/a', content_base64: '' },
      { path: '/b' },
    );
    const own = replaced(
      'databricks_permissions.raw',
      { notebook_path: '/a', access_control: [{ group_name: 'ops', permission_level: 'CAN_READ' }] },
      { notebook_path: '/b' },
    );
    expect(kindsOf(tell([notebook, own]))).toEqual(['safe-change', 'safe-change']);
  });
});

it('tells who loses a secret', () => {
  const acl = { id: 'kafka|||engineers', scope: 'kafka', principal: 'engineers', permission: 'READ' };
  const scope = unchanged('databricks_secret_scope.kafka', { id: 'kafka', name: 'kafka' });
  const findings = tell([scope, deleted('databricks_secret_acl.engineers', acl)]);
  expect(the('access-lost', findings).what).toBe('`engineers` loses READ on the secret scope `kafka`.');
});

it('tells that something runs with the rights of somebody else', () => {
  const change = updated(
    'databricks_pipeline.pipeline',
    { ...PIPELINE, run_as: [{ service_principal_name: 'one' }] },
    { run_as: [{ service_principal_name: 'other' }] },
  );
  expect(the('access-gained', tell([change])).what).toContain('runs as `other` instead of `one`');
});

it.each([
  [created('databricks_group_member.member', { group_id: 'g', member_id: 'm' }), 'access-gained'],
  [deleted('databricks_group_member.member', { group_id: 'g', member_id: 'm' }), 'access-lost'],
  [
    updated('databricks_dashboard.d', { id: 'd', embed_credentials: false }, { embed_credentials: true }),
    'access-gained',
  ],
  [
    updated(
      'databricks_catalog.c',
      { id: 'c', name: 'c', isolation_mode: 'ISOLATED' },
      { isolation_mode: 'OPEN' },
    ),
    'access-gained',
  ],
])('tells who is let in or out: %#', (resource, kind) => {
  expect(kindsOf(tell([resource]))).toEqual([kind]);
});

it('tells nothing of rights whose principals only Terraform will know', () => {
  const change = updated(
    'databricks_grants.schema',
    grants(grant('a', 'SELECT')),
    grants({ privileges: ['SELECT'] }),
    {
      unknown: { grant: [{ principal: true }] },
    },
  );
  expect(kindsOf(tell([SCHEMA, change]))).toEqual(['unknown-change']);
});

describe('rights on what this review cannot name', () => {
  const tokens = (...groups: readonly string[]) => ({
    authorization: 'tokens',
    access_control: groups.map((group) => ({ group_name: group, permission_level: 'CAN_USE' })),
  });

  it('are new rights on something that is there already', () => {
    const findings = tell([
      created('databricks_permissions.tokens', tokens('everybody'), { unknown: { id: true } }),
    ]);
    expect(the('access-gained', findings).what).toBe(
      '`everybody` gains CAN_USE on the authorization `tokens`.',
    );
  });

  it('are unknown if the principal is not known yet', () => {
    const grantee = created('databricks_grants.schema', grants({ privileges: ['SELECT'] }), {
      unknown: { id: true, grant: [{ principal: true }] },
    });
    expect(kindsOf(tell([SCHEMA, grantee]))).toEqual(['unknown-change']);
  });
});
