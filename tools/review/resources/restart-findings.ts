import type { Finding } from '../finding';
import { isReplaced } from '../plan/deployment';
import { namesText } from '../sentences';
import type { ChangedResources } from './changed-resources';
import { idOf, nameOf } from './descriptions';
import { pathsOf } from './pipeline-notebooks';

const CONFIGURE = 'https://docs.databricks.com/aws/en/ldp/configure-pipeline';
const SETTINGS_CHANGE = 'https://github.com/databricks/cli/issues/6745';

/** Pipeline settings that do not interrupt a running update. */
const QUIET = ['name', 'tags', 'notification', 'budget_policy_id', 'usage_policy_id'];

/**
 * Findings on pipelines whose running update is interrupted or continues with old code. Must run before other parts
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
          why: `Its settings change: ${settings.join(', ')}. Databricks then cancels a running update (\`SETTINGS_CHANGE\`).`,
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
    // Terraform updates the pipeline even if only the order of settings differs.
    const settings = found.length === 0 && actions.includes('update') ? ['their order'] : found;
    const notebooks = pathsOf(before).filter((path) => texts.has(path));
    const textReason = `Its notebooks change: ${namesText(notebooks)}.`;
    if (settings.length > 0) {
      const reason = `Its settings change: ${settings.join(', ')}.`;
      return [
        {
          kind: 'pipeline-restarted',
          address,
          what: `Pipeline ${name} runs continuously: Databricks stops its update and starts a new one with the new settings.`,
          why: notebooks.length > 0 ? `${reason} ${textReason}` : reason,
          otherwise:
            'No row is lost: streams continue where they stopped. Tables are not updated during the start, which takes minutes.',
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
        what: `Pipeline ${name} runs continuously: its update continues with the old notebooks until it is restarted.`,
        why: textReason,
        otherwise:
          'The update keeps running the old code, and the next restart, whenever it happens, activates the new code.',
        todo: {
          sentence: 'Restart it after the deployment.',
          commands: [`databricks pipelines stop ${id}`, `databricks pipelines start-update ${id}`],
        },
        documentation: CONFIGURE,
      },
    ];
  });
}

/** Paths of notebooks and files with changed content. */
function changedTexts(changed: ChangedResources): Set<string> {
  return new Set(
    changed
      .ofType('notebook', 'workspace_file')
      .filter((resource) => changed.see(resource, 'content_base64').length > 0)
      .map(({ before }) => String(before?.path)),
  );
}
