import type { WriteStream } from 'node:tty';
import { type Paint, paintFor, shorten, type Terminal } from './style';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_INTERVAL = 100;
/** Where no line can be rewritten, what still runs is repeated this often. */
const REMINDER_INTERVAL = 10_000;

/** Something that takes time and is shown while it runs. */
export interface Activity {
  /** Says how far it is. */
  detail(text: string): void;
  /** Ends it with a line that says what came out, and how long it took. */
  done(outcome?: string): void;
  /** Ends it with a line that says what went wrong. */
  failed(outcome: string): void;
  /** Ends it without a line. */
  dismiss(): void;
}

/**
 * What runs at the moment and for how long: one line that is rewritten on a terminal; elsewhere a line at each
 * end, and now and then a reminder of what still runs.
 */
export class Progress {
  /** Styles text as the stream shows it. */
  readonly paint: Paint;
  private readonly running = new Map<object, { label: string; detail: string; since: number }>();
  private readonly timer: NodeJS.Timeout;
  private readonly interactive: boolean;
  private isSilent = false;
  private frame = 0;
  private lastLine = Date.now();

  /** @param stream standard error by default, so that standard output has nothing but the result */
  constructor(private readonly stream: Pick<WriteStream, 'write'> & Terminal = process.stderr) {
    this.paint = paintFor(stream);
    this.interactive = stream.isTTY === true;
    this.timer = setInterval(() => this.tick(), this.interactive ? FRAME_INTERVAL : REMINDER_INTERVAL / 10);
    this.timer.unref();
  }

  /** Begins to show an activity. */
  begin(label: string): Activity {
    const key = {};
    const state = { label, detail: '', since: Date.now() };
    this.running.set(key, state);
    this.draw();
    const end = (mark: string, outcome?: string) => {
      if (!this.running.delete(key)) return;
      const text = outcome === undefined ? label : `${label}: ${outcome}`;
      this.line(`${mark} ${text} ${this.paint('dim', seconds(state.since))}`);
    };
    return {
      detail: (text) => {
        state.detail = text;
      },
      done: (outcome) => end(this.paint('green', '✓'), outcome),
      failed: (outcome) => end(this.paint('red', '✗'), outcome),
      dismiss: () => {
        this.running.delete(key);
        this.draw();
      },
    };
  }

  /** Shows nothing from here on but problems. */
  silence(): void {
    this.isSilent = true;
  }

  /** Writes a problem, which is shown even if nothing else is. */
  problem(text: string): void {
    this.write(text);
  }

  /** Writes a line that stays. */
  line(text: string): void {
    if (!this.isSilent) this.write(text);
  }

  private write(text: string): void {
    this.erase();
    this.stream.write(`${text}\n`);
    this.lastLine = Date.now();
    this.draw();
  }

  /** Shows nothing as running any more. */
  close(): void {
    clearInterval(this.timer);
    this.erase();
    this.running.clear();
  }

  private tick(): void {
    this.frame += 1;
    if (this.interactive) this.draw();
    else if (this.running.size > 0 && Date.now() - this.lastLine >= REMINDER_INTERVAL) {
      this.line(`… ${this.summary()}`);
    }
  }

  private draw(): void {
    if (!this.interactive || this.isSilent || this.running.size === 0) return;
    const width = (this.stream.columns ?? 80) - 1;
    const text = `${FRAMES[this.frame % FRAMES.length]} ${this.summary()}`;
    this.stream.write(`\r\u001b[K${shorten(text, width)}`);
  }

  private erase(): void {
    if (this.interactive) this.stream.write('\r\u001b[K');
  }

  private summary(): string {
    return [...this.running.values()]
      .map(({ label, detail, since }) => `${label}${detail === '' ? '' : `: ${detail}`} ${seconds(since)}`)
      .join(' · ');
  }
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
