import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { MusicStreamingPlatform } from '../../../constructs/music-streaming/music-streaming-platform';
import { draftOf } from '../../../tools/scaffold/first-draft';
import { TABLE_KINDS } from '../../../tools/scaffold/new-table';
import { tableCode } from '../../../tools/scaffold/table-code';
import { requestedTable } from '../../../tools/scaffold/table-request';
import { topicCode } from '../../../tools/scaffold/topic-code';
import { requestedTopic } from '../../../tools/scaffold/topic-request';

const PROJECT = path.resolve(__dirname, '..', '..', '..');

/** What of the project is copied: sources, and how they are checked. */
const SOURCES = [
  ...['constructs', 'environments', 'tools', 'notebooks', 'test', 'docs', '.github', 'main.ts', 'cdktf.json'],
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'jest.config.json'],
  ...['biome.json', 'pyproject.toml', '.gitignore'],
];

/** What a table of each layer reads. */
const INPUTS = { bronze: 'raw_listen_events', silver: 'bronze_auth_events', gold: 'silver_listens' };

/** The topic that is scaffolded, with a field of each type. */
export const TOPIC = {
  name: 'ad_events',
  fields: 'ad_id:string,price:double,seconds:int,campaignId:bigint,clicked:boolean',
};

/** Copies the project to a directory of its own, with the packages and the toolchain of this one. */
export function copyProject(copy: string): void {
  for (const source of SOURCES) {
    cpSync(path.join(PROJECT, source), path.join(copy, source), { recursive: true });
  }
  symlinkSync(path.join(PROJECT, 'node_modules'), path.join(copy, 'node_modules'));
  mkdirSync(path.join(copy, '.local'));
  symlinkSync(path.join(PROJECT, '.local', 'toolchain'), path.join(copy, '.local', 'toolchain'));
}

/**
 * Adds a table of every kind to every layer of a copy, with and without quarantine, and a topic, as `medallion new` does,
 * but for what is synthesized.
 *
 * @returns the files of Python that are new, from the project's root
 */
export function scaffoldEverything(copy: string): string[] {
  const platform = new MusicStreamingPlatform(new TerraformStack(new App(), 'dev'), 'music-streaming', {
    catalog: 'dev',
    schema: 'music',
    projectRoot: PROJECT,
  });
  const files = Object.entries(INPUTS).flatMap(([layer, reads]) =>
    kindsIn(layer).flatMap((kind) =>
      [false, true].flatMap((quarantine) => {
        const name = ['scaffolded', kind.replace('-', '_'), ...(quarantine ? ['kept'] : [])].join('_');
        const table = requestedTable({ layer, name, reads, kind, quarantine }, platform, copy);
        const draft = draftOf(table);
        const python = { [table.functionFile]: draft.module, [table.testFile]: draft.test };
        write(copy, [...Object.entries(python), ...tableCode(table, draft, copy)]);
        return Object.keys(python);
      }),
    ),
  );
  write(copy, topicCode(requestedTopic(TOPIC, platform, copy), copy));
  return files;
}

/** A continuous pipeline has no materialized views, and bronze belongs to one in production. */
function kindsIn(layer: string): string[] {
  return Object.keys(TABLE_KINDS).filter((kind) => layer !== 'bronze' || kind !== 'materialized-view');
}

function write(copy: string, files: Iterable<readonly [string, string]>): void {
  for (const [file, text] of files) writeFileSync(path.join(copy, file), text);
}

// For tests in Python: `ts-node scaffolded-project.ts <directory>` prints the new files of Python.
if (require.main === module) {
  const [, , copy = ''] = process.argv;
  copyProject(copy);
  process.stdout.write(`${scaffoldEverything(copy).join('\n')}\n`);
}
