import { Option } from 'commander';
import { type Acceptance, readAcceptance } from '../review/accepted-findings';

/** The repeatable option `--allow`. */
export function allowOption(): Option {
  return new Option(
    '--allow <finding>',
    'accept a finding for all datasets, or finding=dataset for one; repeatable',
  ).argParser((text: string, others: readonly string[] = []) => [...others, text]);
}

/** Parses the values of `--allow`; invalid values are added to `problems`. */
export function readAcceptances(texts: readonly string[], problems: string[]): Acceptance[] {
  return texts.flatMap((text) => {
    const acceptance = readAcceptance(text);
    if (typeof acceptance !== 'string') return [acceptance];
    problems.push(acceptance);
    return [];
  });
}
