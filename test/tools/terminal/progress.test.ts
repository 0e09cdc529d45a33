import { Progress } from '../../../tools/terminal/progress';

class Written {
  text = '';
  constructor(
    readonly isTTY: boolean,
    readonly columns = 60,
  ) {}
  write(text: string): boolean {
    this.text += text;
    return true;
  }
}

/** Takes out what differs from run to run. */
const timeless = (text: string) => text.replace(/\d+\.\d s/g, '1.2 s');

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('progress', () => {
  it('is a line for each end where lines cannot be rewritten', () => {
    const stream = new Written(false);
    const progress = new Progress(stream);
    const broker = progress.begin('Starting the broker');
    progress.begin('Forgotten').dismiss();
    broker.done('127.0.0.1:9092');
    progress.begin('Update').failed('rule broken');
    progress.close();
    expect(timeless(stream.text)).toBe(
      '✓ Starting the broker: 127.0.0.1:9092 1.2 s\n✗ Update: rule broken 1.2 s\n',
    );
  });

  it('says every ten seconds what still runs where lines cannot be rewritten', () => {
    const stream = new Written(false);
    const progress = new Progress(stream);
    progress.begin('Update').detail('3 of 17');
    jest.advanceTimersByTime(25_000);
    progress.close();
    expect(timeless(stream.text)).toBe('… Update: 3 of 17 1.2 s\n'.repeat(2).replaceAll('1.2', '1.2'));
    expect(stream.text).toContain('10.0 s');
    expect(stream.text).toContain('20.0 s');
  });

  it('rewrites one line on a terminal, never longer than the terminal is wide', () => {
    const stream = new Written(true, 40);
    const progress = new Progress(stream);
    progress.begin('Starting the Kafka broker');
    progress.begin('Starting the Spark session');
    jest.advanceTimersByTime(1000);
    const drawn = stream.text.split('\r\u001b[K').filter((line) => line !== '');
    expect(drawn.length).toBeGreaterThan(5);
    expect(Math.max(...drawn.map(({ length }) => length))).toBeLessThan(40);
    expect(drawn.at(-1)).toContain('Starting the Kafka broker 1.0 s · St…');
    expect(stream.text).not.toContain('\n');
    progress.close();
  });
});
