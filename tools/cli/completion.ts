import type { Option } from 'commander';
import { type CommandDefinition, commanderOf, type ListedCommand } from './command';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

/** Options of `medallion completion`. */
export interface CompletionOptions {
  readonly shell: Shell;
}

/** The completions of a command. */
interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly Option[];
}

const NOTES = `
A shell completes the word medallion, so give npx medallion that name:
  alias medallion='npx medallion'

Examples:
  eval "$(npx medallion completion bash)"                          in ~/.bashrc
  eval "$(npx medallion completion zsh)"                           in ~/.zshrc
  npx medallion completion fish > ~/.config/fish/completions/medallion.fish`;

/** The command `completion` for the `listed` commands. */
export function completionOf(listed: readonly ListedCommand[]): CommandDefinition<CompletionOptions> {
  return {
    name: 'completion',

    define: (command) =>
      command
        .description('Writes a script that completes commands and options in a shell.')
        .argument('[shell]', SHELLS.join(', '))
        .addHelpText('after', NOTES),

    read({ operands: [shell] }, problems) {
      const known = SHELLS.find((name) => name === shell);
      if (known === undefined) {
        problems.push(
          shell === undefined
            ? `Name the shell: ${SHELLS.join(', ')}.`
            : `Shell '${shell}' is not supported, only ${SHELLS.join(', ')}.`,
        );
      }
      return { shell: known ?? 'bash' };
    },

    async run({ shell }, { output }) {
      const commands = await Promise.all(
        listed.map(async ({ name, summary, load }) => ({
          name,
          summary,
          options: commanderOf(await load()).options,
        })),
      );
      output.write(shell === 'fish' ? fishScript(commands) : bashScript(commands, shell));
      return 0;
    },
  };
}

/** The completion function for bash, and for zsh through bashcompinit. */
function bashScript(commands: readonly CompletedCommand[], shell: 'bash' | 'zsh'): string {
  const cases = commands.flatMap(({ name, options }) => [
    ...options
      .filter(({ argChoices }) => argChoices)
      .map(({ long, argChoices = [] }) => `    '${name} ${long}') words='${argChoices.join(' ')}' ;;`),
    `    '${name} '*) words='--help ${options.map(({ long }) => long).join(' ')}' ;;`,
  ]);
  const zsh =
    shell === 'zsh'
      ? 'autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n'
      : '';
  const names = commands.map(({ name }) => name).join(' ');
  return `${zsh}_medallion() {
  local words=''
  case "\${COMP_WORDS[1]} $3" in
${cases.join('\n')}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then words='${names}'; fi
  COMPREPLY=($(compgen -W "$words" -- "$2"))
}
complete -o default -F _medallion medallion
`;
}

function fishScript(commands: readonly CompletedCommand[]): string {
  const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  return [
    ...commands.map(
      ({ name, summary }) =>
        `complete -c medallion -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ),
    ...commands.flatMap(({ name, options }) =>
      options.map(
        ({ long = '', description, argChoices, required, optional }) =>
          `complete -c medallion -n '__fish_seen_subcommand_from ${name}' -l ${long.slice(2)} -d ${quoted(description)}` +
          `${required || optional ? ' -r' : ''}${argChoices ? ` -a ${quoted(argChoices.join(' '))}` : ''}`,
      ),
    ),
    '',
  ].join('\n');
}
