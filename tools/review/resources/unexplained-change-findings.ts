import type { Finding } from '../finding';
import type { FindingKind } from '../finding-kinds';
import { isDeleted, isReplaced, type ResourceChange } from '../plan/deployment';
import { namesText } from '../sentences';
import type { AttributeChange } from './attribute-changes';
import type { ChangedResources } from './changed-resources';
import { describeChanges, reasonText, replacementText } from './descriptions';
import { explainedTexts, isExplained, movedLibraries } from './pipeline-notebooks';
import { isHarmless, isHarmlessIfGone, isHarmlessIfNew } from './resource-types';
import { RIGHTS } from './right-changes';
import { pathOf, TASK_NOTEBOOKS } from './task-notebooks';

/** Something that is left to tell of one resource, before resources with the same are put together. */
interface Remark {
  readonly kind: Extract<FindingKind, 'safe-change' | 'unknown-change'>;
  readonly resource: ResourceChange;

  /** What is done with it, after its name: `is new`. */
  readonly what: string;
  readonly why: string;

  /** Why, without what differs from one resource to the other. */
  readonly whyOfMany?: string;
  readonly todo?: Finding['todo'];
}

/** Everything that no other part of the review has told: what is known to be harmless, and what is not known. */
export function remainingFindings(changed: ChangedResources): Finding[] {
  const explained = explainedTexts(changed);
  const remarks = changed.all.flatMap((resource) => remarksOf(resource, changed, explained));
  return together(remarks);
}

function remarksOf(
  resource: ResourceChange,
  changed: ChangedResources,
  explained: ReadonlySet<string>,
): Remark[] {
  const { actions, type } = resource;
  if (actions.includes('forget')) {
    return [
      {
        kind: 'unknown-change',
        resource,
        what: 'is no longer managed: it stays in the workspace as it is, and no deployment changes or deletes it any more',
        why: 'A `removed` block, or the state, says that Terraform forgets it.',
        todo: { sentence: 'Say who looks after it from now on.' },
      },
    ];
  }
  const moved = movedRemark(resource);
  if (changed.isClaimed(resource)) return [...moved, ...attributeRemarks(resource, changed)];
  if (isDeleted(resource)) return deletedRemarks(resource, explained);
  if (isReplaced(resource)) return [...moved, ...replacedRemarks(resource, changed)];
  if (actions.includes('create')) return createdRemarks(resource);
  if (isText(type) && explained.has(pathOf(resource))) changed.take(resource, 'content_base64');
  return [...moved, ...attributeRemarks(resource, changed)];
}

function movedRemark(resource: ResourceChange): Remark[] {
  return resource.previousAddress === undefined || resource.previousAddress === resource.address
    ? []
    : [
        {
          kind: 'safe-change',
          resource,
          what: 'has another address in the state, and stays what it is',
          why: `It was \`${resource.previousAddress}\`.`,
        },
      ];
}

function createdRemarks(resource: ResourceChange): Remark[] {
  return isHarmlessIfNew(resource.type)
    ? [{ kind: 'safe-change', resource, what: 'is new', why: 'It is new in the code.' }]
    : [
        {
          kind: 'unknown-change',
          resource,
          what: 'is new: what it does cannot be told',
          why: RIGHTS.some((type) => type === resource.type)
            ? 'To whom it gives rights is known only when Terraform applies.'
            : `The review knows no resource of the type \`${resource.type}\`.`,
        },
      ];
}

function deletedRemarks(resource: ResourceChange, explained: ReadonlySet<string>): Remark[] {
  const path = pathOf(resource);
  const why = reasonText(resource);
  if (isHarmlessIfGone(resource.type)) return [{ kind: 'safe-change', resource, what: 'is deleted', why }];
  if (isText(resource.type) && (explained.has(path) || isTaskNotebook(path))) {
    return [{ kind: 'safe-change', resource, what: 'is deleted, as nothing runs it any more', why }];
  }
  const what =
    resource.type === 'directory'
      ? 'is deleted: what people have put into it by hand goes with it'
      : 'is deleted: who uses it cannot be told';
  return [{ kind: 'unknown-change', resource, what, why }];
}

