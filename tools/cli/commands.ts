import type { AnyCommand, ListedCommand } from './command';

/** All commands, in the order of `--help`. */
export const COMMANDS: readonly ListedCommand[] = [
  {
    group: 'Run it on this machine',
    name: 'start',
    summary: 'run the pipeline on Kafka, Spark and Delta, with simulated or recorded events',
    load: async () => (await import('./start')).start,
  },
  {
    group: 'Run it on this machine',
    name: 'query',
    summary: 'answer SQL from the local tables',
    load: async () => (await import('./query')).query,
  },
  {
    group: 'Run it on this machine',
    name: 'check',
    summary: 'check the rows of the local tables, or of deployed ones',
    load: async () => (await import('./check')).check,
  },
  {
    group: 'Run it on this machine',
    name: 'report',
    summary: 'regenerate the report of the last run',
    load: async () => (await import('./report')).report,
  },
  {
    group: 'Run it on this machine',
    name: 'reconcile',
    summary: 'compare the tables with those of the original platform',
    load: async () => (await import('./reconcile')).reconcile,
  },
  {
    group: 'Change it',
    name: 'lineage',
    summary: 'show where a table or a column comes from, and what reads it',
    load: async () => (await import('./lineage')).lineage,
  },
  {
    group: 'Change it',
    name: 'new',
    summary: 'add a table or a topic: constructs, function, tests',
    load: async () => (await import('./new')).newTable,
  },
  {
    group: 'Change it',
    name: 'docs',
    summary: 'write the generated pages of docs/',
    load: async () => (await import('./docs')).docs,
  },
  {
    group: 'Deploy it',
    name: 'synth',
    summary: 'write what would be deployed: Terraform, notebooks, lineage',
    load: async () => (await import('./synth')).synth,
  },
  {
    group: 'Deploy it',
    name: 'review',
    summary: 'explain what a deployment will do to the tables',
    load: async () => (await import('./review')).review,
  },
  {
    group: 'Deploy it',
    name: 'deploy',
    summary: 'check, plan, explain the plan, ask, and apply that exact plan',
    load: async () => (await import('./deploy')).deploy,
  },
  {
    group: 'Deploy it',
    name: 'destroy',
    summary: 'show what will be deleted, ask, and destroy an environment',
    load: async () => (await import('./destroy')).destroy,
  },
  {
    group: 'More',
    name: 'bench',
    summary: 'measure the platform on this machine',
    load: async () => (await import('./bench')).bench,
  },
  {
    group: 'More',
    name: 'completion',
    summary: 'write a completion script for bash, zsh or fish',
    load: async () => (await import('./completion')).completionOf(COMMANDS),
  },
];

/** The command with a name. */
export async function loadCommand(name: string): Promise<AnyCommand> {
  const listed = COMMANDS.find((command) => command.name === name);
  if (listed === undefined) throw new Error(`command '${name}' does not exist`);
  return listed.load();
}
