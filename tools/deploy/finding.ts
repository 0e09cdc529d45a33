import type { Paint } from '../terminal/style';
import { tableLines } from '../terminal/table';

/** Result of one preflight check. */
export interface Finding {
  /** Subject, such as `terraform`. */
  readonly subject: string;

  /** A problem prevents the command from running. */
  readonly status: 'fine' | 'warning' | 'problem';

  /** Message, with the fix for problems and warnings. Further lines are shown below it. */
  readonly text: string;
}

const MARKS = {
  fine: { mark: '✓', colour: 'green' },
  warning: { mark: '!', colour: 'yellow' },
  problem: { mark: '✗', colour: 'red' },
} as const;

/** The findings as lines for the terminal. */
export function renderFindings(findings: readonly Finding[], paint: Paint): string {
  const rows = findings.map(({ subject, status, text }) => {
    const { mark, colour } = MARKS[status];
    return [`  ${paint(colour, mark)} ${subject}`, text];
  });
  return tableLines(rows, ['left', 'left']).join('\n');
}
