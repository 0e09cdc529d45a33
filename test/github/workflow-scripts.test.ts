import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { temporaryDirectory } from '../tools/support/temporary-directory';
import { PROJECT, scriptOf } from './workflow-files';

/** The scripts of the workflows are run here as GitHub runs them, with fakes of npm, npx and gh. */

const temporary = realpathSync(temporaryDirectory());

/** A checkout with programs of its own. */
class Checkout {
  readonly directory = mkdtempSync(join(temporary, 'checkout-'));
  private readonly programs = mkdtempSync(join(temporary, 'programs-'));

  /** Puts a program on the PATH; every call of it is noted. */
  fake(name: string, script: string): this {
    const file = join(this.programs, name);
    writeFileSync(file, `#!/usr/bin/env bash\nprintf '%s\\n' "${name} $*" >> "${this.calls}"\n${script}\n`);
    chmodSync(file, 0o755);
    return this;
  }

  write(file: string, text: string): this {
    mkdirSync(dirname(join(this.directory, file)), { recursive: true });
    writeFileSync(join(this.directory, file), text);
    return this;
  }

  read(file: string): string | undefined {
    const path = join(this.directory, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  }

  git(...args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync('git', args, {
      cwd: this.directory,
      encoding: 'utf8',
      env: { ...process.env, ...NOBODY },
    });
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  }

  commit(message: string): string {
    this.git('commit', '--quiet', '--allow-empty', '--message', message);
    return this.git('rev-parse', 'HEAD');
  }

  run(script: string, variables: Readonly<Record<string, string>>) {
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script],
      {
        cwd: this.directory,
        encoding: 'utf8',
        env: {
          ...process.env,
          ...NOBODY,
          PATH: `${this.programs}${delimiter}${process.env.PATH}`,
          GITHUB_OUTPUT: join(this.directory, 'output'),
          GITHUB_STEP_SUMMARY: join(this.directory, 'summary'),
          ...variables,
        },
      },
    );
    const calls = existsSync(this.calls) ? readFileSync(this.calls, 'utf8').trim().split('\n') : [];
    return { status, stdout, stderr, calls };
  }

  private get calls(): string {
    return join(this.programs, 'calls');
  }
}

/** Git without the settings of whoever runs the tests. */
const NOBODY = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'nobody',
  GIT_AUTHOR_EMAIL: 'nobody@example.com',
  GIT_COMMITTER_NAME: 'nobody',
  GIT_COMMITTER_EMAIL: 'nobody@example.com',
};

function repository(): Checkout {
  const checkout = new Checkout();
  checkout.git('init', '--quiet');
  return checkout;
}

describe('reading what is allowed', () => {
  const script = scriptOf('review.yml', 'Read the commit messages');
  const tsNode = join(PROJECT, 'node_modules', 'ts-node', 'dist', 'bin.js');
  const withScripts = (checkout: Checkout) =>
    checkout.fake('npx', `exec "${process.execPath}" "${tsNode}" "${PROJECT}/$2"`);

  it('takes the messages of the commits after the base, and what is typed', () => {
    const checkout = withScripts(repository());
    const base = checkout.commit('Before\n\nAllow-Finding: dataset-removed=gold_old');
    checkout.commit('No table for pages\n\nAllow-Finding: dataset-removed=gold_daily_pages');
    checkout.commit('Rank anew');
    const outcome = checkout.run(script, { BASE: base, NAMED: 'recomputed' });

    expect(outcome).toMatchObject({ status: 0 });
    expect(checkout.read('output')).toBe(
      'allow=--allow=dataset-removed=gold_daily_pages --allow=recomputed\n',
    );
  });

  it('stops at a name that is none, and says which', () => {
    const checkout = withScripts(repository());
    const base = checkout.commit('Before');
    checkout.commit('Allow-Finding: dataset-remove=gold_daily_pages');
    const outcome = checkout.run(script, { BASE: base, NAMED: '' });

    expect(outcome).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("Did you mean 'dataset-removed'?"),
    });
    expect(checkout.read('output')).toBeUndefined();
  });

  it('allows nothing when a branch is created, whose base is zeros', () => {
    const checkout = withScripts(repository());
    checkout.commit('Allow-Finding: dataset-removed=gold_daily_pages');
    const outcome = checkout.run(script, { BASE: '0'.repeat(40), NAMED: '' });

    expect(outcome).toMatchObject({ status: 0 });
    expect(checkout.read('output')).toBe('allow=\n');
  });
});

