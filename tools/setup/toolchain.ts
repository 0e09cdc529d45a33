import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Where the programs and jars are that the set-up prepared; all paths are absolute. */
export interface Toolchain {
  /** Python of the project's environment. */
  readonly python: string;

  /** The Java program itself, in `javaHome`. */
  readonly java: string;

  /** The JAVA_HOME that Spark starts on. */
  readonly javaHome: string;

  /** Directory of the jars that Spark needs beyond those pyspark ships. */
  readonly sparkJars: string;

  /** Directory of the jars of the Kafka broker. */
  readonly kafkaJars: string;

  /** Archive of Spark's classes that Java starts from; empty if none could be made. */
  readonly classArchive: string;
}

/** The toolchain that `tools/setup/set-up.mjs` prepared in the project. */
export function readToolchain(projectRoot: string = process.cwd()): Toolchain {
  const file = resolve(projectRoot, '.local', 'toolchain', 'toolchain.json');
  if (!existsSync(file)) {
    throw new Error(
      `${file} does not exist: the set-up has not run. Run an npm script (npm start, npm test), or node tools/setup/set-up.mjs.`,
    );
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Toolchain;
}

/** The environment variables that a Python process with Spark needs beyond those of this process. */
export function sparkVariables(toolchain: Toolchain): Readonly<Record<string, string>> {
  return {
    JAVA_HOME: toolchain.javaHome,
    SPARK_EXTRA_JARS: toolchain.sparkJars,
    SPARK_CLASS_ARCHIVE: toolchain.classArchive,
    // Otherwise Spark's workers run on whatever python3 is first on the PATH, which may be another version.
    PYSPARK_PYTHON: toolchain.python,
    PYSPARK_DRIVER_PYTHON: toolchain.python,
  };
}

/** The whole environment of a Python process with Spark. */
export function sparkEnvironment(toolchain: Toolchain): NodeJS.ProcessEnv {
  return { ...process.env, ...sparkVariables(toolchain) };
}
