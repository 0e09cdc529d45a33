/**
 * A test run with a test that ignores being asked to end, and has started a supervised process; both note their number
 * in a directory, which is the argument.
 */
import { runAndCount } from '../../run/test-run';

const [marks = ''] = process.argv.slice(2);
const STUBBORN = `trap '' TERM; mktemp -d >/dev/null; "$@" & echo $$ >"${marks}/test"; while :; do sleep 1; done`;
const SUPERVISE = [require.resolve('ts-node/dist/bin.js'), `${__dirname}/supervise.ts`];

void runAndCount(
  (directory) => [
    {
      name: 'a test',
      command: [
        ...(['sh', '-c', STUBBORN, 'sh', process.execPath, ...SUPERVISE, directory] as const),
        `mktemp >/dev/null; echo $$ >"${marks}/supervised"; while :; do sleep 1; done`,
      ],
      count: () => ({ passed: 0, failed: 1 }),
    },
  ],
  { projectRoot: `${__dirname}/../../..`, output: process.stdout },
).then((code) => {
  process.exitCode = code;
});
