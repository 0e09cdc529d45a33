import { runAtTerminal } from './deployment/run-at-terminal';

runAtTerminal('destroy');
