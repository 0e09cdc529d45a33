import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importProblems } from './python-imports';
import { type PythonFunction, type PythonModule, parsePython } from './python-module';

/** One of a function's parameters: its name among the inputs, and in snake case. */
interface Parameter {
  readonly name: string;
  readonly parameter: string;
}

/** Where the file is, and what its code may import. */
interface TransformScope {
  /** Directory that `file` is relative to. */
  readonly projectRoot: string;
  /** What pip installs, by the name of the module. */
  readonly pythonPackages: Readonly<Record<string, readonly string[]>>;
}

/**
 * The Python function that computes the rows of a dataset: a file of the project whose function is named after it.
 *
 * Nothing is thrown while constructing: what is wrong with the file is told by {@link problems}, with the rest.
 */
export class Transform {
  /** The file, from the project's root, with `/` on every system. */
  readonly file: string;
  /** The function, named after the file. */
  readonly functionName: string;
  /** What the file says; nothing if it cannot be read. */
  readonly module?: PythonModule;

  private readonly unreadable?: string;

  /**
   * @param scope such as a pipeline
   * @param file a `.py` file; `/` separates folders
   */
  constructor(
    private readonly scope: TransformScope,
    file: string,
  ) {
    this.file = file;
    this.functionName = (file.split('/').pop() ?? file).replace(/\.py$/, '');
    try {
      this.module = parsePython(readFileSync(join(scope.projectRoot, file), 'utf8'));
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      this.unreadable = missing
        ? `${file} does not exist. Create it with a function '${this.functionName}', or set 'transform' to another file.`
        : `${file} cannot be read: ${(error as Error).message}`;
    }
  }

  /** The function itself; nothing if the file does not define it. */
  get function(): PythonFunction | undefined {
    return this.module?.functions.find((definition) => definition.name === this.functionName);
  }

  /** Everything that keeps the file from computing a dataset with these inputs, with file and line. */
  problems(inputs: readonly Parameter[]): string[] {
    if (!this.module) return [this.unreadable as string];
    const problems = [
      ...importProblems(this.module.imports, Object.keys(this.scope.pythonPackages)),
      ...this.module.problems,
    ].map(({ line, message }) => `${this.file}:${line} ${message}`);
    if (problems.length > 0) return problems;
    const definition = this.function;
    if (!definition) {
      const found =
        this.module.functions.map(({ name, line }) => `'${name}' in line ${line}`).join(', ') || 'none';
      return [
        `${this.file} does not define '${this.functionName}', the function that its name promises (found: ${found}). Rename the function or the file.`,
      ];
    }
    return this.parameterProblems(definition, inputs);
  }

  private parameterProblems(definition: PythonFunction, inputs: readonly Parameter[]): string[] {
    const at = `${this.file}:${definition.line}`;
    const expected = inputs.map((input) => input.parameter);
    const missing = definition.parameters.filter((name) => !expected.includes(name));
    const unused = inputs.filter((input) => !definition.parameters.includes(input.parameter));
    // An unknown parameter most likely is the unused input under another name: one mistake, not two.
    const renamed = unused.slice(0, missing.length);
    return [
      ...renamed.map(
        ({ name, parameter }, index) =>
          `${at} takes '${missing[index]}', but inputs has '${name}'. Parameters are the inputs in snake case: rename the parameter to '${parameter}'.`,
      ),
      ...missing
        .slice(renamed.length)
        .map(
          (name) =>
            `${at} takes '${name}', which inputs does not have. Add it to inputs, or drop the parameter.`,
        ),
      ...unused
        .slice(renamed.length)
        .map(
          ({ name, parameter }) =>
            `inputs has '${name}', but ${at} takes no '${parameter}'. Add the parameter, or drop the input.`,
        ),
    ];
  }
}
