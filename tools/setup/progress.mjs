/**
 * Shows how far the set-up is: one line for each finished step, and what is going on now.
 *
 * On a terminal the present is one line that changes; elsewhere it is a plain line now and then, so that
 * a log shows that something still happens.
 */
const REDRAW_MILLISECONDS = 120;
const PLAIN_LINE_MILLISECONDS = 10_000;
const STEP_WIDTH = 20;

export class Progress {
  #stream;
  #steps = new Map();
  #timer;
  #startedAt = Date.now();
  #lastPlain = '';

  constructor(stream) {
    this.#stream = stream;
  }

  /** Announces the set-up and begins to show what is going on. */
  start() {
    this.#stream.write('Setting up what is missing (see .local/toolchain and node_modules)\n');
    const interval = this.#stream.isTTY ? REDRAW_MILLISECONDS : PLAIN_LINE_MILLISECONDS;
    this.#timer = setInterval(() => this.#showPresent(), interval);
    this.#timer.unref();
  }

  /** Begins a step; the returned functions say what it is doing now, and what came of it. */
  step(name, doing) {
    const step = { doing, startedAt: Date.now() };
    this.#steps.set(name, step);
    if (!this.#stream.isTTY) this.#line(`${name.padEnd(STEP_WIDTH)}${doing} …`);
    return {
      now: (text) => {
        step.doing = text;
      },
      done: (text) => {
        this.#steps.delete(name);
        this.#line(`${name.padEnd(STEP_WIDTH)}${text.padEnd(44)} ${seconds(step.startedAt)}`);
      },
    };
  }

  /** Says that all steps are through. */
  finish(text) {
    this.stop();
    this.#stream.write(`${text} (${seconds(this.#startedAt).trim()}).\n`);
  }

  /** Stops showing the present, whatever it was. */
  stop() {
    clearInterval(this.#timer);
    this.#clearLive();
  }

  #showPresent() {
    const present = [...this.#steps].map(([name, step]) => `${name}: ${step.doing}`).join(' | ');
    if (present === '') return;
    if (this.#stream.isTTY) {
      const line = `  ${seconds(this.#startedAt).trim()}  ${present}`;
      this.#clearLive();
      this.#stream.write(line.slice(0, (this.#stream.columns || 80) - 1));
    } else {
      const line = this.#lastPlain === present ? `${present} (still)` : present;
      this.#lastPlain = present;
      this.#line(`${seconds(this.#startedAt).trim()}: ${line}`);
    }
  }

  #line(text) {
    this.#clearLive();
    this.#stream.write(`  ${text}\n`);
  }

  #clearLive() {
    if (this.#stream.isTTY) this.#stream.write('\r\x1b[K');
  }
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`.padStart(7);
}
