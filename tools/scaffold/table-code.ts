import { ConstructsSource } from './constructs-source';
import { type NewTable, TABLE_KINDS } from './new-table';
import { propertyPath } from './property-path';
import type { TableDraft } from './table-draft';
import { tableStatement } from './table-statement';

/** Where the layers are put together. */
const PIPELINE_FILE = 'constructs/music-streaming/music-streaming-pipeline.ts';

/** The constructs with the table added: the whole text of each file that changes, by its path from the root. */
export function tableCode(table: NewTable, draft: TableDraft, projectRoot: string): Map<string, string> {
  const pipeline = new ConstructsSource(projectRoot, PIPELINE_FILE);
  const layerClass = table.layer.constructor.name;
  const layer = new ConstructsSource(projectRoot, `${pipeline.moduleOf(layerClass)}.ts`);
  const changed = [layer];
  let owner = 'this';
  if (table.input.layer !== table.layer) {
    const given = layer.parameterOfType(layerClass, table.input.layer.constructor.name);
    owner = given ?? giveLayer(layer, pipeline, table);
    if (given === undefined) changed.push(pipeline);
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
function giveLayer(layer: ConstructsSource, pipeline: ConstructsSource, table: NewTable): string {
  const [layerClass, inputClass] = [table.layer.constructor.name, table.input.layer.constructor.name];
  const [name = ''] = propertyPath(table.layer.pipeline, table.input.layer) ?? [];
  layer.addParameter(layerClass, name, inputClass);
  layer.importType(pipeline.moduleOf(inputClass), inputClass);
  pipeline.addArgument(layerClass, `this.${name}`);
  return name;
}
