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

/** What is left to report about one resource, before resources with the same are put together. */
interface Remark {
  readonly kind: Extract<FindingKind, 'safe-change' | 'unknown-change'>;
  readonly resource: ResourceChange;

  /** What happens to it, after its name: `is new`. */
  readonly what: string;
  readonly why: string;

  /** Why, without what differs between resources. */
  readonly whyOfMany?: string;
  readonly todo?: Finding['todo'];
}

/** Everything that no other part of the review has reported: what is known to be harmless, and what is not known. */
export function remainingFindings(changed: ChangedResources): Finding[] {
  const explained = explainedTexts(changed);
  return together(
    changed.all.flatMap((resource) =>
      remarksOf(resource, changed, explained).map((remark) => ({ resource, ...remark })),
    ),
  );
}

type Remarks = Omit<Remark, 'resource'>[];

function remarksOf(
  resource: ResourceChange,
  changed: ChangedResources,
  explained: ReadonlySet<string>,
): Remarks {
  const { actions, type, address, previousAddress = address } = resource;
  if (actions.includes('forget')) {
    return [
      {
        kind: 'unknown-change',
        what: 'is no longer managed: it stays in the workspace as it is, and no deployment changes or deletes it any more',
        why: 'A `removed` block, or the state, says that Terraform forgets it.',
        todo: { sentence: 'Decide who maintains it from now on.' },
      },
    ];
  }
  const moved: Remarks =
    previousAddress === address
      ? []
      : [
          {
            kind: 'safe-change',
            what: 'has a new address in the state, and stays what it is',
            why: `It was \`${previousAddress}\`.`,
          },
        ];
  if (changed.isClaimed(resource)) return [...moved, ...attributeRemarks(resource, changed)];
  if (isDeleted(resource)) return [deletedRemark(resource, explained)];
  if (isReplaced(resource))
    return [...moved, replacedRemark(resource, changed), ...attributeRemarks(resource, changed)];
  if (actions.includes('create')) return [createdRemark(resource)];
  if (isText(type) && explained.has(pathOf(resource))) changed.take(resource, 'content_base64');
  return [...moved, ...attributeRemarks(resource, changed)];
}

function createdRemark({ type }: ResourceChange): Remarks[number] {
  if (isHarmlessIfNew(type)) return { kind: 'safe-change', what: 'is new', why: 'It is new in the code.' };
  return {
    kind: 'unknown-change',
    what: 'is new: the review cannot tell what it does',
    why: RIGHTS.some((each) => each === type)
      ? 'The principals that it gives rights to are known only when Terraform applies.'
      : `The review does not know resources of the type \`${type}\`.`,
  };
}

function deletedRemark(resource: ResourceChange, explained: ReadonlySet<string>): Remarks[number] {
  const path = pathOf(resource);
  const why = reasonText(resource);
  if (isHarmlessIfGone(resource.type)) return { kind: 'safe-change', what: 'is deleted', why };
  const isUnused = explained.has(path) || path.slice(path.lastIndexOf('/') + 1) in TASK_NOTEBOOKS;
  if (isText(resource.type) && isUnused) {
    return { kind: 'safe-change', what: 'is deleted, as nothing runs it any more', why };
  }
  const consequence =
    resource.type === 'directory'
      ? 'what people have put into it by hand goes with it'
      : 'the review cannot tell who uses it';
  return { kind: 'unknown-change', what: `is deleted: ${consequence}`, why };
}

function replacedRemark(resource: ResourceChange, changed: ChangedResources): Remarks[number] {
  const { type, replacePaths } = resource;
  const what = 'is deleted and created again';
  const why = replacementText(resource, changed.takeReplacing(resource));
  if (isText(type) || type === 'file' || isHarmlessIfGone(type)) {
    // What refers to it by its path follows in the same deployment, or is reported.
    const whyOfMany = `They cannot be changed in place: ${replacePaths.map((path) => path.join('.')).join(', ')}.`;
    return { kind: 'safe-change', what, why, whyOfMany };
  }
  const consequence =
    type === 'directory'
      ? 'what people have put into it by hand goes with the old one'
      : 'the review cannot tell what goes with the old one';
  return { kind: 'unknown-change', what: `${what}: ${consequence}`, why };
}

function attributeRemarks(resource: ResourceChange, changed: ChangedResources): Remarks {
  const isQuiet = resource.actions.includes('update') && !changed.wasTaken(resource);
  const all = changed.take(resource);
  if (isQuiet && all.length === 0) {
    return [
      {
        kind: 'safe-change',
        what: 'is written again with the same values',
        why: 'Only the order, or what Databricks computes, differs.',
      },
    ];
  }
  const moved = movedLibraries(all, changed);
  const safe = all.filter(
    (change) =>
      isHarmless(resource.type, change.path) ||
      follows(change, changed) ||
      moved.has(change) ||
      isExplained(resource, change, changed),
  );
  const remark = (kind: Remark['kind'], changes: readonly AttributeChange[], consequence: string): Remarks =>
    changes.length === 0
      ? []
      : [
          {
            kind,
            what: `has a different ${namesText([...new Set(changes.map(({ path }) => path[0] as string))])}${consequence}`,
            why: `${describeChanges(resource, changes)}.`,
          },
        ];
  return [
    ...remark('safe-change', safe, ', without a consequence for tables, rights or worst-case cost'),
    ...remark(
      'unknown-change',
      all.filter((change) => !safe.includes(change)),
      ': the review cannot tell what follows from it',
    ),
  ];
}

/** A reference to something that is renamed or replaced: it still refers to the same thing. */
function follows({ before, after, isUnknown }: AttributeChange, changed: ChangedResources): boolean {
  const was = changed.named(before, 'before');
  if (!was) return false;
  if (isUnknown) return isReplaced(was);
  return changed.named(after, 'after') === was;
}

function isText(type: string): boolean {
  return type === 'notebook' || type === 'workspace_file';
}

/** Resources of a type about which the same is reported, in one finding. */
function together(remarks: readonly Remark[]): Finding[] {
  const groups = new Map<string, Remark[]>();
  for (const remark of remarks) {
    // New and deleted resources of a type are alike; changes are alike if their values are.
    const { kind, resource, what, why, whyOfMany = why } = remark;
    const key = JSON.stringify([kind, resource.type, what, whyOfMany]);
    groups.set(key, [...(groups.get(key) ?? []), remark]);
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
