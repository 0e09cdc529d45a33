import { datasetChanges } from '../../../../tools/review/datasets/dataset-change';
import { datasetFindings, type Retention } from '../../../../tools/review/datasets/dataset-findings';
import { datasetsOf, type Finding } from '../../../../tools/review/finding';
import type { PlatformChange } from '../../../../tools/review/pipeline-change';
import {
  datasetOf,
  type FixtureDataset,
  type FixtureProject,
  pipelineChange,
} from './pipeline-change-fixture';

export type Edit = (project: FixtureProject) => void;

export function findingsOf(change: PlatformChange, retention: Retention = {}): Finding[] {
  return datasetFindings(change, datasetChanges(change), retention);
}

export const findings = (edit: Edit, retention: Retention = {}) =>
  findingsOf(pipelineChange(edit), retention);

/** Kinds with the dataset that each is about and those behind it. */
export const told = (found: readonly Finding[]) =>
  found.map((finding) => `${finding.kind}: ${datasetsOf(finding).join(' ')}`);

/** A change of one dataset. */
export const of =
  (name: string, edit: (dataset: FixtureDataset) => void): Edit =>
  (project) =>
    edit(datasetOf(project, name));

/** A change of the code of one file. */
export const inCode =
  (file: string, before: string, after: string): Edit =>
  (project) => {
    const code = project.code[file] ?? '';
    if (!code.includes(before)) throw new Error(`${file} does not have ${before}`);
    project.code[file] = code.replace(before, after);
  };

export const withColumns = (
  name: string,
  edit: (columns: FixtureDataset['columns']) => FixtureDataset['columns'],
): Edit =>
  of(name, (dataset) => {
    dataset.columns = edit(dataset.columns);
  });

/** Several changes at once. */
export const all =
  (...edits: readonly Edit[]): Edit =>
  (project) => {
    for (const edit of edits) edit(project);
  };

export const SILVER = 'notebooks/silver/events.py';
export const USERS = 'notebooks/silver/users.py';
export const BEHIND_SILVER = 'silver_users gold_daily';
