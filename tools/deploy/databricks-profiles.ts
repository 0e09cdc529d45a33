import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Settings of a profile by their names there, such as `host` and `token`. */
export type Profile = Readonly<Record<string, string>>;

/** The file in which the Databricks CLI keeps its profiles. */
export interface ProfileFile {
  /** The file as people write it. */
  readonly name: string;
  readonly profiles: ReadonlyMap<string, Profile>;
}

/**
 * Reads the profiles of the Databricks CLI; none if there is no file.
 *
 * @see https://docs.databricks.com/aws/en/dev-tools/auth/config-profiles
 */
export function readProfiles(variables: NodeJS.ProcessEnv, home: string): ProfileFile {
  const name = variables.DATABRICKS_CONFIG_FILE || '~/.databrickscfg';
  const file = name.startsWith('~') ? path.join(home, name.slice(1)) : name;
  const profiles = new Map<string, Record<string, string>>();
  let current: Record<string, string> = {};
  for (const line of existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []) {
    const [, section] = /^\s*\[([^\]]+)\]/.exec(line) ?? [];
    const [, key, value] = /^\s*([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (section !== undefined) {
      current = profiles.get(section) ?? {};
      profiles.set(section, current);
    } else if (key !== undefined && value) current[key] = value;
  }
  return { name, profiles };
}
