import { acceptanceOf } from './accepted-findings';
import { UNSEEN } from './blind-spots';
import { describeDataset, fateOf } from './dataset-summary';
import { EXIT_STATUS } from './exit-status';
import { type Finding, severityOf, topicOf } from './finding';
import type { Review } from './review';
import { sourceDiff } from './source-diff';

/** Version of the format; raised on incompatible changes. */
const VERSION = 1;

/** A review as JSON, according to `review.schema.json`. */
export function renderJson(review: Review, title: string): string {
  const { source, headline, severity, hasChanges, findings, accepted, pipelines, remarks } = review;
  return JSON.stringify(
    {
      version: VERSION,
      title,
      source,
      headline,
      severity,
      exitStatus: EXIT_STATUS[severity],
      hasChanges,
      findings: [
        ...findings.map((each) => entryOf(each, false)),
        ...accepted.map((each) => entryOf(each, true)),
      ],
      pipelines: pipelines.map(({ address, datasets }) => ({
        address,
        datasets: datasets.map((change) => ({
          name: change.name,
          ...(change.renamedBy === undefined
            ? {}
            : { previousName: change.before?.name, renamedBy: change.renamedBy }),
          change: fateOf(change),
          description: describeDataset(change),
          differences: change.differences,
          ...(change.source ? { file: change.source.file, diff: sourceDiff(change.source) } : {}),
        })),
      })),
      remarks,
      unseen: source === 'plan' ? UNSEEN : [],
    },
    undefined,
    2,
  );
}

function entryOf(finding: Finding, isAccepted: boolean): object {
  return {
    topic: topicOf(finding),
    severity: severityOf(finding),
    accepted: isAccepted,
    allow: severityOf(finding) === 'safe' ? [] : acceptanceOf(finding),
    ...finding,
  };
}
