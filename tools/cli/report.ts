import { findArtefacts } from '../artefacts/artefacts';
import { writeReport } from '../report/write-report';
import { UserError } from '../terminal/user-error';
import type { CommandDefinition } from './command';

export const report: CommandDefinition<void> = {
  name: 'report',

  define: (command) =>
    command.description(
      'Regenerates .local/report.html: lineage, rows, rules, quarantine, timings and gold charts of the local tables on one page.',
    ),

  read: () => undefined,

  async run(_, { state, toolchain, output, interruptible }) {
    const artefacts = findArtefacts(state.synthesized);
    if (artefacts === undefined) {
      throw new UserError('No run to report on: run npm start first.');
    }
    const tools = await interruptible(toolchain());
    const file = await interruptible(writeReport(artefacts, state, tools));
    output.write(`Wrote ${state.display(file)}. Open it in a browser.\n`);
    return 0;
  },
};
