import type { Dataset } from './dataset';
import { snakeCase } from './identifier';

/** What a function reads, by the name of its parameter in camel case. Parameters in Python are in snake case. */
export type Inputs = Readonly<Record<string, Dataset>>;

/** How a dataset is read: only what is new, or everything there is. */
export type ReadMode = 'stream' | 'batch';

/** One dataset that another one reads. */
export interface Input {
  /** Name in `inputs`, in camel case. */
  readonly name: string;
  /** Name of the function's parameter, in snake case. */
  readonly parameter: string;
  readonly dataset: Dataset;
  readonly read: ReadMode;
}

/** Inputs in the order written. */
export function inputsOf(inputs: Inputs, read: ReadMode): Input[] {
  return Object.entries(inputs).map(([name, dataset]) => ({
    name,
    parameter: snakeCase(name),
    dataset,
    read,
  }));
}
