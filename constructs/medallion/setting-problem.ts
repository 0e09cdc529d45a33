import type { z } from 'zod';

/** Return the path of a property as written in code: `kafka.bootstrapServers[0]`, `nodeTypes['own.large']`. */
function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((place, key) => {
    if (typeof key === 'number') return `${place}[${key}]`;
    const name = String(key);
    if (place === '') return name;
    return /^[\w$]+$/.test(name) ? `${place}.${name}` : `${place}['${name}']`;
  }, '');
}

/** Describe one problem of a setting: place, value and fix. `at` is the name of the setting. */
export function settingProblem(issue: z.core.$ZodIssue, at: string): string {
  const path = at === '' ? issue.path : [at, ...issue.path];
  const place = placeOf(path);
  const where = place === '' ? 'the default export' : place;
  const missing = issue.input === undefined;
  switch (issue.code) {
    case 'custom':
      return `${where} ${issue.message}`;
    case 'unrecognized_keys':
      return `${place === '' ? 'it' : place} ${issue.message}`;
    case 'invalid_key':
      return `${placeOf(path.slice(0, -1))} has the key '${String(path.at(-1))}'. ${issue.issues.map(({ message }) => message).join(' ')}`;
    case 'invalid_type':
      // Infinity or NaN.
      if (typeof issue.input === 'number' && issue.expected === 'number')
        return `${where} is ${issue.input}. ${issue.message}`;
      return missing
        ? place === ''
          ? "there is no default export. End the file with 'export default { … } satisfies Environment;'."
          : `${where} is missing. Set it to ${aValue(issue.expected)}.`
        : `${where} is ${shown(issue.input)}. Set it to ${aValue(issue.expected)}.`;
    case 'invalid_value':
      return `${where} is ${missing ? 'missing' : shown(issue.input)}. Set it to ${choice(issue.values)}.`;
    case 'invalid_union':
      return unionProblem(where, issue);
    default:
      return `${where} is ${shown(issue.input)}: ${issue.message}.`;
  }
}

function unionProblem(where: string, issue: z.core.$ZodIssueInvalidUnion): string {
  const { options, discriminator } = issue as { options?: readonly unknown[]; discriminator?: string };
  if (options === undefined || discriminator === undefined) {
    return `${where} is ${shown(issue.input)}. ${issue.message}`;
  }
  const given = (issue.input as Record<string, unknown> | undefined)?.[discriminator];
  return `${where} is ${given === undefined ? 'missing' : shown(given)}. Set it to ${choice(options)}.`;
}

function choice(values: readonly unknown[]): string {
  return values.length === 1 ? shown(values[0]) : `one of ${values.map(shown).join(', ')}`;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
}

const VALUES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

function aValue(expected: string): string {
  return VALUES[expected] ?? `a value of type ${expected}`;
}
