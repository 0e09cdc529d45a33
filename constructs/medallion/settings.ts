import { z } from 'zod';
import { didYouMean } from './identifier';
import { settingProblem } from './setting-problem';

/** Return the schema of an object with exactly these properties. Their docstrings become those of the inferred type. */
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
 * Return a schema with an additional check of values of the right type.
 *
 * @param problem returns the error text that follows the name of the setting, such as `is 0. Use …`, or undefined
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

/** Return the schema of a string that matches a pattern; `fix` says what to write instead. */
export const matching = (pattern: RegExp, fix: string) =>
  checked(z.string(), (value) => (pattern.test(value) ? undefined : `is '${value}'. ${fix}`));

/** Return the schema of a number with a check; `fix` says which values are valid. */
export const numberThat = (isValid: (value: number) => boolean, fix: string) =>
  checked(z.number({ error: fix }), (value) => (isValid(value) ? undefined : `is ${value}. ${fix}`));

/** Return the schema of a whole number from 1 to `most`. */
export const wholeNumber = (most = Number.MAX_SAFE_INTEGER) =>
  numberThat(
    (value) => Number.isInteger(value) && value >= 1 && value <= most,
    `Use a whole number from 1${most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`}.`,
  );

/** Return the schema of the share of rows that may fail. */
export const share = () =>
  numberThat(
    (value) => value >= 0 && value <= 1,
    'Use a share from 0 (no row may fail) to 1 (all rows may fail).',
  );

/**
 * Return all problems of a value, one sentence each with place, value and fix.
 *
 * @param at name of the setting in the code
 */
export function settingProblems(schema: z.ZodType, value: unknown, at = ''): string[] {
  const { error } = schema.safeParse(value, { reportInput: true });
  return (error?.issues ?? []).map((issue) => settingProblem(issue, at));
}
