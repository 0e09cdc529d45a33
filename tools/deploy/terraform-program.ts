import { spawnSync } from 'node:child_process';
import type { Finding } from './finding';
import type { SynthesizedStack } from './synthesized-stack';

const VARIABLE = 'TERRAFORM_BINARY_NAME';

/** Minimum version, as major and minor. */
type Version = readonly [number, number];

const OLDEST: Version = [1, 5];
/** Minimum version for state locking in S3 with lock files. */
const OLDEST_WITH_LOCK_FILE: Version = [1, 10];

const INSTALL =
  'Terraform: https://developer.hashicorp.com/terraform/install\n' +
  `OpenTofu:  https://opentofu.org/docs/intro/install, then set ${VARIABLE}=tofu`;

/** The program to run: TERRAFORM_BINARY_NAME, or terraform. */
export function terraformProgram(variables: NodeJS.ProcessEnv): string {
  return variables[VARIABLE] || 'terraform';
}

/** Checks that the program is installed and new enough for the stack. */
export function terraformFinding(variables: NodeJS.ProcessEnv, stack?: SynthesizedStack): Finding {
  const subject = 'terraform';
  const program = terraformProgram(variables);
  const { error, stdout, stderr } = spawnSync(program, ['version', '-json'], {
    env: variables,
    encoding: 'utf8',
  });
  if (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not on the PATH' : error.message;
    const named = variables[VARIABLE] ? ` (from ${VARIABLE})` : '';
    return { subject, status: 'problem', text: `'${program}'${named} ${why}. Install one of:\n${INSTALL}` };
  }
  const version = versionIn(stdout);
  if (version === undefined) {
    return {
      subject,
      status: 'problem',
      text: `'${program} version -json' printed no version but:\n${(stdout + stderr).trim()}`,
    };
  }
  const oldest = stack?.backend?.settings.use_lockfile === true ? OLDEST_WITH_LOCK_FILE : OLDEST;
  return isAtLeast(version, oldest)
    ? { subject, status: 'fine', text: `${program} ${version}` }
    : {
        subject,
        status: 'problem',
        text: `${program} is version ${version}, but the stack requires ${oldest.join('.')} or later. Install one of:\n${INSTALL}`,
      };
}

function versionIn(output: string): string | undefined {
  try {
    const { terraform_version: version } = JSON.parse(output) as { terraform_version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}

function isAtLeast(version: string, [major, minor]: Version): boolean {
  const [actualMajor = 0, actualMinor = 0] = version.split('.').map(Number);
  return actualMajor > major || (actualMajor === major && actualMinor >= minor);
}
