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

/** The remaining report on one resource, before equal reports are merged. */
interface Remark {
  readonly kind: Extract<FindingKind, 'safe-change' | 'unknown-change'>;
  readonly resource: ResourceChange;

  /** Predicate of the finding: `is new`. */
  readonly what: string;
  readonly why: string;

  /** The reason without parts specific to one resource. */
  readonly whyOfMany?: string;
  readonly todo?: Finding['todo'];
}

/** Findings on all changes that no other part reported: harmless and unknown ones. */
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
        what: 'is no longer managed: it stays in the workspace, and deployments no longer change or delete it',
        why: 'Terraform removes it from the state without deleting it.',
        todo: { sentence: 'Decide who maintains it in the future.' },
      },
    ];
  }
  const moved: Remarks =
    previousAddress === address
      ? []
      : [
          {
            kind: 'safe-change',
            what: 'has a new address in the state and is otherwise unchanged',
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
    what: 'is new: the review does not know its effect',
    why: RIGHTS.some((each) => each === type)
      ? 'The principals it grants rights to are known after apply.'
      : `The review does not support resources of the type \`${type}\`.`,
  };
}

function deletedRemark(resource: ResourceChange, explained: ReadonlySet<string>): Remarks[number] {
  const path = pathOf(resource);
  const why = reasonText(resource);
  if (isHarmlessIfGone(resource.type)) return { kind: 'safe-change', what: 'is deleted', why };
  const isUnused = explained.has(path) || path.slice(path.lastIndexOf('/') + 1) in TASK_NOTEBOOKS;
  if (isText(resource.type) && isUnused) {
    return { kind: 'safe-change', what: 'is deleted because it is no longer used', why };
  }
  const consequence =
    resource.type === 'directory'
      ? 'files that were added to it manually are lost'
      : 'the review cannot tell who uses it';
  return { kind: 'unknown-change', what: `is deleted: ${consequence}`, why };
}

function replacedRemark(resource: ResourceChange, changed: ChangedResources): Remarks[number] {
  const { type, replacePaths } = resource;
  const what = 'is deleted and recreated';
  const why = replacementText(resource, changed.takeReplacing(resource));
  if (isText(type) || type === 'file' || isHarmlessIfGone(type)) {
    // References to its path change in the same deployment, or are reported.
    const whyOfMany = `They cannot be changed in place: ${replacePaths.map((path) => path.join('.')).join(', ')}.`;
    return { kind: 'safe-change', what, why, whyOfMany };
  }
  const consequence =
    type === 'directory'
      ? 'files that were added to the old one manually are lost'
      : 'the review cannot tell what is lost with the old one';
  return { kind: 'unknown-change', what: `${what}: ${consequence}`, why };
}

function attributeRemarks(resource: ResourceChange, changed: ChangedResources): Remarks {
  const isQuiet = resource.actions.includes('update') && !changed.wasTaken(resource);
  const all = changed.take(resource);
  if (isQuiet && all.length === 0) {
    return [
      {
        kind: 'safe-change',
        what: 'is updated with the same values',
        why: 'Only the order or computed values differ.',
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
    ...remark('safe-change', safe, ', with no effect on tables, rights or worst-case cost'),
    ...remark(
      'unknown-change',
      all.filter((change) => !safe.includes(change)),
      ': the review does not know the effect',
    ),
  ];
}

/** Whether a reference follows the rename or replacement of its target. */
function follows({ before, after, isUnknown }: AttributeChange, changed: ChangedResources): boolean {
  const was = changed.named(before, 'before');
  if (!was) return false;
  if (isUnknown) return isReplaced(was);
  return changed.named(after, 'after') === was;
}

function isText(type: string): boolean {
  return type === 'notebook' || type === 'workspace_file';
}

/** Merges equal reports on resources of a type into one finding. */
function together(remarks: readonly Remark[]): Finding[] {
  const groups = new Map<string, Remark[]>();
  for (const remark of remarks) {
    // New and deleted resources of a type are merged; changes only if their values are equal.
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
