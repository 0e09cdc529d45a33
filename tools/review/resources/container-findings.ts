import type { Finding } from '../finding';
import { isDeleted, isReplaced, type ResourceChange } from '../plan/deployment';
import type { ChangedResources } from './changed-resources';
import {
  describeChange,
  describeChanges,
  nameOf,
  reasonText,
  replacementText,
  valueText,
} from './descriptions';
import { copyStatements, publishedNames, tablesText } from './pipeline-tables';

const REGISTRY = 'https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources';

/** Attributes of a pipeline that determine the location of its tables. */
const PLACES = ['catalog', 'schema', 'target'];

/** Types other than pipelines that contain data: display name, and what is lost with them. */
const CONTAINERS: Readonly<Record<string, readonly [what: string, lost: string]>> = {
  catalog: [
    'catalog',
    'All its schemas are deleted with it, including every table, view and volume in them.',
  ],
  schema: ['schema', 'All its tables, views and volumes are deleted with it.'],
  volume: ['volume', 'The files of a managed volume are deleted with it.'],
  external_location: [
    'external location',
    'The files stay in cloud storage; tables and volumes in it can no longer be read.',
  ],
  storage_credential: [
    'storage credential',
    'The files stay in cloud storage; tables and volumes that use it can no longer be read.',
  ],
  credential: ['credential', 'Everything that uses it loses access to the cloud.'],
  connection: ['connection', 'Foreign catalogs that use it can no longer be read.'],
  share: ['share', 'Its recipients lose access to the shared data.'],
  recipient: ['recipient', 'It loses access to all shared data.'],
  metastore: ['metastore', 'All its catalogs are deleted with it.'],
  sql_table: ['table', 'Its rows are deleted with it.'],
  table: ['table', 'Its rows are deleted with it.'],
  online_table: ['online table', 'Its rows are deleted with it.'],
  registered_model: ['registered model', 'All its versions are deleted with it.'],
  database_instance: ['database instance', 'Its databases are deleted with it.'],
  vector_search_index: ['vector search index', 'Its entries are deleted with it.'],
};

/** Containers that Databricks refuses to delete while they are not empty, unless `force_destroy` is set. */
const REFUSED = ['catalog', 'schema', 'external_location', 'storage_credential'];

/** Findings on pipelines and everything else that contains tables or files. */
export function containerFindings(changed: ChangedResources): Finding[] {
  return [
    ...changed.ofType('pipeline').flatMap((resource) => pipelineFindings(resource, changed)),
    ...changed.ofType(...Object.keys(CONTAINERS)).flatMap((resource) => containerFinding(resource, changed)),
    ...changed.ofType('catalog').flatMap((resource) => catalogNameFindings(resource, changed)),
  ];
}

function pipelineFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  if (!isDeleted(resource) && !isReplaced(resource)) return movedFindings(resource, changed);
  changed.claim(resource);
  const before = changed.pipelineOf(resource)?.before;
  const copies = copyStatements(before);
  const name = `Pipeline ${nameOf(resource)} is deleted`;
  const shared = {
    address: resource.address,
    ...further(publishedNames(before)),
    todo: {
      sentence:
        'Back up what must not be lost before you deploy. Only Databricks support can restore deleted tables, and only for a short time.',
      ...(copies.length > 0 ? { commands: copies } : {}),
    },
  };
  if (isDeleted(resource)) {
    return [
      {
        ...shared,
        kind: 'pipeline-deleted',
        what: `${name}, and with it ${tablesText(before)}.`,
        why: `${reasonText(resource)} Databricks deletes the tables of a pipeline together with it (cascade), and \`prevent_destroy\` does not stop this once the resource is no longer in the code.`,
        otherwise: 'The rows are lost. Messages that Kafka no longer holds cannot be reread.',
      },
    ];
  }
  const taken = changed.takeReplacing(resource);
  for (const place of PLACES) changed.take(resource, place);
  return [
    {
      ...shared,
      kind: 'pipeline-replaced',
      what: `${name} and recreated, which deletes ${tablesText(before)}.`,
      why: `${replacementText(resource, taken)} Databricks deletes the tables of a pipeline together with it (cascade).`,
      otherwise:
        'The new pipeline recreates its tables and reads its sources from the start. Messages that Kafka no longer holds are lost.',
    },
  ];
}

function movedFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  const moves = PLACES.flatMap((place) => changed.take(resource, place));
  if (moves.length === 0) return [];
  // The event log moves with the tables if it is in the same schema.
  const logMoves = ['catalog', 'schema'].flatMap((place) =>
    changed
      .see(resource, 'event_log', place)
      .filter(({ before, after }) => moves.some((move) => move.before === before && move.after === after)),
  );
  changed.takeThese(resource, logMoves);
  const { address, before } = resource;
  const deployed = changed.pipelineOf(resource)?.before;
  const tables = publishedNames(deployed);
  const copies = copyStatements(deployed);
  const isLost = changed.goes(`${before?.catalog}.${before?.schema}`) || changed.goes(before?.catalog);
  const [from, to] = [placeText(resource, 'before'), placeText(resource, 'after')];
  const name = `Pipeline ${nameOf(resource)}`;
  if (from !== to && from.toLowerCase() === to.toLowerCase()) {
    return [
      {
        kind: 'update-interrupted',
        address,
        what: `${name} publishes to the same tables as before: the names differ only in case, and Databricks stores them in lower case.`,
        why: `${describeChanges(resource, moves)}.`,
        otherwise: 'Every later plan shows this change again, and each deployment cancels a running update.',
        todo: { sentence: 'Write the names in lower case.' },
        documentation: 'https://docs.databricks.com/aws/en/sql/language-manual/sql-ref-names',
      },
    ];
  }
  if (from === to && moves.every(({ isUnknown }) => !isUnknown)) {
    return [
      {
        kind: 'unknown-change',
        address,
        what: `${name} publishes to ${to} as before, in a different publishing mode: the review cannot tell whether its code reads and writes the same tables in it.`,
        why: `${describeChanges(resource, moves)}. Databricks moves no tables, and the change cannot be undone.`,
        documentation: 'https://docs.databricks.com/aws/en/ldp/migrate-to-dpm',
      },
    ];
  }
  return [
    {
      kind: 'tables-moved',
      address,
      ...further(tables),
      what: `${name} publishes to ${to} from now on: ${tables.length > 0 ? `all ${tables.length} tables and views are` : 'every table is'} created there again, and empty at first.`,
      why: `${describeChanges(resource, moves)}. Databricks changes this in place.${logMoves.length > 0 ? ' The event log moves too.' : ''}`,
      otherwise: isLost
        ? `The tables in ${from} are deleted with their schema by this deployment. The new ones contain only data that Kafka still holds.`
        : `The tables in ${from} keep their rows but are no longer updated, so their readers see stale data. The new ones contain only data that Kafka still holds.`,
      todo: isLost
        ? {
            sentence:
              'Back up what must not be lost before you deploy, and point readers to the new location.',
            ...(copies.length > 0 ? { commands: copies } : {}),
          }
        : {
            sentence:
              'Point readers, dashboards and grants to the new location, and drop the old tables once they are no longer used.',
          },
    },
  ];
}

function containerFinding(resource: ResourceChange, changed: ChangedResources): Finding[] {
  if (!isDeleted(resource) && !isReplaced(resource)) return [];
  changed.claim(resource);
  const [what, lost] = CONTAINERS[resource.type] as readonly [string, string];
  const isRefused = REFUSED.includes(resource.type) && resource.before?.force_destroy !== true;
  const commands = lookCommands(resource);
  return [
    {
      kind: isDeleted(resource) ? 'container-deleted' : 'container-replaced',
      address: resource.address,
      ...further(tablesIn(resource, changed)),
      what: `The ${what} ${nameOf(resource)} is deleted${isDeleted(resource) ? '' : ' and recreated empty'}. ${lost}`,
      why: isDeleted(resource)
        ? reasonText(resource)
        : replacementText(resource, changed.takeReplacing(resource)),
      otherwise: isRefused
        ? 'Because `force_destroy` is not set, Databricks refuses to delete it while it is not empty, and the deployment fails halfway.'
        : 'Its contents are lost.',
      todo: {
        sentence: 'Check its contents, and back up what must not be lost before you deploy.',
        ...(commands.length > 0 ? { commands } : {}),
      },
    },
  ];
}

/** The provider cannot rename a catalog, although the plan shows an update. */
function catalogNameFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  if (isReplaced(resource)) return [];
  return changed.take(resource, 'name').map(
    (rename): Finding => ({
      kind: 'container-replaced',
      address: resource.address,
      ...further(tablesIn(resource, changed)),
      what: `The catalog ${valueText(rename.before)} cannot be renamed to ${valueText(rename.after)}: the plan shows an update, but applying it fails.`,
      why: `${describeChange(resource, rename)}. The provider looks for the catalog under its new name and does not find it; every later plan shows the same change again.`,
      otherwise: 'The deployment fails halfway.',
      todo: {
        sentence:
          'Revert the name in the code. To move, create a second catalog, publish the pipeline there, and delete the old one once it is no longer used.',
      },
      documentation: `${REGISTRY}/catalog`,
    }),
  );
}

function tablesIn({ type, before }: ResourceChange, changed: ChangedResources): string[] {
  if (type === 'catalog') return changed.datasetsIn('before', before?.name).map(({ name }) => name);
  if (type !== 'schema') return [];
  return changed.datasetsIn('before', before?.catalog_name, before?.name).map(({ name }) => name);
}

function further(tables: readonly string[]): Pick<Finding, 'furtherDatasets'> {
  return tables.length > 0 ? { furtherDatasets: tables } : {};
}

function placeText(resource: ResourceChange, side: 'before' | 'after'): string {
  const { catalog, schema, target } = resource[side] ?? {};
  const place = [catalog, schema ?? target].filter((part) => typeof part === 'string' && part !== '');
  return place.length > 0 ? `\`${place.join('.')}\`` : 'a location that is known after apply';
}

function lookCommands({ type, before }: ResourceChange): string[] {
  const { name, catalog_name: catalog, schema_name: schema, volume_path: path } = before ?? {};
  if (type === 'catalog') return [`SHOW SCHEMAS IN \`${name}\`;`];
  if (type === 'volume') return [`LIST '${path ?? `/Volumes/${catalog}/${schema}/${name}`}';`];
  if (type !== 'schema') return [];
  return ['TABLES', 'VOLUMES'].map((what) => `SHOW ${what} IN \`${catalog}\`.\`${name}\`;`);
}
