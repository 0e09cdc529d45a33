import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Directory } from '@cdktf/provider-databricks/lib/directory';
import { Notebook } from '@cdktf/provider-databricks/lib/notebook';
import { Lazy } from 'cdktf';
import { Construct } from 'constructs';
import { importLines } from '../medallion/rendering/import-lines';
import { markdownCell, pythonNotebook } from '../medallion/rendering/notebook-cells';
import { type PythonValue, pythonConstant } from '../medallion/rendering/python-code';
import { TextArtefact } from '../medallion/rendering/text-artefact';
import { type PythonModule, parsePython } from '../medallion/sources/python-module';

/** Properties of a {@link TaskNotebook}. */
export interface TaskNotebookProps {
  /** Workspace folder of the notebook. */
  readonly directory: Directory;

  /** Name of the notebook in its folder, and of its file in the synthesized output. */
  readonly notebookName: string;

  /** What the notebook does, in Markdown; the first line is the title, without `#`. */
  readonly comment: readonly string[];

  /** Path of the Python file with the notebook's functions, on this machine. It is not part of any output. */
  readonly source: string;

  /**
   * Values of constants in the notebook, by name; the same in every environment.
   * @default - none
   */
  readonly constants?: Readonly<Record<string, PythonValue>>;

  /** The call in the last cell, such as `check(spark, dbutils.widgets.getAll())`. */
  readonly call: string;
}

/**
 * A notebook for a job task: the functions of a Python file, constants, and one call.
 *
 * Values that differ by environment are passed as task parameters, so the notebook is the same bytes everywhere. It is
 * also written to the synthesized output as `tasks/<name>.py`, where it can be read and run.
 *
 * @see https://docs.databricks.com/aws/en/jobs/notebook
 */
export class TaskNotebook extends Construct {
  /** Path of the notebook in the workspace, as a reference. */
  readonly path: string;

  private readonly module?: PythonModule;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: TaskNotebookProps,
  ) {
    super(scope, id);
    this.module = existsSync(props.source) ? parsePython(readFileSync(props.source, 'utf8')) : undefined;
    const text = () => this.toText();
    new TextArtefact(this, 'Text', { file: `tasks/${props.notebookName}.py`, text });
    this.path = new Notebook(this, 'Default', {
      path: `${props.directory.path}/${props.notebookName}`,
      language: 'PYTHON',
      contentBase64: Lazy.stringValue({ produce: () => Buffer.from(text()).toString('base64') }),
    }).path;
    this.node.addValidation({ validate: () => this.problems() });
  }

  private toText(): string {
    const { comment, constants = {}, call } = this.props;
    const [title = '', ...rest] = comment;
    const cells = [
      markdownCell('# MAGIC', [
        `# ${title}`,
        ...rest,
        '',
        'Changes made here are lost with the next deployment: edit the project it is deployed from.',
      ]),
      importLines(this.module?.imports ?? []),
      this.module?.body ?? '',
      ...Object.entries(constants).map(([name, value]) => pythonConstant(name, value)),
      call,
    ].filter((cell) => cell !== '');
    return pythonNotebook(cells);
  }

  private problems(): string[] {
    const file = basename(this.props.source);
    const { module } = this;
    if (!module) return [`${file} does not exist. Correct 'source'.`];
    const called = /^\w+/.exec(this.props.call)?.[0] ?? '';
    return module.functions.some(({ name }) => name === called)
      ? []
      : [`calls '${called}', which ${file} does not define. Correct 'call', or add the function.`];
  }
}
