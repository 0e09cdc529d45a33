import type { Finding } from '../finding';
import { isDeleted, isReplaced, type ResourceChange } from '../plan/deployment';
import type { AttributeChange } from './attribute-changes';
import type { ChangedResources } from './changed-resources';
import { copyStatements, publishedNames, tablesText } from './pipeline-tables';
import { nameOf, reasonText, replacementText } from './resource-description';
import { describeChange, describeChanges, valueText } from './value-description';

const PIPELINES = 'https://docs.databricks.com/api/workspace/pipelines/delete';
const UNITY_CATALOG = 'https://docs.databricks.com/aws/en/data-governance/unity-catalog/';

/** Attributes of a pipeline that say where its tables are. */
const PLACES = ['catalog', 'schema', 'target'];

/** What holds data besides pipelines, in the words of people, and what goes with it. */
const CONTAINERS: Readonly<Record<string, { readonly what: string; readonly goes: string }>> = {
  catalog: { what: 'catalog', goes: 'All its schemas go with it, and every table, view and volume in them.' },
  schema: { what: 'schema', goes: 'All its tables, views and volumes go with it.' },
  volume: { what: 'volume', goes: 'If it is a managed volume, its files go with it.' },
  external_location: {
    what: 'external location',
    goes: 'The files stay in the cloud; tables and volumes that lie there can no longer be read.',
  },
  storage_credential: {
    what: 'storage credential',
    goes: 'The files stay in the cloud; tables and volumes that are read with it can no longer be read.',
  },
  credential: { what: 'credential', goes: 'What uses it has no access to the cloud any more.' },
  connection: { what: 'connection', goes: 'Foreign catalogs that use it can no longer be read.' },
  share: { what: 'share', goes: 'Its recipients lose what is shared with them.' },
  recipient: { what: 'recipient', goes: 'It loses everything that is shared with it.' },
  metastore: { what: 'metastore', goes: 'All its catalogs go with it.' },
  sql_table: { what: 'table', goes: 'Its rows go with it.' },
  table: { what: 'table', goes: 'Its rows go with it.' },
  online_table: { what: 'online table', goes: 'Its rows go with it.' },
  registered_model: { what: 'registered model', goes: 'All its versions go with it.' },
  database_instance: { what: 'database instance', goes: 'Its databases go with it.' },
  vector_search_index: { what: 'vector search index', goes: 'What it holds goes with it.' },
};

/** What happens to pipelines and to everything else that holds tables or files. */
export function containerFindings(changed: ChangedResources): Finding[] {
  return [
    ...changed.ofType('pipeline').flatMap((resource) => pipelineFindings(resource, changed)),
    ...changed.all
      .filter(({ type }) => type in CONTAINERS)
      .flatMap((resource) => containerFinding(resource, changed)),
    ...changed.ofType('catalog').flatMap((resource) => catalogNameFindings(resource, changed)),
  ];
}

function pipelineFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  const before = changed.pipelineOf(resource)?.before;
  const tables = publishedNames(before);
  const name = nameOf(resource);
  const about = {
    address: resource.address,
    ...(tables.length > 0 ? { furtherDatasets: tables } : {}),
    documentation: PIPELINES,
  };
  const copies = copyStatements(before);
  const keep = {
    sentence:
      'Copy what must not be lost before you deploy. Only the support of Databricks can bring deleted tables back, and not for long.',
    ...(copies.length > 0 ? { commands: copies } : {}),
  };
  if (isDeleted(resource)) {
    changed.claim(resource);
    return [
      {
        ...about,
        kind: 'pipeline-deleted',
        what: `Pipeline ${name} is deleted, and with it ${tablesText(before)}.`,
        why: `${reasonText(resource)} Databricks deletes the tables of a pipeline together with it (cascade), and \`prevent_destroy\` does not stop this once the resource is no longer in the code.`,
        otherwise: 'The rows are gone. What Kafka no longer holds cannot be read again.',
        todo: keep,
      },
    ];
  }
  if (isReplaced(resource)) {
    changed.claim(resource);
    const taken = replacingChanges(resource, changed);
    for (const place of PLACES) changed.take(resource, place);
    return [
      {
        ...about,
        kind: 'pipeline-replaced',
        what: `Pipeline ${name} is deleted and created again: the old one takes ${tablesText(before)} with it.`,
        why: `${replacementText(resource, taken)} Databricks deletes the tables of a pipeline together with it (cascade).`,
        otherwise:
          'The new pipeline creates its tables again and reads its sources from the start. What Kafka no longer holds is lost.',
        todo: keep,
      },
    ];
  }
  return movedFindings(resource, changed, tables);
}

