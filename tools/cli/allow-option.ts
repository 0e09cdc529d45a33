import { Option } from 'commander';
import { type Acceptance, readAcceptance } from '../review/accepted-findings';

/** `--allow`, which can be given often. */
export function allowOption(): Option {
  return new Option(
    '--allow <finding>',
    'accept a finding, or with finding=dataset that of one; can be repeated',
  ).argParser((text: string, others: readonly string[] = []) => [...others, text]);
}

/** What `--allow` names; what it names wrongly is added to the problems. */
export function readAcceptances(texts: readonly string[], problems: string[]): Acceptance[] {
  return texts.flatMap((text) => {
    const acceptance = readAcceptance(text);
    if (typeof acceptance !== 'string') return [acceptance];
    problems.push(acceptance);
    return [];
  });
}
