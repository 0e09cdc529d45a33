import { renderDeploymentSteps } from '../../../tools/deploy/steps-after-deployment';
import { reference, stackOf } from './stack-fixture';

const CHECK = 'npx medallion check --environment staging';
const steps = (resource: object) =>
  renderDeploymentSteps(stackOf({ resource }))
    .split('\n')
    .map((line) => line.trim());

describe('after a deployment', () => {
  it('the first run is started, then the tables are checked', () => {
    const databricks_job = { job: { name: 'shop-staging', schedule: {} } };

    expect(steps({ databricks_job })).toEqual([
      'staging is deployed. Next:',
      "1. Start job 'shop-staging', or wait for its schedule:",
      'databricks jobs list',
      'databricks jobs run-now <id>',
      '2. Check the tables after the first run:',
      CHECK,
    ]);
  });

  it('a pipeline without a job is started alone', () => {
    const name = `${reference('data.databricks_current_user.me.alphanumeric')}-shop`;

    expect(steps({ databricks_pipeline: { shop: { name } } })).toEqual([
      'staging is deployed. Next:',
      "1. Start pipeline '…-shop':",
      'databricks pipelines list-pipelines',
      'databricks pipelines start-update <id>',
      '2. Check the tables after the first run:',
      CHECK,
    ]);
  });

  it('a continuous pipeline may have failed', () => {
    const lines = steps({ databricks_pipeline: { shop: { name: 'shop', continuous: true } } });

    expect(lines).toContain(
      "1. Pipeline 'shop' starts automatically. If its update failed, fix the cause and start it again:",
    );
    expect(lines).toContain('databricks pipelines start-update <id>');
  });
});
