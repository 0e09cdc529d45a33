import type { Attributes, SynthesizedStack } from './synthesized-stack';

/** Manual steps after a deployment, in order. */
export function renderDeploymentSteps(stack: SynthesizedStack): string {
  const steps = [startOf(stack), ['Check the tables after the first run:', checkOf(stack)]];
  return [
    `${stack.environment} is deployed. Next:`,
    ...steps.map(([what, ...commands], index) =>
      [`  ${index + 1}. ${what}`, ...commands.map((command) => `       ${command}`)].join('\n'),
    ),
  ].join('\n');
}

/** The command that checks the tables, with --schema if each developer has one. */
function checkOf(stack: SynthesizedStack): string {
  const [{ name } = {}] = stack.resources('schema');
  const own = String(name).match(/\$\{[^}]*\}(.*)/)?.[1];
  const schema = own === undefined ? '' : ` --schema <you>${own}`;
  return `npx medallion check --environment ${stack.environment}${schema}`;
}

/** How to start the first run: the job if there is one, else the pipeline. */
function startOf(stack: SynthesizedStack): string[] {
  const [job] = stack.resources('job');
  const [pipeline = {}] = stack.resources('pipeline');
  const startPipeline = ['databricks pipelines list-pipelines', 'databricks pipelines start-update <id>'];
  if (pipeline.continuous === true) {
    return [
      `Pipeline ${nameOf(pipeline)} starts automatically. If its update failed, fix the cause and start it again:`,
      ...startPipeline,
    ];
  }
  if (job === undefined) return [`Start pipeline ${nameOf(pipeline)}:`, ...startPipeline];
  const scheduled = job.schedule === undefined ? '' : ', or wait for its schedule';
  return [`Start job ${nameOf(job)}${scheduled}:`, 'databricks jobs list', 'databricks jobs run-now <id>'];
}

/** A name with `…` for parts that are only known in the workspace, such as the deploying user. */
function nameOf({ name }: Attributes): string {
  return `'${String(name).replaceAll(/\$\{[^}]*\}/g, '…')}'`;
}
