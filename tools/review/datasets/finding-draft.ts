import { about, type Finding } from '../finding';
import { namesText } from '../sentences';

/** A finding on one dataset that can be merged with the same finding on others. */
export interface FindingDraft extends Omit<Finding, 'what'> {
  /** Builds the description from the datasets' names as text, and whether there are several. */
  readonly what: (names: string, several: boolean) => string;

  /**
   * Key by which drafts of the same kind are merged.
   * @default - it is reported alone
   */
  readonly sameAs?: string;

  /**
   * Commands for the datasets of the finding; override those of `todo`.
   * @default - the commands of `todo`
   */
  readonly commandsFor?: (names: readonly string[]) => readonly string[];
}

/** The most similar findings that are listed separately; more are merged into one. */
const MOST_ALIKE = 5;

/** The most findings with the same reason that are listed separately. */
const MOST_EQUAL = 2;

/** The most reasons shown for a group. */
const REASONS = 5;

/** Findings from drafts, in order; drafts that are the same for many datasets become one finding. */
export function groupedFindings(drafts: readonly FindingDraft[]): Finding[] {
  const groups = new Map<string, FindingDraft[]>();
  for (const [index, draft] of drafts.entries()) {
    const key = draft.sameAs === undefined ? `${index}` : `${draft.kind} ${draft.sameAs}`;
    groups.set(key, [...(groups.get(key) ?? []), draft]);
  }
  return [...groups.values()].flatMap((group) => {
    const isEqual = group.every(({ why }) => why === group[0]?.why);
    return group.length > (isEqual ? MOST_EQUAL : MOST_ALIKE)
      ? [findingOf(group)]
      : group.map((draft) => findingOf([draft]));
  });
}

/** The reasons for several datasets; a common reason is stated once. */
export function reasonsText(names: readonly string[], reason: (name: string) => string): string {
  const all = [...new Set(names.map(reason))];
  if (all.length === 1) return `${all[0]}.`;
  const shown = names.slice(0, REASONS).map((name) => `\`${name}\`: ${reason(name)}.`);
  return `${shown.join(' ')}${names.length > REASONS ? ` And ${names.length - REASONS} more.` : ''}`;
}

/** One finding for a group of drafts. */
function findingOf(group: readonly FindingDraft[]): Finding {
  const [first] = group as [FindingDraft];
  const {
    sameAs: _same,
    commandsFor,
    dataset: _dataset,
    furtherDatasets: _further,
    behind: _behind,
    ...rest
  } = first;
  const own = [...new Set(group.flatMap(({ dataset }) => dataset ?? []))];
  const all = [
    ...new Set(group.flatMap(({ dataset, furtherDatasets = [] }) => [dataset ?? [], furtherDatasets].flat())),
  ];
  const behind = new Set(group.flatMap((draft) => draft.behind ?? []));
  for (const name of all) behind.delete(name);
  const commands = commandsFor?.(own) ?? [...new Set(group.flatMap(({ todo }) => todo?.commands ?? []))];
  return {
    ...rest,
    ...about(all, [...behind]),
    what: first.what(namesText(own, 2), group.length > 1),
    why: reasonsOf(group),
    ...(rest.todo
      ? { todo: { sentence: rest.todo.sentence, ...(commands.length > 0 ? { commands } : {}) } }
      : {}),
  };
}

function reasonsOf(group: readonly FindingDraft[]): string {
  const [first] = group as [FindingDraft];
  if (group.every(({ why }) => why === first.why)) return first.why;
  const shown = group
    .slice(0, REASONS)
    .map(({ dataset, why }) => `\`${dataset}\`: ${why.replace(/\.$/, '')}`);
  return `${shown.join('; ')}; and ${group.length - shown.length} more.`;
}
