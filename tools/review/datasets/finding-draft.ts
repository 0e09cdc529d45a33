import { about, type Finding } from '../finding';
import { namesText } from '../sentences';

/** A finding of one dataset that can be reported once for several. */
export interface FindingDraft extends Omit<Finding, 'what'> {
  /** What happens: takes the names of the datasets in words, and whether there are several. */
  readonly what: (names: string, several: boolean) => string;

  /**
   * What drafts of the same kind have in common if they can be reported together.
   * @default - it is reported alone
   */
  readonly sameAs?: string;

  /**
   * Commands for the datasets of the finding, in place of those of `todo`.
   * @default - the commands of `todo`
   */
  readonly commandsFor?: (names: readonly string[]) => readonly string[];
}

/** Most findings that are alike for different datasets; more of them become one. */
const MOST_ALIKE = 5;

/** Most findings that are alike for the same reason. */
const MOST_EQUAL = 2;

/** How many reasons of a group are shown. */
const REASONS = 5;

/** Findings of drafts, in their order; what is the same for many datasets is one finding. */
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

/** Why something happens to each of several datasets: once if it is the same for all. */
export function reasonsText(names: readonly string[], reason: (name: string) => string): string {
  const all = [...new Set(names.map(reason))];
  if (all.length === 1) return `${all[0]}.`;
  const shown = names.slice(0, REASONS).map((name) => `\`${name}\`: ${reason(name)}.`);
  return `${shown.join(' ')}${names.length > REASONS ? ` And ${names.length - REASONS} more.` : ''}`;
}

/** One finding for all drafts of a group. */
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
  return `${shown.join('; ')}; and alike for ${group.length - shown.length} more.`;
}
