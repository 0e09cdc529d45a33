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

/** Attributes of a pipeline that state where its tables are. */
const PLACES = ['catalog', 'schema', 'target'];

/** What contains data besides pipelines: what people call it, and what is lost with it. */
const CONTAINERS: Readonly<Record<string, readonly [what: string, lost: string]>> = {
  catalog: ['catalog', 'All its schemas go with it, and every table, view and volume in them.'],
  schema: ['schema', 'All its tables, views and volumes go with it.'],
  volume: ['volume', 'If it is a managed volume, its files go with it.'],
  external_location: [
    'external location',
    'The files stay in the cloud; tables and volumes in it can no longer be read.',
  ],
  storage_credential: [
    'storage credential',
    'The files stay in the cloud; tables and volumes that are read with it can no longer be read.',
  ],
  credential: ['credential', 'What uses it no longer has access to the cloud.'],
  connection: ['connection', 'Foreign catalogs that use it can no longer be read.'],
  share: ['share', 'Its recipients lose what is shared with them.'],
  recipient: ['recipient', 'It loses everything that is shared with it.'],
  metastore: ['metastore', 'All its catalogs go with it.'],
  sql_table: ['table', 'Its rows go with it.'],
  table: ['table', 'Its rows go with it.'],
  online_table: ['online table', 'Its rows go with it.'],
  registered_model: ['registered model', 'All its versions go with it.'],
  database_instance: ['database instance', 'Its databases go with it.'],
  vector_search_index: ['vector search index', 'Its entries go with it.'],
};

/** Containers that Databricks refuses to delete while they have contents, unless `force_destroy` is set. */
const REFUSED = ['catalog', 'schema', 'external_location', 'storage_credential'];

/** What happens to pipelines and to everything else that contains tables or files. */
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
        'Copy what must not be lost before you deploy. Only Databricks support can restore deleted tables, and only for a short time.',
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
        otherwise: 'The rows are gone. What Kafka no longer holds cannot be read again.',
      },
    ];
  }
  const taken = changed.takeReplacing(resource);
  for (const place of PLACES) changed.take(resource, place);
  return [
    {
      ...shared,
      kind: 'pipeline-replaced',
      what: `${name} and created again: the old one takes ${tablesText(before)} with it.`,
      why: `${replacementText(resource, taken)} Databricks deletes the tables of a pipeline together with it (cascade).`,
      otherwise:
        'The new pipeline creates its tables again and reads its sources from the start. What Kafka no longer holds is lost.',
    },
  ];
}

function movedFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  const moves = PLACES.flatMap((place) => changed.take(resource, place));
  if (moves.length === 0) return [];
  // The event log follows the tables if it is next to them.
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
  if (from === to && moves.every(({ isUnknown }) => !isUnknown)) {
    return [
      {
        kind: 'unknown-change',
        address,
        what: `${name} publishes to ${to} as before, in a different publishing mode: the review cannot tell whether its code reads and writes the same tables in it.`,
        why: `${describeChanges(resource, moves)}. Databricks moves no table for that, and it cannot be undone.`,
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
      why: `${describeChanges(resource, moves)}. Databricks changes this in place.${logMoves.length > 0 ? ' The event log moves, too.' : ''}`,
      otherwise: isLost
        ? `The tables in ${from} go with their schema, which this deployment deletes. The new ones contain what Kafka still has.`
        : `The tables in ${from} stay behind with their rows and are no longer updated; their readers see old data. The new ones contain what Kafka still has.`,
      todo: isLost
        ? {
            sentence: 'Copy what must not be lost before you deploy, and send readers to the new place.',
            ...(copies.length > 0 ? { commands: copies } : {}),
          }
        : {
            sentence:
              'Send readers, dashboards and grants to the new place, and drop the old tables when nobody reads them.',
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
      what: `The ${what} ${nameOf(resource)} is deleted${isDeleted(resource) ? '' : ' and created again, empty'}. ${lost}`,
      why: isDeleted(resource)
        ? reasonText(resource)
        : replacementText(resource, changed.takeReplacing(resource)),
      otherwise: isRefused
        ? 'As `force_destroy` is not set, Databricks refuses to delete it while it has contents: the deployment stops halfway.'
        : 'What is in it is gone.',
      todo: {
        sentence: 'Check its contents, and copy what must not be lost before you deploy.',
        ...(commands.length > 0 ? { commands } : {}),
      },
    },
  ];
}

/** A catalog cannot be renamed, although the plan shows it. */
function catalogNameFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  if (isReplaced(resource)) return [];
  return changed.take(resource, 'name').map(
    (rename): Finding => ({
      kind: 'container-replaced',
      address: resource.address,
      ...further(tablesIn(resource, changed)),
      what: `The catalog ${valueText(rename.before)} cannot become ${valueText(rename.after)}: the plan shows an update, and it fails while Terraform applies it.`,
      why: `${describeChange(resource, rename)}. The provider looks for the catalog under its new name and does not find it; every later plan shows the same change again.`,
      otherwise: 'The deployment stops halfway.',
      todo: {
        sentence:
          'Remove the new name from the code. To move, create a second catalog, let the pipeline publish there, and delete the old one when nobody reads it.',
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
  return place.length > 0 ? `\`${place.join('.')}\`` : 'a place that is known when Terraform applies';
}

function lookCommands({ type, before }: ResourceChange): string[] {
  const { name, catalog_name: catalog, schema_name: schema, volume_path: path } = before ?? {};
  if (type === 'catalog') return [`SHOW SCHEMAS IN \`${name}\`;`];
  if (type === 'volume') return [`LIST '${path ?? `/Volumes/${catalog}/${schema}/${name}`}';`];
  if (type !== 'schema') return [];
  return ['TABLES', 'VOLUMES'].map((what) => `SHOW ${what} IN \`${catalog}\`.\`${name}\`;`);
}
