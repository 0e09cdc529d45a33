import type { Finding } from '../finding';

/** A finding of one dataset that can be told of several at once. */
export interface FindingDraft extends Finding {
  /**
   * What drafts of the same kind have in common if they can be told together.
   * @default - it stands for itself
   */
  readonly sameAs?: string;

  /** What happens, told of all of them: takes their names in words. */
  readonly whatOfAll?: (names: string) => string;

  /**
   * Commands for it, or for all of them, by their names: made only when it is known of how many a finding tells.
   * @default - the commands of `todo`
   */
  readonly commandsFor?: (names: readonly string[]) => readonly string[];
}

/** Most findings that say alike of different datasets; more of them become one. */
const MOST_ALIKE = 5;

/** Most findings that say the very same of different datasets, for the same reason. */
const MOST_EQUAL = 2;

/** How many reasons of a group are told. */
const REASONS = 5;

/** Findings of drafts, in their order; what is the same for many datasets is one finding. */
export function groupedFindings(drafts: readonly FindingDraft[]): Finding[] {
  const groups = new Map<string, FindingDraft[]>();
  for (const [index, draft] of drafts.entries()) {
    const key = draft.sameAs === undefined ? `${index}` : `${draft.kind} ${draft.sameAs}`;
    const group = groups.get(key);
    if (group) group.push(draft);
    else groups.set(key, [draft]);
  }
  return [...groups.values()].flatMap((group) => {
    const isEqual = group.every(({ why }) => why === group[0]?.why);
    return group.length > (isEqual ? MOST_EQUAL : MOST_ALIKE) ? [findingOfAll(group)] : group.map(findingOf);
  });
}

/** Names in words: `a`, `b` and 3 more. */
export function namesText(names: readonly string[], most = 2): string {
  const quoted = names.map((name) => `\`${name}\``);
  const shown = quoted.length > most + 1 ? quoted.slice(0, most) : quoted;
  const others = quoted.length - shown.length;
  if (others > 0) return `${shown.join(', ')} and ${others} more`;
  return shown.length < 2 ? shown.join() : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** Why something happens to each of several datasets: once if it is the same for all. */
export function reasonsText(names: readonly string[], reason: (name: string) => string): string {
  const all = [...new Set(names.map(reason))];
  if (all.length === 1) return `${all[0]}.`;
  const told = names.slice(0, REASONS).map((name) => `\`${name}\`: ${reason(name)}.`);
  return `${told.join(' ')}${names.length > REASONS ? ` And ${names.length - REASONS} more.` : ''}`;
}

function findingOf({ sameAs: _same, whatOfAll: _what, commandsFor, ...finding }: FindingDraft): Finding {
  const { dataset, todo } = finding;
  const commands = dataset !== undefined && commandsFor?.([dataset]);
  return todo && commands ? { ...finding, todo: { ...todo, commands } } : finding;
}

function findingOfAll(group: readonly FindingDraft[]): Finding {
  const [first] = group as [FindingDraft, ...FindingDraft[]];
  const names = [
    ...new Set(
      group.flatMap(({ dataset, furtherDatasets = [] }) => [
        ...(dataset ? [dataset] : []),
        ...furtherDatasets,
      ]),
    ),
  ];
  const [dataset, ...furtherDatasets] = names;
  const behind = new Set(group.flatMap((draft) => draft.behind ?? []));
  for (const name of names) behind.delete(name);
  const own = [...new Set(group.flatMap((draft) => draft.dataset ?? []))];
  const commands = first.commandsFor?.(own) ?? [
    ...new Set(group.flatMap(({ todo }) => todo?.commands ?? [])),
  ];
  const {
    sameAs: _same,
    whatOfAll: _what,
    commandsFor: _commands,
    behind: _behind,
    todo,
    ...finding
  } = first;
  return {
    ...finding,
    ...(dataset === undefined ? {} : { dataset }),
    furtherDatasets,
    ...(behind.size > 0 ? { behind: [...behind] } : {}),
    what: first.whatOfAll?.(namesText(own)) ?? first.what,
    why: reasonsOf(group),
    ...(todo ? { todo: { sentence: todo.sentence, ...(commands.length > 0 ? { commands } : {}) } } : {}),
  };
}

function reasonsOf(group: readonly FindingDraft[]): string {
  const [first] = group as [FindingDraft, ...FindingDraft[]];
  if (group.every(({ why }) => why === first.why)) return first.why;
  const told = group.slice(0, REASONS).map(({ dataset, why }) => `\`${dataset}\`: ${why.replace(/\.$/, '')}`);
  return `${told.join('; ')}; and alike for ${group.length - told.length} more.`;
}
