import type { Finding } from '../finding';
import { isReplaced } from '../plan/deployment';
import { namesText } from '../sentences';
import type { ChangedResources } from './changed-resources';
import { idOf, nameOf } from './descriptions';
import { pathsOf } from './pipeline-notebooks';

const CONFIGURE = 'https://docs.databricks.com/aws/en/ldp/configure-pipeline';
const SETTINGS_CHANGE = 'https://github.com/databricks/cli/issues/6745';

/** Settings of a pipeline that do not interrupt an update. */
const QUIET = ['name', 'tags', 'notification', 'budget_policy_id', 'usage_policy_id'];

/**
 * Pipelines whose update is interrupted, or continues with what is no longer deployed. It must run before other parts
 * take the changes of the pipelines.
 */
export function restartFindings(changed: ChangedResources): Finding[] {
  const texts = changedTexts(changed);
  return changed.deployment.resources.flatMap((resource): Finding[] => {
    const { type, address, before, after, actions } = resource;
    if (type !== 'pipeline' || !before || !after || isReplaced(resource)) return [];
    const found = [...new Set(changed.see(resource).map(({ path }) => path[0] as string))];
    const id = idOf(resource, 'pipeline');
    const name = nameOf(resource);
    if (before.continuous !== true || after.continuous !== true) {
      const settings = found.filter((setting) => !QUIET.includes(setting));
      if (settings.length === 0) return [];
      return [
        {
          kind: 'update-interrupted',
          address,
          what: `An update of pipeline ${name} that is running during the deployment is cancelled.`,
          why: `Its settings change: ${settings.join(', ')}. Databricks cancels an update for that (\`SETTINGS_CHANGE\`).`,
          otherwise:
            'No row is lost: the next update continues where this one stopped. Its job shows a failed run.',
          todo: {
            sentence: 'Deploy while no update is running.',
            commands: [`databricks pipelines list-updates ${id}`],
          },
          documentation: SETTINGS_CHANGE,
        },
      ];
    }
    // Terraform writes the settings again even if only their order differs.
    const settings = found.length === 0 && actions.includes('update') ? ['their order'] : found;
    const notebooks = pathsOf(before).filter((path) => texts.has(path));
    const textReason = `The text of its notebooks changes: ${namesText(notebooks)}.`;
    if (settings.length > 0) {
      const reason = `Its settings change: ${settings.join(', ')}.`;
      return [
        {
          kind: 'pipeline-restarted',
          address,
          what: `Pipeline ${name} runs all the time: Databricks stops its update and starts a new one with the new settings.`,
          why: notebooks.length > 0 ? `${reason} ${textReason}` : reason,
          otherwise:
            'No row is lost: streams continue where they stopped. Tables are not updated for the minutes that the start takes.',
          todo: {
            sentence: 'Check that the new update runs.',
            commands: [`databricks pipelines list-updates ${id}`],
          },
          documentation: SETTINGS_CHANGE,
        },
      ];
    }
    if (notebooks.length === 0) return [];
    return [
      {
        kind: 'restart-needed',
        address,
        what: `Pipeline ${name} runs all the time: its update goes on with the old text of its notebooks until it is restarted.`,
        why: textReason,
        otherwise:
          'The update keeps running the old code, and the next restart for a different reason changes the tables.',
        todo: {
          sentence: 'Restart it after the deployment.',
          commands: [`databricks pipelines stop ${id}`, `databricks pipelines start-update ${id}`],
        },
        documentation: CONFIGURE,
      },
    ];
  });
}

/** Notebooks and files whose text changes, by path. */
function changedTexts(changed: ChangedResources): Set<string> {
  return new Set(
    changed
      .ofType('notebook', 'workspace_file')
      .filter((resource) => changed.see(resource, 'content_base64').length > 0)
      .map(({ before }) => String(before?.path)),
  );
}
