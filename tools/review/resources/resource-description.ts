import type { ResourceChange } from '../plan/deployment';
import type { AttributeChange } from './attribute-changes';
import { describeChange } from './value-description';

/** What a resource is called by people: its name in the workspace, else its address. */
export function nameOf({ address, before, after }: ResourceChange): string {
  const { name, display_name: displayName, path } = before ?? after ?? {};
  const own = [name, displayName, path].find(
    (each): each is string => typeof each === 'string' && each !== '',
  );
  return `\`${own ?? address}\``;
}

/** Why something is replaced: the attributes that cannot change in place, with their values. */
export function replacementText(resource: ResourceChange, changes: readonly AttributeChange[]): string {
  const told = new Set(changes.map(({ path }) => path[0]));
  const unknown = resource.replacePaths
    .map((path) => path.join('.'))
    .filter((path) => !told.has(path.split('.', 1)[0]));
  const parts = [...changes.map((change) => describeChange(resource, change)), ...unknown];
  return parts.length > 0
    ? `It cannot be changed in place: ${parts.join('; ')}.`
    : 'Terraform was asked to create it again.';
}

/** Why something goes, in a sentence. */
export function reasonText({ reason }: ResourceChange): string {
  switch (reason) {
    case 'delete_because_no_resource_config':
      return 'It is no longer in the code.';
    case 'delete_because_no_module':
      return 'The module that it was in is no longer in the code.';
    case 'delete_because_each_key':
    case 'delete_because_count_index':
    case 'delete_because_wrong_repetition':
      return 'The code no longer has the instance that it is.';
    case 'delete_because_no_move_target':
      return 'It was moved to an address that the code does not have.';
    default:
      return 'The plan deletes it.';
  }
}
