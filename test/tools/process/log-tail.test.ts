import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { causeIn } from '../../../tools/process/log-tail';
import { temporaryDirectory } from '../support/temporary-directory';

const logOf = (text: string): string => {
  const file = path.join(temporaryDirectory(), 'broker.log');
  writeFileSync(file, text);
  return file;
};

describe('the end of a log', () => {
  it('may name a reason that lies in the machine', () => {
    const trace = '\tat kafka.log.LogManager.main\n'.repeat(5);
    expect(causeIn(logOf(`java.io.IOException: No space left on device\n${trace}`))).toBe(
      'the disk is full. Free up space and run the command again',
    );
    expect(causeIn(logOf('java.lang.NullPointerException\n'))).toBeUndefined();
    expect(causeIn('no-such.log')).toBeUndefined();
  });
});
