import type { Finding } from '../finding';
import type { ResourceChange } from '../plan/deployment';
import type { ChangedResources } from './changed-resources';
import { goesOn } from './configuration-findings';
import { pathsOf } from './pipeline-notebooks';
import { idOf } from './pipeline-tables';
import { nameOf } from './resource-description';
import { namesText } from './value-description';

const CONFIGURE = 'https://docs.databricks.com/aws/en/ldp/configure-pipeline';
const SETTINGS_CHANGE = 'https://github.com/databricks/cli/issues/6745';

/** Settings of a pipeline whose change nobody notices in an update that comes later. */
const UNNOTICED = ['name', 'tags', 'notification', 'budget_policy_id', 'usage_policy_id'];

/**
 * Pipelines whose update is cut off, or goes on with what is no longer deployed. To be asked before anybody takes the
 * changes of the pipelines.
 */
export function restartFindings(changed: ChangedResources): Finding[] {
  const texts = changedTexts(changed);
  return changed.deployment.resources.flatMap((resource): Finding[] => {
    if (resource.type !== 'pipeline' || !goesOn(resource)) return [];
    const { before, after } = resource;
    const found = [...new Set(changed.see(resource).map(({ path }) => path[0] as string))];
    // Terraform writes the settings again even where nothing but their order differs.
    const settings = found.length === 0 && resource.actions.includes('update') ? ['their order'] : found;
    const notebooks = pathsOf(before).filter((path) => texts.has(path));
    const id = idOf(resource, 'pipeline');
    if (before?.continuous === true && after?.continuous === true) {
      if (settings.length === 0 && notebooks.length === 0) return [];
      return [
        {
          kind: settings.length > 0 ? 'pipeline-restarted' : 'restart-needed',
          address: resource.address,
          what:
            settings.length > 0
              ? `Pipeline ${nameOf(resource)} runs all the time: Databricks stops its update and starts another one with the new settings.`
              : `Pipeline ${nameOf(resource)} runs all the time: its update goes on with the old text of its notebooks until it is started again.`,
          why: restartReason(settings, notebooks),
          otherwise:
            settings.length > 0
              ? 'No row is lost: streams go on from where they were. For the minutes that it takes to start, tables are not updated.'
              : 'What is deployed and what runs are two things, and the next restart for another reason changes the tables.',
          todo: {
            sentence:
              settings.length > 0 ? 'See that the new update runs.' : 'Start it again after the deployment.',
            commands:
              settings.length > 0
                ? [`databricks pipelines list-updates ${id}`]
                : [`databricks pipelines stop ${id}`, `databricks pipelines start-update ${id}`],
          },
          documentation: settings.length > 0 ? SETTINGS_CHANGE : CONFIGURE,
        },
      ];
    }
    const noticed = found.filter((name) => !UNNOTICED.includes(name));
    return noticed.length === 0 ? [] : [interrupted(resource, noticed, id)];
  });
}

function interrupted(resource: ResourceChange, settings: readonly string[], id: string): Finding {
  return {
    kind: 'update-interrupted',
    address: resource.address,
    what: `An update of pipeline ${nameOf(resource)} that runs during the deployment is cut off.`,
    why: `Its settings change: ${settings.join(', ')}. Databricks cancels an update for that (\`SETTINGS_CHANGE\`).`,
    otherwise: 'No row is lost: the next update goes on from where it was. Its job shows a run that failed.',
    todo: {
      sentence: 'Deploy when none runs.',
      commands: [`databricks pipelines list-updates ${id}`],
    },
    documentation: SETTINGS_CHANGE,
  };
}

function restartReason(settings: readonly string[], notebooks: readonly string[]): string {
  return [
    ...(settings.length > 0 ? [`Its settings change: ${settings.join(', ')}.`] : []),
    ...(notebooks.length > 0 ? [`The text of its notebooks changes: ${namesText(notebooks)}.`] : []),
  ].join(' ');
}

/** Notebooks and files that hold another text from now on, by path. */
function changedTexts(changed: ChangedResources): Set<string> {
  return new Set(
    changed
      .ofType('notebook', 'workspace_file')
      .filter((resource) => changed.see(resource, 'content_base64').length > 0)
      .map(({ before }) => String(before?.path)),
  );
}
