import { type RandomGenerator, xoroshiro128plus } from 'pure-rand';

const UNSIGNED = 2 ** 32;

/**
 * A reproducible stream of random numbers: the same seed gives the same numbers on every machine.
 *
 * Streams are cheap. Whatever decides for itself (a user, the catalogue, the network) has its own, so that
 * a change to one does not shift the numbers of all others.
 */
export class Random {
  private readonly generator: RandomGenerator;

  /** @param seeds numbers that together name the stream, such as the run's seed and a user's number */
  constructor(...seeds: readonly number[]) {
    let mixed = 0x9e3779b9;
    for (const seed of seeds) {
      mixed = scramble(mixed ^ (seed >>> 0));
      mixed = scramble(mixed + Math.floor(seed / UNSIGNED));
    }
    this.generator = xoroshiro128plus(mixed);
  }

  /** From 0 up to, and without, 1. */
  fraction(): number {
    return (this.generator.unsafeNext() >>> 0) / UNSIGNED;
  }

  /** Whether something that happens with this probability happens now. */
  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** A whole number, both ends included. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  /** One of the values, each as likely as any other. */
  pick<Value>(values: readonly Value[]): Value {
    const value = values[Math.floor(this.fraction() * values.length)];
    if (value === undefined) throw new RangeError('cannot pick one of no values');
    return value;
  }

  /** Waiting time for something that happens at random, by its mean. */
  exponential(mean: number): number {
    return -Math.log(1 - this.fraction()) * mean;
  }

  /** A positive number around its median, with a long tail to the right; `spread` is the deviation of its logarithm. */
  logNormal(median: number, spread: number): number {
    return median * Math.exp(this.normal() * spread);
  }

  /** A number of mean 0 and deviation 1. A sum of uniform numbers is exact on every machine, a sine is not. */
  normal(): number {
    let sum = -6;
    for (let term = 0; term < 12; term += 1) sum += this.fraction();
    return sum;
  }
}

/** Values that are picked more often the heavier they are. */
export class Weighted<Value> {
  private readonly values: readonly Value[];
  private readonly cumulative: readonly number[];
  private readonly total: number;

  constructor(weights: ReadonlyArray<readonly [Value, number]>) {
    let total = 0;
    this.values = weights.map(([value]) => value);
    this.cumulative = weights.map(([, weight]) => {
      total += weight;
      return total;
    });
    this.total = total;
  }

  pick(random: Random): Value {
    const point = random.fraction() * this.total;
    let low = 0;
    let high = this.values.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.cumulative[middle] as number) > point) high = middle;
      else low = middle + 1;
    }
    return this.values[low] as Value;
  }
}

/** Spreads a number over all 32 bits, so that neighbouring seeds have nothing in common. */
function scramble(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) | 0;
}
