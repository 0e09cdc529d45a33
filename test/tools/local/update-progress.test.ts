import type { FlowEvent } from '../../../tools/local/runtime-process';
import { UpdateProgress } from '../../../tools/local/update-progress';
import { Progress } from '../../../tools/terminal/progress';

const flow = (dataset: string, status: FlowEvent['status'], message?: string): FlowEvent => ({
  event: 'flow',
  dataset,
  kind: 'materialized_view',
  layer: 'gold',
  status,
  ...(message === undefined ? {} : { message }),
});

describe('the progress of an update', () => {
  it('has a line for each dataset, and one for all that were not run for the same reason', () => {
    let shown = '';
    const write = (text: string) => {
      shown += text;
      return true;
    };
    const progress = new UpdateProgress(new Progress({ write }), 'Update');
    const datasets = ['a', 'b', 'c', 'd', 'e'];
    progress.show({ event: 'update_started', updateId: 'one', datasets });
    progress.show(flow('a', 'FAILED', 'no such column'));
    for (const name of ['b', 'c', 'd']) progress.show(flow(name, 'EXCLUDED', 'not run, because a failed'));
    progress.show(flow('e', 'SKIPPED'));
    progress.finish({
      finished: { event: 'update_finished', updateId: 'one', status: 'FAILED', seconds: 1 },
      flows: new Map(),
    });
    expect(shown.replaceAll(/[\d.]+ s/g, '0 s')).toMatchInlineSnapshot(`
"  ✗ a  failed
  – e  unchanged
  – 3 datasets were not run, because a failed
✗ Update: failed 0 s
"
`);
  });
});
