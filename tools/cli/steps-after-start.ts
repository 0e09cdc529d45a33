import { isStored } from '../artefacts/dataset-kind';
import type { Manifest, ManifestDataset } from '../artefacts/manifest';
import type { StateDirectory } from '../artefacts/state-directory';

/** Suggested next steps after a run, with queries over existing tables. */
export function renderNextSteps({ datasets }: Manifest, state: StateDirectory): string {
  const stored = datasets.filter(isStored);
  const last = stored.filter(({ quarantineOf }) => quarantineOf === undefined).at(-1);
  const quarantine = stored.find(({ quarantineOf }) => quarantineOf !== undefined);
  const queries = [
    ...(last === undefined ? [] : [`SELECT * FROM ${last.name} LIMIT 10`]),
    ...(quarantine === undefined ? [] : [whyTurnedAway(quarantine)]),
    'SELECT event_type, count(*) FROM event_log_ingestion GROUP BY event_type',
  ];
  return [
    'Look at the tables:',
    ...queries.map((query) => `  npx medallion query "${query}"`),
    `They are Delta tables in ${state.display(state.warehouse)}/<dataset>/. Run npm start again for the next events,`,
    'npx medallion start --watch to rerun after each edit, npx medallion start --help for more.',
  ].join('\n');
}

function whyTurnedAway({ name }: ManifestDataset): string {
  return `SELECT failed_expectations, count(*) FROM ${name} GROUP BY 1`;
}
