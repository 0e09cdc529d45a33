import type { Paint } from '../terminal/style';
import { tableLines } from '../terminal/table';

/** What the preflight found out about one thing. */
export interface Finding {
  /** What it is about, such as `terraform`. */
  readonly subject: string;

  /** A problem keeps the command from running. */
  readonly status: 'fine' | 'warning' | 'problem';

  /** One sentence or more; a problem and a warning with the fix. Further lines are shown below it. */
  readonly text: string;
}

const MARKS = {
  fine: { mark: '✓', colour: 'green' },
  warning: { mark: '!', colour: 'yellow' },
  problem: { mark: '✗', colour: 'red' },
} as const;

/** The findings as lines for people. */
export function renderFindings(findings: readonly Finding[], paint: Paint): string {
  const rows = findings.map(({ subject, status, text }) => {
    const { mark, colour } = MARKS[status];
    return [`  ${paint(colour, mark)} ${subject}`, text];
  });
  return tableLines(rows, ['left', 'left']).join('\n');
}
