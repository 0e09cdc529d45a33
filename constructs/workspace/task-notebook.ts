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

/** What a task of a job runs. */
export interface TaskNotebookProps {
  /** Folder of the workspace that holds the notebook. */
  readonly directory: Directory;

  /** Name of the notebook in that folder, and of its file in the synthesized output. */
  readonly notebookName: string;

  /** What the notebook does, for people who open it; Markdown, its first line a title without `#`. */
  readonly comment: readonly string[];

  /** The Python file with the notebook's functions, as a path of this machine; it enters no output. */
  readonly source: string;

  /**
   * What the functions work with, by the names of constants in the notebook; the same in every environment.
   * @default - nothing
   */
  readonly constants?: Readonly<Record<string, PythonValue>>;

  /** The call that the last cell makes, such as `check(spark, dbutils.widgets.getAll())`. */
  readonly call: string;
}

/**
 * A notebook that a task of a job runs: the functions of a Python file, constants, and one call.
 *
 * What differs by environment arrives as parameters of the task, so the notebook is the same bytes everywhere. It
 * also lies as a file in the synthesized output, `tasks/<name>.py`, where it can be read and run.
 *
 * @see https://docs.databricks.com/aws/en/jobs/notebook
 */
export class TaskNotebook extends Construct {
  /** Where the notebook is in the workspace, as a reference to it. */
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
        'What is changed here is lost with the next deployment: change the project that it was deployed from.',
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
    if (!module) return [`${file} does not exist. Correct 'source': a notebook needs code.`];
    const called = /^\w+/.exec(this.props.call)?.[0] ?? '';
    return module.functions.some(({ name }) => name === called)
      ? []
      : [`calls '${called}', which ${file} does not define. Correct 'call', or write the function.`];
  }
}
