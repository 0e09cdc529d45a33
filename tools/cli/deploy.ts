import { runAtTerminal } from './run-at-terminal';

runAtTerminal('deploy');
