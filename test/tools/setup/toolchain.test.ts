import { readToolchain, sparkEnvironment } from '../../../tools/setup/toolchain';
import { ScratchDirectory } from './scratch-directory';

let scratch: ScratchDirectory;
beforeEach(() => {
  scratch = new ScratchDirectory();
});

describe('the toolchain', () => {
  it('says how to get one when there is none', () =>
    expect(() => readToolchain(scratch.path)).toThrow(
      /toolchain\.json does not exist: .* Run an npm script/,
    ));

  it("tells Python processes Spark's Java, jars, class archive and Python", () => {
    scratch.write(
      '.local/toolchain/toolchain.json',
      JSON.stringify({
        python: '/p',
        java: '/j/bin/java',
        javaHome: '/j',
        sparkJars: '/s',
        kafkaJars: '/k',
        classArchive: '/c',
      }),
    );
    expect(sparkEnvironment(readToolchain(scratch.path))).toMatchObject({
      JAVA_HOME: '/j',
      SPARK_EXTRA_JARS: '/s',
      SPARK_CLASS_ARCHIVE: '/c',
    });
  });
});