describe('looking for credentials', () => {
  const script = scriptOf('review.yml', 'Look for credentials');

  it.each([
    ['a token and a client', 'https://token.example', 'client', 'true'],
    ['no token, as for a fork', '', 'client', 'false'],
    ['no client, where nobody set one up', 'https://token.example', '', 'false'],
  ])('with %s', (_what, url, client, found) => {
    const checkout = new Checkout();
    const { status } = checkout.run(script, {
      ACTIONS_ID_TOKEN_REQUEST_URL: url,
      DATABRICKS_CLIENT_ID: client,
    });

    expect(status).toBe(0);
    expect(checkout.read('output')).toBe(`found=${found}\n`);
  });
});

describe('the review', () => {
  const script = scriptOf('review.yml', 'Review');
  const reviewing = (exitCode: number) => new Checkout().fake('npx', `echo '## Review'; exit ${exitCode}`);
  const variables = { ENVIRONMENT: 'prod', PLANNED: 'true', ALLOW: '' };

  it.each([
    [0, '::notice title=Review of prod::Safe'],
    [3, '::warning title=Review of prod::Findings need attention'],
    [4, '::warning title=Review of prod::Data is at risk'],
  ])('with exit status %d is shown, and does not fail the job', (exitCode, annotation) => {
    const checkout = reviewing(exitCode);
    const { status, stdout } = checkout.run(script, variables);

    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining(annotation) });
    expect(checkout.read('.local/review/prod.md')).toBe('## Review\n');
    expect(checkout.read('summary')).toBe('## Review\n');
  });

  it('that could not be made fails the job, and leaves nothing to be taken for one', () => {
    const checkout = reviewing(1);
    const { status, stdout } = checkout.run(script, variables);

    expect({ status, stdout }).toEqual({ status: 1, stdout: expect.stringContaining('::error') });
    expect(checkout.read('.local/review/prod.md')).toBeUndefined();
  });

  it('is of a plan where there are credentials, with what is allowed as words of their own', () => {
    const { calls } = reviewing(0).run(script, {
      ...variables,
      ALLOW: '--allow=recomputed --allow=dataset-removed=gold_*',
    });

    expect(calls).toEqual([
      'npx medallion review prod --format markdown --allow=recomputed --allow=dataset-removed=gold_*',
    ]);
  });

  it('is of two commits where there are none', () => {
    const checkout = reviewing(0).write('.local/base/manifest.json', '{}');
    const { calls } = checkout.run(script, { ...variables, PLANNED: 'false' });

    expect(calls).toEqual(['npx medallion review prod --compare .local/base .local/head --format markdown']);
  });

  it('says so where there is nothing to compare with', () => {
    const checkout = reviewing(0);
    const { status, calls } = checkout.run(script, { ...variables, PLANNED: 'false' });

    expect({ status, calls }).toEqual({ status: 0, calls: [] });
    expect(checkout.read('summary')).toContain('There is nothing to compare with');
  });
});

describe('the comment', () => {
  const script = scriptOf('comment.yml', 'Post or replace the comment');
  /** GitHub has pull request 7 at commit `abc`, with these comments of ours. */
  const github = (comments: string) =>
    new Checkout()
      .write('comment/comment.md', '## Review of prod\n')
      .write('comment/number.txt', '7\n')
      .fake(
        'gh',
        `case "$*" in
          *' --jq .head.sha') echo abc ;;
          'api --paginate '*) printf '%s' '${comments}' ;;
        esac`,
      );
  const variables = { GH_TOKEN: 'unused', REPOSITORY: 'example/music', HEAD: 'abc' };
  const written = (calls: readonly string[]) => calls.filter((call) => call.includes('--method'));

  it('is posted once', () => {
    const checkout = github('');
    const { status, calls } = checkout.run(script, variables);

    expect(status).toBe(0);
    expect(written(calls)).toEqual([
      'gh api --silent --method POST repos/example/music/issues/7/comments --field body=@body.md',
    ]);
    expect(checkout.read('body.md')).toBe('<!-- plan review -->\n## Review of prod\n');
  });

  it('is replaced from then on, the first if there are several', () => {
    const { status, calls } = github('41\n42\n').run(script, variables);

    expect(status).toBe(0);
    expect(written(calls)).toEqual([
      'gh api --silent --method PATCH repos/example/music/issues/comments/41 --field body=@body.md',
    ]);
  });

  it('is looked for by its author and its mark', () => {
    const { calls } = github('').run(script, variables);

    expect(calls.join('\n')).toContain(
      'select(.user.login == "github-actions[bot]" and (.body | startswith("<!-- plan review -->"))) | .id',
    );
  });

  it('is not posted to a pull request that is at another commit than the run', () => {
    const { status, calls } = github('').run(script, { ...variables, HEAD: 'def' });

    expect({ status, written: written(calls) }).toEqual({ status: 0, written: [] });
  });

  it.each(['', '7/../8', '7 8', '$(touch here)'])('is not posted to the number %j', (number) => {
    const checkout = github('').write('comment/number.txt', number);
    const { status, calls } = checkout.run(script, variables);

    expect({ status, calls }).toEqual({ status: 1, calls: [] });
    expect(checkout.read('here')).toBeUndefined();
  });
});

