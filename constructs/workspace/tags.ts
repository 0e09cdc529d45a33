/** Tags by key, in the form that clusters, jobs, warehouses and the catalog all take. */
export type Tags = Readonly<Record<string, string>>;

/** What is wrong with tags, each with the value and the fix; `at` is what they are called where they were written. */
export function tagProblems(tags: Tags, at = 'tags'): string[] {
  return Object.entries(tags).flatMap(([key, value]) => [
    ...(/^[a-z][a-z0-9_]{0,62}$/.test(key)
      ? []
      : [`${at} has the key '${key}'. Use lower-case letters, digits and underscores, at most 63.`]),
    ...(/^[A-Za-z0-9 _.:/=+@-]{1,255}$/.test(value)
      ? []
      : [
          `${at}.${key} is '${value}'. Use letters, digits, spaces and _ . : / = + @ -, at least one and at most 255: all clouds take these.`,
        ]),
  ]);
}
