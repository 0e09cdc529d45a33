/** A notebook as a task of a job runs it. */
export interface NotebookTask {
  /** Where the notebook is in the workspace. */
  readonly notebookPath: string;

  /** What the notebook reads with `dbutils.widgets`. */
  readonly parameters: Readonly<Record<string, string>>;
}
