import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importProblems } from './python-imports';
import { type PythonFunction, type PythonModule, parsePython } from './python-module';

/** A function parameter: the input name, and its snake case form. */
interface Parameter {
  readonly name: string;
  readonly parameter: string;
}

/** Where the file is, and what its code may import. */
interface TransformScope {
  /** Directory that `file` is relative to. */
  readonly projectRoot: string;
  /** Pip requirements, by module name. */
  readonly pythonPackages: Readonly<Record<string, readonly string[]>>;
}

/**
 * The Python function that computes the rows of a dataset. The file is named after its function.
 *
 * The constructor does not throw: {@link problems} reports what is wrong with the file, together with everything else.
 */
export class Transform {
  /** Path of the file, relative to the project root, with `/` as separator on every system. */
  readonly file: string;
  /** Name of the function, the same as that of the file. */
  readonly functionName: string;
  /** The parsed file; undefined if it cannot be read. */
  readonly module?: PythonModule;

  private readonly unreadable?: string;

  /**
   * @param scope usually a pipeline
   * @param file a `.py` file, with `/` as separator
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

  /** The function itself; undefined if the file does not define it. */
  get function(): PythonFunction | undefined {
    return this.module?.functions.find((definition) => definition.name === this.functionName);
  }

  /** Return what prevents the file from computing a dataset with these inputs, with file and line. */
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
        this.module.functions.map(({ name, line }) => `'${name}' on line ${line}`).join(', ') || 'none';
      return [
        `${this.file} does not define a function '${this.functionName}' (found: ${found}). The file and its function must have the same name: rename one of the two.`,
      ];
    }
    return this.parameterProblems(definition, inputs);
  }

  private parameterProblems(definition: PythonFunction, inputs: readonly Parameter[]): string[] {
    const at = `${this.file}:${definition.line}`;
    const expected = inputs.map((input) => input.parameter);
    const missing = definition.parameters.filter((name) => !expected.includes(name));
    const unused = inputs.filter((input) => !definition.parameters.includes(input.parameter));
    // An unknown parameter is most likely the unused input under a different name: report one problem, not two.
    const renamed = unused.slice(0, missing.length);
    return [
      ...renamed.map(
        ({ name, parameter }, index) =>
          `${at} takes '${missing[index]}', but inputs has '${name}'. Rename the parameter to '${parameter}', the input in snake case.`,
      ),
      ...missing
        .slice(renamed.length)
        .map(
          (name) =>
            `${at} takes '${name}', which is not in inputs. Add it to inputs, or remove the parameter.`,
        ),
      ...unused
        .slice(renamed.length)
        .map(
          ({ name, parameter }) =>
            `inputs has '${name}', but ${at} has no parameter '${parameter}'. Add the parameter, or remove the input.`,
        ),
    ];
  }
}
