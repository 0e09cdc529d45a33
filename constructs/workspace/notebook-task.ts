/** A notebook and its parameters, as run by a job task. */
export interface NotebookTask {
  /** Path of the notebook in the workspace. */
  readonly notebookPath: string;

  /** Parameters, which the notebook reads with `dbutils.widgets`. */
  readonly parameters: Readonly<Record<string, string>>;
}
