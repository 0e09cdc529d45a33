import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Settings of a profile by name, such as `host` and `token`. */
export type Profile = Readonly<Record<string, string>>;

/** The profile file of the Databricks CLI. */
export interface ProfileFile {
  /** Path of the file for messages. */
  readonly name: string;
  readonly profiles: ReadonlyMap<string, Profile>;
}

/**
 * Reads the profiles of the Databricks CLI; empty if the file does not exist.
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