function movedFindings(
  resource: ResourceChange,
  changed: ChangedResources,
  tables: readonly string[],
): Finding[] {
  const moves = PLACES.flatMap((place) => changed.take(resource, place));
  if (moves.length === 0) return [];
  // The event log follows the tables, where it is beside them.
  const logMoves = ['catalog', 'schema'].flatMap((place) =>
    changed
      .see(resource, 'event_log', place)
      .filter(({ before, after }) => moves.some((move) => move.before === before && move.after === after)),
  );
  changed.takeThese(resource, logMoves);
  const { before } = resource;
  const copies = copyStatements(changed.pipelineOf(resource)?.before);
  const leavesGoing = changed.goes(`${before?.catalog}.${before?.schema}`) || changed.goes(before?.catalog);
  const from = placeText(resource, 'before');
  const to = placeText(resource, 'after');
  if (from === to && moves.every(({ isUnknown }) => !isUnknown)) {
    return [
      {
        kind: 'unknown-change',
        address: resource.address,
        what: `Pipeline ${nameOf(resource)} publishes to ${to} as before, in another publishing mode: whether its code reads and writes the same tables in it cannot be told.`,
        why: `${describeChanges(resource, moves)}. Databricks moves no table for that, and there is no way back.`,
        documentation: 'https://docs.databricks.com/aws/en/ldp/migrate-to-dpm',
      },
    ];
  }
  return [
    {
      kind: 'tables-moved',
      address: resource.address,
      ...(tables.length > 0 ? { furtherDatasets: tables } : {}),
      what: `Pipeline ${nameOf(resource)} publishes to ${to} from now on: ${tables.length > 0 ? `all ${tables.length} tables and views are` : 'every table is'} created there again, and empty at first.`,
      why: `${describeChanges(resource, moves)}. Databricks changes this in place.${logMoves.length > 0 ? ' The event log moves, too.' : ''}`,
      otherwise: leavesGoing
        ? `The tables in ${from} go with their schema, which this deployment deletes. The new ones hold what Kafka still has.`
        : `The tables in ${from} stay behind with their rows and are no longer updated; who reads them sees old figures. The new ones hold what Kafka still has.`,
      todo: {
        sentence: leavesGoing
          ? 'Copy what must not be lost before you deploy, and send readers to the new place.'
          : 'Send readers, dashboards and grants to the new place, and drop the old tables when nobody reads them.',
        ...(leavesGoing && copies.length > 0 ? { commands: copies } : {}),
      },
      documentation: 'https://docs.databricks.com/aws/en/ldp/target-schema',
    },
  ];
}

function containerFinding(resource: ResourceChange, changed: ChangedResources): Finding[] {
  if (!isDeleted(resource) && !isReplaced(resource)) return [];
  const kindOfThing = CONTAINERS[resource.type];
  if (!kindOfThing) return [];
  changed.claim(resource);
  const { before } = resource;
  const datasets = tablesIn(resource, changed);
  const isRefused =
    ['catalog', 'schema', 'external_location', 'storage_credential'].includes(resource.type) &&
    before?.force_destroy !== true;
  const shared = {
    address: resource.address,
    ...(datasets.length > 0 ? { furtherDatasets: datasets } : {}),
    otherwise: isRefused
      ? 'As `force_destroy` is not set, Databricks refuses while something is in it: the deployment stops there, with half of it done.'
      : 'What is in it is gone.',
    todo: {
      sentence: 'Look at what is in it, and copy what must not be lost before you deploy.',
      ...lookCommands(resource),
    },
    documentation: UNITY_CATALOG,
  };
  const name = `${kindOfThing.what} ${nameOf(resource)}`;
  if (isDeleted(resource)) {
    return [
      {
        ...shared,
        kind: 'container-deleted',
        what: `The ${name} is deleted. ${kindOfThing.goes}`,
        why: reasonText(resource),
      },
    ];
  }
  return [
    {
      ...shared,
      kind: 'container-replaced',
      what: `The ${name} is deleted and created again, empty. ${kindOfThing.goes}`,
      why: replacementText(resource, replacingChanges(resource, changed)),
    },
  ];
}

/** A catalog cannot be renamed, though the plan says that it is. */
function catalogNameFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  if (isReplaced(resource)) return [];
  const [rename] = changed.take(resource, 'name');
  if (!rename) return [];
  return [
    {
      kind: 'container-replaced',
      address: resource.address,
      ...furtherTables(tablesIn(resource, changed)),
      what: `The catalog ${valueText(rename.before)} cannot become ${valueText(rename.after)}: the plan shows an update, and it fails while Terraform applies it.`,
      why: `${describeChange(resource, rename)}. The provider looks for the catalog under its new name and does not find it; every later plan shows the same change again.`,
      otherwise: 'The deployment stops there, with half of it done.',
      todo: {
        sentence:
          'Take the new name out of the code. To move, create a second catalog, let the pipeline publish there, and delete the old one when nobody reads it.',
      },
      documentation:
        'https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/catalog',
    },
  ];
}

function tablesIn({ type, before }: ResourceChange, changed: ChangedResources): string[] {
  if (type === 'catalog') return changed.datasetsIn('before', before?.name).map(({ name }) => name);
  if (type !== 'schema') return [];
  return changed.datasetsIn('before', before?.catalog_name, before?.name).map(({ name }) => name);
}

function furtherTables(tables: readonly string[]): Pick<Finding, 'furtherDatasets'> {
  return tables.length > 0 ? { furtherDatasets: tables } : {};
}

/** Takes the changes for which a resource is replaced: they are told with the replacement. */
function replacingChanges(resource: ResourceChange, changed: ChangedResources): AttributeChange[] {
  return resource.replacePaths.flatMap((path) => changed.take(resource, String(path[0])));
}

function placeText(resource: ResourceChange, side: 'before' | 'after'): string {
  const { catalog, schema, target } = resource[side] ?? {};
  const place = [catalog, schema ?? target].filter((part) => typeof part === 'string' && part !== '');
  return place.length > 0 ? `\`${place.join('.')}\`` : 'a place that is known when Terraform applies';
}

function lookCommands({ type, before }: ResourceChange): { readonly commands?: readonly string[] } {
  const { name, catalog_name: catalog, schema_name: schema, volume_path: path } = before ?? {};
  switch (type) {
    case 'catalog':
      return { commands: [`SHOW SCHEMAS IN \`${name}\`;`] };
    case 'schema':
      return {
        commands: [
          `SHOW TABLES IN \`${catalog}\`.\`${name}\`;`,
          `SHOW VOLUMES IN \`${catalog}\`.\`${name}\`;`,
        ],
      };
    case 'volume':
      return { commands: [`LIST '${path ?? `/Volumes/${catalog}/${schema}/${name}`}';`] };
    default:
      return {};
  }
}
