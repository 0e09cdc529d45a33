import { z } from 'zod';
import { didYouMean } from './identifier';
import { settingProblem } from './setting-problem';

/** The schema of an object with these properties and no others. Its docstrings are those of the type it infers. */
export function exactly<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys
            .map(
              (key) => `has '${key}', which does not exist (${known.join(', ')}).${didYouMean(key, known)}`,
            )
            .join(' ')
        : undefined,
  });
}

/**
 * A schema that also finds problems in values of the right type.
 *
 * @param problem returns what an error says after the place of the value, such as `is 0. Give …`, or nothing
 */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  problem: (value: z.output<Schema>) => string | undefined,
): Schema {
  return schema.superRefine((value, context) => {
    const message = problem(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
}

/** The schema of text that matches a pattern; `fix` says what to write instead. */
export const matching = (pattern: RegExp, fix: string) =>
  checked(z.string(), (value) => (pattern.test(value) ? undefined : `is '${value}'. ${fix}`));

/** The schema of a number; `fix` says what to give instead of one that is not valid. */
export const numberThat = (isValid: (value: number) => boolean, fix: string) =>
  checked(z.number({ error: fix }), (value) => (isValid(value) ? undefined : `is ${value}. ${fix}`));

/** The schema of a whole number from 1, at most `most`. */
export const wholeNumber = (most = Number.MAX_SAFE_INTEGER) =>
  numberThat(
    (value) => Number.isInteger(value) && value >= 1 && value <= most,
    `Give a whole number from 1${most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`}.`,
  );

/** The schema of a share of rows that may fail. */
export const share = () =>
  numberThat((value) => value >= 0 && value <= 1, 'Give a share from 0 (no row may fail) to 1 (all may).');

/**
 * Everything that is wrong with a value, a sentence for each: place, value and fix.
 *
 * @param at what the value is called where it was written
 */
export function settingProblems(schema: z.ZodType, value: unknown, at = ''): string[] {
  const { error } = schema.safeParse(value, { reportInput: true });
  return (error?.issues ?? []).map((issue) => settingProblem(issue, at));
}
