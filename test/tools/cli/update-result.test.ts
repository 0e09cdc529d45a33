import { showUpdates } from '../../../tools/cli/update-result';
import type { UpdateReport } from '../../../tools/local/runtime-process';
import { Progress } from '../../../tools/terminal/progress';
import { manifestOf } from '../support/manifest-fixture';

type Problems = UpdateReport['finished']['problems'];

const shownOf = (problems: Problems): string => {
  let shown = '';
  const write = (text: string) => {
    shown += text;
    return true;
  };
  const finished = {
    event: 'update_finished',
    updateId: 'one',
    status: 'FAILED',
    seconds: 1,
    details: '.local/runtime/errors.log',
    ...(problems === undefined ? {} : { problems }),
  } as const;
  showUpdates(manifestOf([]), [{ title: 'update', report: { finished, flows: new Map() } }], {
    output: { write },
    progress: new Progress({ write }),
  });
  return shown;
};

describe('the problems of an update', () => {
  it('are shown with their dataset, and each reason once', () => {
    const full = 'no space is left on the disk';
    expect(
      shownOf([
        { dataset: 'sales', message: 'notebooks/gold/sales.sql:3: no such column' },
        { dataset: 'raw', message: full },
        { dataset: 'bronze', message: full },
        { dataset: 'gold', message: full },
      ]),
    ).toMatchInlineSnapshot(`
"sales: notebooks/gold/sales.sql:3: no such column
raw and 2 more: no space is left on the disk
Stack traces: .local/runtime/errors.log
"
`);
  });
});
