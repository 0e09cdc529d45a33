import type { Dataset, Layer } from '../../constructs/medallion/graph';

/** The kinds of table that can be scaffolded: their modules, which are their names here, and their constructs. */
export const TABLE_KINDS = {
  'materialized-view': 'MaterializedView',
  'streaming-table': 'StreamingTable',
} as const;

export type TableKind = keyof typeof TABLE_KINDS;

/** A table that does not exist yet, and can be made. */
export interface NewTable {
  readonly layer: Layer;
  readonly kind: TableKind;
  /** Whether it keeps the rows that its rules drop. */
  readonly quarantine: boolean;
  /** Name of the file and the function, without the layer. */
  readonly name: string;
  /** Name in the catalog. */
  readonly dataset: string;
  /** Property of the layer that holds it. */
  readonly property: string;
  readonly input: Dataset;
  /** Properties that lead from the input's layer to it. */
  readonly inputPath: readonly string[];
  /** Its name among the inputs. */
  readonly inputName: string;
  /** The function's file, from the project's root. */
  readonly functionFile: string;
  /** The file of the function's tests, from the project's root. */
  readonly testFile: string;
}
