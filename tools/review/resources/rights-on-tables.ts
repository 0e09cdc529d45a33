import type { ManifestDataset } from '../../artefacts/manifest';
import type { Finding } from '../finding';
import type { ChangedResources } from './changed-resources';
import { namesText } from './descriptions';
import type { RightChange } from './right-changes';

const PRIVILEGES = 'https://docs.databricks.com/aws/en/data-governance/unity-catalog/manage-privileges/';

/** Things that hold tables: losing all rights on one is losing the data. */
export const HOLD_DATA: ReadonlySet<string> = new Set([
  'catalog',
  'schema',
  'table',
  'volume',
  'pipeline',
  'external_location',
  'storage_credential',
]);

/** Privileges with which somebody reads every table of a schema or a catalog. */
const READ_ALL: ReadonlySet<string> = new Set(['SELECT', 'ALL_PRIVILEGES', 'OWNER']);

/** People who can read tables with personal data from now on, as they may read all that a schema or catalog holds. */
export function exposures(rights: readonly RightChange[], changed: ChangedResources): Finding[] {
  return rights.flatMap(({ isGained, privilege, principal, objectType, identifier, object, address }) => {
    if (!isGained || !READ_ALL.has(privilege)) return [];
    const personal = personalDatasets(objectType, identifier, changed);
    const [first, ...others] = personal;
    if (first === undefined) return [];
    return [
      {
        kind: 'personal-data-exposed' as const,
        address,
        dataset: first,
        ...(others.length > 0 ? { furtherDatasets: others } : {}),
        what: `\`${principal}\` can read personal data: ${namesText(personal)} ${personal.length > 1 ? 'have' : 'has'} columns that are marked as personal.`,
        why: `${privilege} on the ${object} is new for \`${principal}\`, and holds for every table in it.`,
        otherwise: 'Names, places and whatever else is personal are open to everybody behind it.',
        todo: {
          sentence: 'Grant single tables without personal columns instead, as the task `table_access` does.',
        },
        documentation: PRIVILEGES,
      },
    ];
  });
}

function personalDatasets(type: string, identifier: string | undefined, changed: ChangedResources): string[] {
  return datasetsWithin(type, identifier, changed, 'after')
    .filter(({ columns }) => columns.some(({ personalData }) => personalData))
    .map(({ name }) => name);
}

/** Tables and views that a right is about, as it is about all that an object holds. */
export function datasetsWithin(
  type: string,
  identifier: string | undefined,
  changed: ChangedResources,
  side: 'before' | 'after',
): ManifestDataset[] {
  const [catalog, schema, table] = (identifier ?? '').replaceAll('`', '').split('.');
  if (type === 'catalog') return changed.datasetsIn(side, catalog);
  if (type === 'schema') return changed.datasetsIn(side, catalog, schema);
  if (type !== 'table') return [];
  return changed.datasetsIn(side, catalog, schema).filter(({ name }) => name === table);
}
