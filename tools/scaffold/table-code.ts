import { ConstructsSource } from './constructs-source';
import { type NewTable, TABLE_KINDS } from './new-table';
import { propertyPath } from './property-path';
import type { TableDraft } from './table-draft';
import { tableStatement } from './table-statement';

/** Where the layers are put together. */
const PLATFORM_FILE = 'constructs/music-streaming/music-streaming-platform.ts';

/** The constructs with the table added: the whole text of each file that changes, by its path from the root. */
export function tableCode(table: NewTable, draft: TableDraft, projectRoot: string): Map<string, string> {
  const platform = new ConstructsSource(projectRoot, PLATFORM_FILE);
  const layerClass = table.layer.constructor.name;
  const layer = new ConstructsSource(projectRoot, `${platform.moduleOf(layerClass)}.ts`);
  const changed = [layer];
  let owner = 'this';
  if (table.input.layer !== table.layer) {
    const given = layer.parameterOfType(layerClass, table.input.layer.constructor.name);
    owner = given ?? giveLayer(layer, platform, table);
    if (given === undefined) changed.push(platform);
  }
  const statement = tableStatement(table, draft, {
    input: [owner, ...table.inputPath].join('.'),
    deduplication: layer.constantOfType('Deduplication'),
  });
  const kind = TABLE_KINDS[table.kind];
  layer.addMember(layerClass, table.property, kind, statement.text);
  layer.importVocabulary([...statement.columnFunctions, ...statement.expectationFunctions, kind]);
  return new Map(changed.map((source) => [source.file, source.text]));
}

/** Hands the layer what the table reads; the name of the new parameter. */
function giveLayer(layer: ConstructsSource, platform: ConstructsSource, table: NewTable): string {
  const [layerClass, inputClass] = [table.layer.constructor.name, table.input.layer.constructor.name];
  const [name = ''] = propertyPath(table.layer.pipeline.platform, table.input.layer) ?? [];
  layer.addParameter(layerClass, name, inputClass);
  layer.importType(platform.moduleOf(inputClass), inputClass);
  platform.addArgument(layerClass, `this.${name}`);
  return name;
}
