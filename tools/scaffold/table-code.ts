import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { UserError } from '../terminal/user-error';
import { type NewTable, TABLE_KINDS } from './new-table';
import { propertyOf } from './present-pipeline';
import { SourceFile } from './source-file';
import type { TableDraft } from './table-draft';
import { tableStatement } from './table-statement';

/** Where the layers are put together. */
const PIPELINE_FILE = 'constructs/music-streaming/music-streaming-pipeline.ts';

const VOCABULARY = 'constructs/medallion';

/** The constructs with the table added: the whole text of each file that changes, by its path from the root. */
export function tableCode(table: NewTable, draft: TableDraft, projectRoot: string): Map<string, string> {
  const read = (file: string) => new SourceFile(file, readFileSync(path.join(projectRoot, file), 'utf8'));
  const pipeline = read(PIPELINE_FILE);
  const layer = read(fileOf(pipeline, table.layer.constructor.name));
  const changed = [layer];
  let owner = 'this';
  if (table.input.layer !== table.layer) {
    const given = parameterOf(layer, table);
    owner = given ?? giveLayer(layer, pipeline, table);
    if (given === undefined) changed.push(pipeline);
  }
  addTable(layer, table, draft, `${owner}.${table.inputProperty}`);
  return new Map(changed.map((source) => [source.file, source.toText()]));
}

/** Property, statement and imports of the table. */
function addTable(source: SourceFile, table: NewTable, draft: TableDraft, input: string): void {
  const statement = tableStatement(table, draft, {
    input,
    deduplication: source.constantOfType('Deduplication'),
  });
  const declaration = source.class(table.layer.constructor.name);
  const kind = TABLE_KINDS[table.kind];
  const lastProperty = declaration.members.filter(isPublicProperty).at(-1);
  const property = `readonly ${table.property}: ${kind};\n`;
  if (lastProperty) source.insert(source.endOf(lastProperty), `\n${property}`);
  else source.insert(declaration.members.pos, `\n${property}`);
  source.insert(source.constructorOf(declaration).body.end - 1, `\n${statement.text}\n`);
  source.import(moduleFrom(source.file, VOCABULARY), [
    ...statement.columnFunctions,
    ...statement.expectationFunctions,
    kind,
  ]);
}

/** The parameter that hands the layer what the table reads, if it has one. */
function parameterOf(source: SourceFile, { layer, input }: NewTable): string | undefined {
  return source
    .constructorOf(source.class(layer.constructor.name))
    .parameters.find(({ type }) => type?.getText() === input.layer.constructor.name)
    ?.name.getText();
}

/** Hands the layer what the table reads; the name of the new parameter. */
function giveLayer(source: SourceFile, pipeline: SourceFile, { layer, input }: NewTable): string {
  const inputClass = input.layer.constructor.name;
  const name = propertyOf(layer.pipeline, input.layer) as string;
  const { parameters } = source.constructorOf(source.class(layer.constructor.name));
  source.insert(parameters.at(-1)?.end ?? parameters.pos, `, ${name}: ${inputClass}`);
  source.import(moduleFrom(source.file, withoutExtension(fileOf(pipeline, inputClass))), [inputClass], {
    typeOnly: true,
  });
  const given = pipeline.creationOf(layer.constructor.name).arguments;
  pipeline.insert(given?.at(-1)?.end ?? 0, `, this.${name}`);
  return name;
}

/** The file of a layer's class, by the import of the pipeline. */
function fileOf(pipeline: SourceFile, className: string): string {
  const module = pipeline.moduleOf(className);
  if (module === undefined) {
    throw new UserError(
      `${pipeline.file} does not import ${className}: import it from the file of the layer.`,
    );
  }
  return `${path.posix.join(path.posix.dirname(pipeline.file), module)}.ts`;
}

/** How `file` imports `module`, both from the project's root. */
function moduleFrom(file: string, module: string): string {
  const relative = path.posix.relative(path.posix.dirname(file), module);
  return relative.startsWith('.') ? relative : `./${relative}`;
}

function withoutExtension(file: string): string {
  return file.replace(/\.ts$/, '');
}

function isPublicProperty(member: ts.ClassElement): member is ts.PropertyDeclaration {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Static;
  return ts.isPropertyDeclaration(member) && (ts.getCombinedModifierFlags(member) & hidden) === 0;
}
