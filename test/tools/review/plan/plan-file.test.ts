import { readPlan } from '../../../../tools/review/plan/plan-file';

const CHANGE = {
  address: 'databricks_schema.schema',
  mode: 'managed',
  type: 'databricks_schema',
  name: 'schema',
  provider_name: 'registry.terraform.io/databricks/databricks',
  change: {
    actions: ['delete', 'create'],
    before: { name: 'music', comment: null },
    after: { name: 'songs' },
    after_unknown: { id: true },
    before_sensitive: {},
    after_sensitive: { properties: { token: true } },
    replace_paths: [['name']],
  },
  action_reason: 'replace_because_cannot_update',
};

const planOf = (parts: object) =>
  JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.11.4',
    complete: true,
    errored: false,
    ...parts,
  });

const read = (text: string) => () => readPlan(text, 'plan.json');

describe('a plan in JSON', () => {
  it('is what happens to each resource', () => {
    expect(readPlan(planOf({ resource_changes: [CHANGE] }), 'plan.json')).toMatchObject({
      source: 'plan',
      hasChanges: true,
      isComplete: true,
      resources: [
        {
          address: 'databricks_schema.schema',
          type: 'schema',
          actions: ['delete', 'create'],
          before: { name: 'music', comment: null },
          after: { name: 'songs' },
          unknown: { id: true },
          sensitive: ['properties'],
          replacePaths: [['name']],
          reason: 'replace_because_cannot_update',
        },
      ],
      drift: [],
    });
  });

  it.each([
    ['was complete', 'one', 'one', 'complete'],
    ['has no hash, because it was made before there were any', undefined, undefined, 'complete'],
    ['was interrupted, because its hash was not stored at the end', 'two', 'one', 'interrupted'],
    ['was the first and was interrupted', 'two', undefined, 'first interrupted'],
  ])('says whether the last deployment %s', (_, begun, completed, last) => {
    const before = completed === undefined ? null : { input: { revision: completed } };
    const change = { actions: ['update'], before, after: { input: { revision: 'three' } } };
    const marker = { address: 'terraform_data.deployed', type: 'terraform_data', change };
    const review = { before: { revision: begun }, after: { revision: 'three' } };
    const text = planOf({ resource_changes: [marker], output_changes: { review } });

    expect(readPlan(text, 'plan.json')).toMatchObject({ last, resources: [] });
  });

  it('of another provider keeps the whole names of its types', () => {
    const bucket = { ...CHANGE, address: 'aws_s3_bucket.b', type: 'aws_s3_bucket' };

    expect(readPlan(planOf({ resource_changes: [bucket] }), 'plan.json').resources[0]?.type).toBe(
      'aws_s3_bucket',
    );
  });

  it('leaves out what is only read', () => {
    const data = { ...CHANGE, address: 'data.databricks_current_user.me', mode: 'data' };

    expect(readPlan(planOf({ resource_changes: [data] }), 'plan.json').resources).toEqual([]);
  });

  it('says what the stack tells a review, before and after', () => {
    const review = { actions: ['update'], before: { protected: ['a'] }, after: { protected: [] } };
    const deployment = readPlan(planOf({ output_changes: { review } }), 'plan.json');

    expect(deployment.facts).toEqual({ before: { protected: ['a'] }, after: { protected: [] } });
    expect(deployment.hasChanges).toBe(true);
  });

  it('may have nothing in it', () => {
    expect(readPlan(planOf({}), 'plan.json')).toMatchObject({ resources: [], drift: [], hasChanges: false });
  });

  it('may say itself that it is about a part only, and that there is nothing to do', () => {
    const deployment = readPlan(planOf({ complete: false, applyable: false }), 'plan.json');

    expect(deployment).toMatchObject({ isComplete: false, hasChanges: false });
  });

  it('keeps what a replacement left over apart from what is there now', () => {
    const deposed = {
      ...CHANGE,
      deposed: '1a2b',
      change: { ...CHANGE.change, actions: ['delete'], after: null },
    };

    expect(readPlan(planOf({ resource_changes: [deposed] }), 'plan.json').resources[0]?.address).toBe(
      'databricks_schema.schema (deposed 1a2b)',
    );
  });
});

describe('a file that is no plan', () => {
  it.each([
    ['an empty file', '', /plan\.json is empty\. Write one with:\n {2}terraform plan -out/],
    [
      'a file that was cut off',
      planOf({ resource_changes: [CHANGE] }).slice(0, 120),
      /is truncated after 120 characters/,
    ],
    ['a file that ends behind its first bracket', '{', /is truncated after 1 characters/],
    ['a saved plan', 'PK\u0003\u0004', /is a saved plan.*terraform show -json plan\.json > plan\.json/],
    ['a state', '{"version": 4, "serial": 12}', /is a Terraform state, not a plan/],
    [
      'what Terraform shows of a state',
      '{"format_version": "1.0", "values": {}}',
      /is a Terraform state, not a plan/,
    ],
    ['the log of a plan', '{"@level":"info"}\n{"@level":"info"}', /is the log of 'terraform plan -json'/],
    ['a synthesized stack', '{"resource": {}}', /is a synthesized stack.*--compare/],
    ['other JSON', '{"name": "music"}', /has no format_version/],
    ['other text', 'Plan: 1 to add', /is not JSON/],
    ['a list', '[]', /is not a valid Terraform plan/],
    [
      'a plan of a later format',
      '{"format_version": "2.0", "resource_changes": []}',
      /has format 2\.0 .*supports only format 1/,
    ],
    ['a plan that failed', planOf({ errored: true, resource_changes: [] }), /the plan failed/],
  ])('is told: %s', (_, text, message) => {
    expect(read(text)).toThrow(message);
  });

  it('is told with the places where it differs from one', () => {
    expect(read(planOf({ resource_changes: [{ address: 1 }] }))).toThrow(
      /resource_changes\.0\.address: .*string.*\n.*resource_changes\.0\.type/,
    );
  });
});
