import {
  base64,
  DATASETS,
  dataset,
  deleted,
  kindsOf,
  PIPELINE,
  pipelineChange,
  pipelineWith,
  replaced,
  tell,
  the,
  unchanged,
  updated,
} from './deployment-fixture';

describe('an update that runs', () => {
  const text = updated(
    'databricks_notebook.raw',
    { id: '/music/raw', path: '/music/raw', content_base64: base64('a') },
    { content_base64: base64('b') },
  );

  it('is restarted once for all settings of a pipeline that runs all the time', () => {
    const findings = tell([
      pipelineWith({ name: 'songs', channel: 'PREVIEW', tags: {} }, { continuous: true }),
    ]);
    expect(the('pipeline-restarted', findings).why).toBe('Its settings change: name, channel, tags.');
  });

  it('goes on with old text of notebooks if nothing else changes', () => {
    const pipeline = unchanged('databricks_pipeline.pipeline', { ...PIPELINE, continuous: true });
    const finding = the('restart-needed', tell([pipeline, text], [pipelineChange()]));
    expect(finding.what).toContain('continues with the old notebooks');
    expect(finding.todo?.commands).toEqual([
      'databricks pipelines stop p-1',
      'databricks pipelines start-update p-1',
    ]);
  });

  it('is cut off for a setting that an update works with', () => {
    expect(the('update-interrupted', tell([pipelineWith({ channel: 'PREVIEW' })])).todo?.commands).toEqual([
      'databricks pipelines list-updates p-1',
    ]);
  });

  it.each([[{ name: 'songs' }], [{ tags: { owner: 'them' } }]])('is not worth a word for %j', (after) => {
    expect(kindsOf(tell([pipelineWith(after)]))).toEqual(['safe-change']);
  });

  it('is none of a pipeline whose notebooks alone have another text', () => {
    expect(tell([unchanged('databricks_pipeline.pipeline', PIPELINE), text], [pipelineChange()])).toEqual([]);
  });
});

describe('settings of a pipeline', () => {
  const settings = (after: object, before: object = {}, pipelines = [pipelineChange()]) =>
    tell([pipelineWith({ ...after }, { ...before })], pipelines).filter(
      ({ why }) => !why.includes('SETTINGS_CHANGE'),
    );

  it.each([
    [{ channel: 'PREVIEW' }, {}, 'unknown-change'],
    [{ channel: 'CURRENT' }, { channel: 'PREVIEW' }, 'safe-change'],
    [{ development: true }, {}, 'cost-raised'],
    [{ development: false }, { development: true }, 'safe-change'],
    [
      { environment: [{ dependencies: ['a==2'] }] },
      { environment: [{ dependencies: ['a==1'] }] },
      'unknown-change',
    ],
    [{ event_log: [{ name: 'log2' }] }, { event_log: [{ name: 'log' }] }, 'readers-break'],
    [{ event_log: [] }, { event_log: [{ name: 'log' }] }, 'monitoring-removed'],
    [{ event_log: [{ name: 'log' }] }, {}, 'safe-change'],
    [{ root_path: '/x' }, {}, 'unknown-change'],
  ])('%j after %j: %s', (after, before, kind) => {
    expect(kindsOf(settings(after, before))).toEqual([kind]);
  });

  it('let every update fail in an edition that cannot do what datasets need', () => {
    const strict = dataset('bronze_strict', 'streaming_table', ['id'], {
      expectations: [{ name: 'r', rule: 'true', action: 'drop' }],
    });
    const finding = the(
      'update-interrupted',
      settings({ edition: 'PRO' }, {}, [pipelineChange([...DATASETS, strict])]),
    );
    expect(finding.furtherDatasets).toEqual(['bronze_strict']);
    expect(finding.what).toContain('edition PRO has no expectations');
  });

  it('follow a notebook to another path', () => {
    const notebook = replaced(
      'databricks_notebook.raw',
      { id: '/music/raw', path: '/music/raw' },
      { path: '/songs/raw' },
    );
    const findings = tell([notebook, pipelineWith({ library: [{ notebook: [{ path: '/songs/raw' }] }] })]);
    expect(kindsOf(findings)).toEqual(['update-interrupted', 'safe-change', 'safe-change']);
  });

  it('are unknown for another library of a pipeline without a manifest, and told by dataset otherwise', () => {
    const change = {
      library: [{ notebook: [{ path: '/music/raw' }] }, { notebook: [{ path: '/music/gold' }] }],
    };
    expect(kindsOf(settings(change, {}, []))).toEqual(['unknown-change']);
    expect(kindsOf(settings(change))).toEqual(['safe-change']);
  });

  it('are safe for another order of libraries', () => {
    const library = [{ notebook: [{ path: '/a' }] }, { notebook: [{ path: '/b' }] }];
    expect(kindsOf(settings({ library: [...library].reverse() }, { library }))).toEqual(['safe-change']);
  });
});

describe('secrets', () => {
  it.each([
    [deleted('databricks_secret_scope.kafka', { id: 'kafka', name: 'kafka' }), 'is deleted'],
    [
      replaced('databricks_secret_scope.kafka', { id: 'kafka', name: 'kafka' }, { name: 'k' }),
      'recreated empty',
    ],
    [
      deleted('databricks_secret.jaas', { id: 'kafka|||jaas', scope: 'kafka', key: 'jaas' }),
      'The secret `jaas`',
    ],
  ])('are gone with what holds them: %#', (resource, words) => {
    const findings = tell([resource]);
    expect(kindsOf(findings)).toEqual(['secrets-deleted']);
    expect(findings[0]?.what).toContain(words);
  });

  it('show no value, old or new', () => {
    const secret = updated(
      'databricks_secret.jaas',
      { id: 'kafka|||jaas', scope: 'kafka', key: 'jaas', string_value: 'hunter2' },
      { string_value: 'hunter3' },
    );
    const findings = tell([secret]);
    expect(kindsOf(findings)).toEqual(['unknown-change']);
    expect(JSON.stringify(findings)).not.toMatch(/hunter/);
  });

  it('show no value that Terraform calls sensitive', () => {
    const endpoint = updated(
      'databricks_sql_endpoint.w',
      { id: 'w', name: 'w', channel: 'open sesame' },
      { channel: 'x' },
      { sensitive: ['channel'] },
    );
    expect(JSON.stringify(tell([endpoint]))).not.toContain('sesame');
  });
});

it('tells that what uses a SQL warehouse has none', () => {
  expect(kindsOf(tell([deleted('databricks_sql_endpoint.w', { id: 'w', name: 'figures' })]))).toEqual([
    'readers-break',
  ]);
});

it('tells that a pipeline is restarted even if only the order of its settings differs', () => {
  const library = [{ notebook: [{ path: '/a' }] }, { notebook: [{ path: '/b' }] }];
  const findings = tell([pipelineWith({ library: [...library].reverse() }, { library, continuous: true })]);
  expect(kindsOf(findings)).toEqual(['pipeline-restarted', 'safe-change']);
});