function replacedRemarks(resource: ResourceChange, changed: ChangedResources): Remark[] {
  const changes = changed.takeReplacing(resource);
  const why = replacementText(resource, changes);
  const isFile = isText(resource.type) || resource.type === 'file';
  const rest = attributeRemarks(resource, changed);
  if (isFile || isHarmlessIfGone(resource.type)) {
    // What refers to it by its path follows in the same deployment, or is left to be told.
    const whyOfMany = `They cannot be changed in place: ${resource.replacePaths.map((path) => path.join('.')).join(', ')}.`;
    return [{ kind: 'safe-change', resource, what: 'is deleted and created again', why, whyOfMany }, ...rest];
  }
  return [
    {
      kind: 'unknown-change',
      resource,
      what:
        resource.type === 'directory'
          ? 'is deleted and created again: what people have put into it by hand goes with the old one'
          : 'is deleted and created again: what goes with the old one cannot be told',
      why,
    },
    ...rest,
  ];
}

function attributeRemarks(resource: ResourceChange, changed: ChangedResources): Remark[] {
  const isQuiet = resource.actions.includes('update') && !changed.wasTaken(resource);
  const all = changed.take(resource);
  if (isQuiet && all.length === 0) {
    return [
      {
        kind: 'safe-change',
        resource,
        what: 'is written again with the same values',
        why: 'Only the order, or what Databricks computes, differs.',
      },
    ];
  }
  const [safe, unknown]: [AttributeChange[], AttributeChange[]] = [[], []];
  const moved = movedLibraries(all, changed);
  for (const change of all) {
    const isSafe =
      isHarmless(resource.type, change.path) ||
      follows(change, changed) ||
      moved.has(change) ||
      isExplained(resource, change, changed);
    (isSafe ? safe : unknown).push(change);
  }
  const text = (changes: readonly AttributeChange[]) => `${describeChanges(resource, changes)}.`;
  return [
    ...(safe.length > 0
      ? [
          {
            kind: 'safe-change' as const,
            resource,
            what: `has another ${names(safe)}, without a consequence for tables, rights or the most that it may cost`,
            why: text(safe),
          },
        ]
      : []),
    ...(unknown.length > 0
      ? [
          {
            kind: 'unknown-change' as const,
            resource,
            what: `has another ${names(unknown)}: what follows from it cannot be told`,
            why: text(unknown),
          },
        ]
      : []),
  ];
}

/** A value that names something which is another one from now on: it goes on naming the same thing. */
function follows({ before, after, isUnknown }: AttributeChange, changed: ChangedResources): boolean {
  const was = changed.named(before, 'before');
  if (!was) return false;
  if (isUnknown) return isReplaced(was);
  return changed.named(after, 'after') === was;
}

function isText(type: string): boolean {
  return type === 'notebook' || type === 'workspace_file';
}

function isTaskNotebook(path: string): boolean {
  return path.slice(path.lastIndexOf('/') + 1) in TASK_NOTEBOOKS;
}

function names(changes: readonly AttributeChange[]): string {
  const all = [...new Set(changes.map(({ path }) => path[0] as string))];
  return namesText(all);
}

/** Resources of a type with the same to tell, in one finding. */
function together(remarks: readonly Remark[]): Finding[] {
  const groups = new Map<string, Remark[]>();
  for (const remark of remarks) {
    // New and deleted resources of a type are the same to tell; other changes are if their values are.
    const key = JSON.stringify([
      remark.kind,
      remark.resource.type,
      remark.what,
      remark.whyOfMany ?? remark.why,
    ]);
    const group = groups.get(key);
    if (group) group.push(remark);
    else groups.set(key, [remark]);
  }
  return [...groups.values()].map((group) => {
    const [{ kind, resource, what, why, whyOfMany, todo }] = group as [Remark];
    const addresses = group.map((remark) => remark.resource.address);
    return {
      kind,
      ...(group.length === 1 ? { address: resource.address } : {}),
      what:
        group.length === 1
          ? `\`${resource.address}\` ${what}.`
          : `${group.length} resources of the type \`${resource.type}\`: each ${what}. They are ${namesText(addresses)}.`,
      why: group.length === 1 ? why : (whyOfMany ?? why),
      ...(todo ? { todo } : {}),
    };
  });
}
