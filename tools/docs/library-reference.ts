import path from 'node:path';
import type { ApiExport, ApiProperty } from './api-export';
import { code, table } from './markdown';
import { TypeScriptApi } from './typescript-api';

/** Path of the constructs' reference from the project root. */
export const LIBRARY_FILE = 'docs/constructs.md';

const ENVIRONMENT = 'constructs/music-streaming/environment.ts';

/** The documented modules with their introductions. */
const MODULES: readonly (readonly [file: string, title: string, beginning: string])[] = [
  [
    'constructs/medallion/index.ts',
    'Vocabulary',
    "The vocabulary for declaring a platform: `import { … } from '../medallion'`.",
  ],
  [
    'constructs/workspace/index.ts',
    'Workspace',
    "Resources around pipelines in a Databricks workspace: `import { … } from '../workspace'`.",
  ],
  [
    'constructs/medallion/testing.ts',
    'Testing',
    "Support for testing your own constructs: `import { … } from '../medallion/testing'`.",
  ],
];

const BEGINNING = `# Constructs

Every construct, setting and function for building a platform, including those that the music streaming platform itself does
not use, such as temporary views, SCD type 1 and state in Azure or Google Cloud.

\`npx medallion docs\` generates this page from the docstrings in \`constructs/\`; manual edits are lost. [The tutorial](tutorial.md)
shows how to write a table; [the data dictionary](data-dictionary.md) lists the platform's own tables.`;

const SETTINGS_BEGINNING = `What a file of \`environments/\` exports as its default, and the settings that it consists of. Constructs take the same settings as
props.`;

/** The exports of the documented modules, with each setting once. */
export interface Library {
  readonly settings: readonly ApiExport[];
  readonly modules: readonly (readonly ApiExport[])[];
}

/** Reads the constructs of a project. */
export function readLibrary(projectRoot: string): Library {
  const environment = path.join(projectRoot, ENVIRONMENT);
  const files = MODULES.map(([file]) => path.join(projectRoot, file));
  const api = new TypeScriptApi([environment, ...files]);
  const settings = api.settings(environment, 'Environment');
  const names = settings.map(({ name }) => name);
  return {
    settings,
    modules: files.map((file) => {
      const exported = api.exportsOf(file).filter(({ name }) => !names.includes(name));
      // Props are shown in the section of their class.
      const props = exported.filter(({ kind }) => kind === 'class').map(({ name }) => `${name}Props`);
      return exported.filter(({ name }) => !props.includes(name));
    }),
  };
}

/** Names of exports, props and settings that have no docstring. */
export function undocumented({ settings, modules }: Library): string[] {
  return [...settings, ...modules.flat()].flatMap(({ name, text, properties, variants }) => [
    ...(text === '' ? [name] : []),
    ...[...properties, ...variants.flatMap((variant) => variant.properties)]
      .filter((property) => property.text === '')
      .map((property) => `${name}.${property.name}`),
  ]);
}

/** The page. */
export function libraryReference({ settings, modules }: Library): string {
  const sections = [...settings, ...modules.flat()].filter(hasSection).map(({ name }) => name);
  const section = (title: string, beginning: string, exported: readonly ApiExport[]) => [
    `## ${title}`,
    beginning,
    ...tableOf('function', 'Functions', exported),
    ...tableOf('constant', 'Constants', exported),
    ...tableOf('type', 'Types', exported),
    ...exported.filter(hasSection).map((each) => entryOf(each, sections)),
  ];
  const page = [
    BEGINNING,
    ...section('Settings', SETTINGS_BEGINNING, settings),
    ...MODULES.flatMap(([, title, beginning], index) => section(title, beginning, modules[index] ?? [])),
  ];
  return `${page.join('\n\n')}\n`;
}

function hasSection({ kind }: ApiExport): boolean {
  return kind === 'class' || kind === 'interface' || kind === 'setting';
}

function tableOf(kind: ApiExport['kind'], title: string, exported: readonly ApiExport[]): string[] {
  const rows = exported
    .filter((each) => each.kind === kind)
    .map(({ name, signature, text }) => [
      kind === 'type' ? `${code(name)}: ${code(signature ?? '')}` : code(signature ?? name),
      cell(text),
    ]);
  return rows.length === 0 ? [] : [`**${title}**`, table([kind, 'description'], rows)];
}

function entryOf(entry: ApiExport, sections: readonly string[]): string {
  const { name, kind, text, see, examples, signature, properties, variants, members } = entry;
  return [
    `### ${name}`,
    text,
    ...(signature ? [kind === 'class' ? block(signature) : code(signature)] : []),
    ...examples.map(block),
    ...(properties.length > 0 ? [propertyTable(properties, sections)] : []),
    ...variants.flatMap((variant) => [
      `**${code(variant.name)}** ${variant.text}`.trimEnd(),
      ...(variant.properties.length > 0 ? [propertyTable(variant.properties, sections)] : []),
    ]),
    ...(members.length > 0
      ? [
          table(
            ['member', 'description'],
            members.map((member) => [code(member.name), cell(member.text)]),
          ),
        ]
      : []),
    ...(see.length > 0 ? [`See ${see.map((address) => `<${address}>`).join(', ')}.`] : []),
  ].join('\n\n');
}

function block(typescript: string): string {
  return `\`\`\`ts\n${typescript}\n\`\`\``;
}

function propertyTable(properties: readonly ApiProperty[], sections: readonly string[]): string {
  const rows = properties.map(({ name, type, optional, default: value, text }) => [
    code(name),
    typeCell(type, sections),
    optional ? defaultCell(value) : 'required',
    cell(text),
  ]);
  return table(['property', 'type', 'default', 'description'], rows);
}

/** A type as code, or as a link if the page documents it, also for lists. */
function typeCell(type: string, sections: readonly string[]): string {
  const [, name = '', list = ''] = /^(?:readonly )?(\w+)(\[\])?$/.exec(type) ?? [];
  if (!sections.includes(name)) return code(type);
  return `${list === '' ? '' : 'list of '}[${name}](#${name.toLowerCase()})`;
}

/** A default value as code; text after a dash is a sentence. */
function defaultCell(value: string | undefined): string {
  if (value === undefined) return '';
  return value.startsWith('- ') ? cell(value.slice(2)) : code(value);
}

/** Markdown of a docstring on one line. */
function cell(text: string): string {
  return text.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|');
}