describe('a deployment', () => {
  const script = scriptOf('deploy-environment.yml', 'Deploy');

  it('deploys with what is allowed and nothing else', () => {
    const { status, calls } = new Checkout()
      .fake('npx', 'exit 0')
      .run(script, { ENVIRONMENT: 'prod', ALLOW: '--allow=dataset-removed=gold_daily_pages' });

    expect({ status, calls }).toEqual({
      status: 0,
      calls: ['npx medallion deploy prod --yes --allow=dataset-removed=gold_daily_pages'],
    });
  });

  it.each([
    [3, 'Nothing was deployed to prod'],
    [4, 'Nothing was deployed to prod'],
    [1, 'Deployment to prod failed'],
  ])('that ends with %d fails, and says why', (exitCode, text) => {
    const { status, stdout } = new Checkout()
      .fake('npx', `exit ${exitCode}`)
      .run(script, { ENVIRONMENT: 'prod', ALLOW: '' });

    expect({ status, stdout }).toEqual({ status: exitCode, stdout: expect.stringContaining(text) });
  });

  describe('going back', () => {
    const guard = scriptOf('deploy-environment.yml', 'Refuse to roll back');
    /** GitHub has these deployments, the newest first, with the states that they came to. */
    const deployed = (checkout: Checkout, deployments: readonly (readonly [string, string])[]) => {
      const list = deployments.map(([commit], index) => `${index} ${commit}`).join('\\n');
      const states = deployments.map(([, state], index) => `*/${index}/statuses*) echo ${state} ;;`);
      return checkout.fake(
        'gh',
        `case "$*" in *'?environment='*) printf '${list}' ;; ${states.join(' ')} esac`,
      );
    };
    const variables = { ENVIRONMENT: 'prod', REPOSITORY: 'example/music', GH_TOKEN: 'unused' };

    it('is refused when a newer commit is deployed', () => {
      const checkout = repository();
      const older = checkout.commit('older');
      const newer = checkout.commit('newer');
      checkout.git('checkout', '--quiet', older);
      const outcome = deployed(checkout, [
        [older, 'in_progress'],
        [newer, 'success'],
      ]).run(guard, variables);

      expect(outcome).toMatchObject({
        status: 1,
        stdout: expect.stringContaining(`prod already has ${newer}`),
      });
    });

    it.each(['older', 'same'])('is not what deploying over the %s one is', (which) => {
      const checkout = repository();
      const older = checkout.commit('older');
      const newer = checkout.commit('newer');
      const outcome = deployed(checkout, [
        [newer, 'in_progress'],
        [which === 'older' ? older : newer, 'success'],
      ]).run(guard, variables);

      expect(outcome).toMatchObject({ status: 0, stdout: '' });
    });

    it('does not count newer commits that were not deployed', () => {
      const checkout = repository();
      const older = checkout.commit('older');
      const newer = checkout.commit('newer');
      checkout.git('checkout', '--quiet', older);
      const outcome = deployed(checkout, [[newer, 'failure']]).run(guard, variables);

      expect(outcome).toMatchObject({ status: 0, stdout: '' });
    });

    it('is not asked of the first deployment', () => {
      const checkout = repository();
      checkout.commit('first');

      expect(deployed(checkout, []).run(guard, variables)).toMatchObject({ status: 0 });
    });
  });
});
