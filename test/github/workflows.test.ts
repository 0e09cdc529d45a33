import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environments } from '../../constructs/music-streaming/environment-files';
import { COMMANDS } from '../../tools/cli/commands';
import { PARTS } from '../run/arguments';
import { temporaryDirectory } from '../tools/support/temporary-directory';
import { jobs, PROJECT, steps, WORKFLOWS, workflow, workflows } from './workflow-files';

const LINTER = join(PROJECT, 'node_modules', '@tktco', 'node-actionlint', 'bin', 'node-actionlint.js');

const temporary = temporaryDirectory();

/** What actionlint says of files, and its exit status. */
function lint(pattern: string): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [LINTER, pattern], { cwd: PROJECT }, (error, stdout, stderr) =>
      done({ status: error ? Number(error.code) : 0, text: `${stdout}${stderr}` }),
    );
  });
}

const environmentNames = [...environments().keys()];

describe('the linter', () => {
  it('finds nothing wrong in any workflow', async () => {
    const { status, text } = await lint(`${WORKFLOWS}/*.yml`);

    expect(text).toContain(`Checking ${workflows.length} workflow file(s)...`);
    expect({ status, text }).toMatchObject({
      status: 0,
      text: expect.stringContaining('All workflow files'),
    });
  });

  it('would find a job that waits for none, and text of a pull request in a script', async () => {
    const broken = workflow('pull-request.yml')
      .text.replace('needs: review', 'needs: revue')
      .replace('echo "$NUMBER"', `echo "$\{{ github.event.pull_request.title }}"`);
    writeFileSync(join(temporary, 'broken.yml'), broken);
    const { status, text } = await lint(join(temporary, 'broken.yml'));

    expect(status).toBe(1);
    expect(text).toContain('"revue"');
    expect(text).toContain('potentially untrusted');
  });
});

describe('what the workflows run', () => {
  const scripts = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));

  it('are npm test and commands of medallion', () => {
    const known = ['npm test', ...COMMANDS.map(({ name }) => `npx medallion ${name}`)];
    const called = scripts
      .flatMap((script) => script.split('\n'))
      .filter((line) => !line.trim().startsWith('#'))
      .flatMap((line) => line.match(/\bnpm (?!ci\b)[\w-]+|\bnpx medallion [\w-]+/g) ?? []);

    expect(new Set(called).size).toBe(4);
    expect(known).toEqual(expect.arrayContaining(called));
  });

  it('files of the project are there', () => {
    const files = [
      ...scripts.flatMap((script) => script.match(/(?:\.github|tools)\/[\w./-]+\.(?:ts|mjs)\b/g) ?? []),
      ...jobs.flatMap(({ job }) => (job.uses ? [job.uses] : [])),
      ...steps.flatMap(({ uses }) => (uses?.startsWith('./') ? [`${uses}/action.yml`] : [])),
    ];

    expect(new Set(files).size).toBeGreaterThanOrEqual(6);
    expect(files.filter((file) => !existsSync(join(PROJECT, file)))).toEqual([]);
  });

  it('is every part of npm test, each on a machine of its own', () => {
    expect(workflow('pull-request.yml').jobs.test).toMatchObject({
      strategy: { matrix: { part: [...PARTS] } },
    });
  });

  it('is valid bash, with nothing of GitHub pasted into it', () => {
    for (const script of scripts) {
      const { status, stderr } = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' });

      expect({ script, status, stderr }).toEqual({ script, status: 0, stderr: '' });
      expect(script).not.toMatch(/\$\{\{/);
    }
  });

  it('actions are pinned to a commit, with its version beside it', () => {
    const texts = [
      ...workflows.map(({ text }) => text),
      readFileSync(join(PROJECT, '.github/actions/set-up/action.yml'), 'utf8'),
    ];
    const used = texts.flatMap((text) => text.match(/\buses: [^./\n][^\n]*/g) ?? []);

    expect(used.length).toBeGreaterThan(5);
    expect(used.filter((line) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual(
      [],
    );
    // One version of each.
    expect(new Set(used).size).toBe(new Set(used.map((line) => line.split('@')[0])).size);
  });
});

describe('environments in the workflows', () => {
  const named = jobs.flatMap(({ job }) => [
    ...(typeof job.with?.environment === 'string' ? [job.with.environment] : []),
    ...(typeof job.with?.environments === 'string' ? (JSON.parse(job.with.environments) as string[]) : []),
  ]);

  it('are environments of the project', () => {
    expect(named).toEqual(expect.arrayContaining(['staging', 'prod']));
    expect(named.filter((name) => !environmentNames.includes(name))).toEqual([]);
  });

  it('are all that are shared: what developers have of their own is for them to deploy', () => {
    const shared = [...environments()].filter(([, { perDeveloper }]) => !perDeveloper).map(([name]) => name);

    expect(new Set(named)).toEqual(new Set(shared));
  });

  it('are in the comment as they were reviewed', () => {
    const { review, comment } = workflow('pull-request.yml').jobs;
    const reviewed = JSON.parse(String(review?.with?.environments)) as string[];
    const script = comment?.steps?.find(({ name }) => name === 'Combine the reviews')?.run;

    expect(script).toContain(`.local/reviews ${reviewed.join(' ')} >`);
  });

  it('are deployed in order: prod waits for staging and for its own review', () => {
    const { staging, prod } = workflow('deploy.yml').jobs;

    expect(staging).toMatchObject({ needs: 'review', with: { environment: 'staging' } });
    expect(prod).toMatchObject({ needs: ['review', 'staging'], with: { environment: 'prod' } });
  });

  it("are GitHub's environments when they are deployed, one deployment at a time", () => {
    expect(workflow('deploy-environment.yml').jobs.deploy).toMatchObject({
      environment: expect.stringMatching(/^\$\{\{ inputs\.environment \}\}$/),
      concurrency: {
        group: expect.stringMatching(/^deploy-\$\{\{ inputs\.environment \}\}$/),
        'cancel-in-progress': false,
      },
    });
  });
});

describe('what the workflows may do', () => {
  const called = new Set(jobs.flatMap(({ job }) => (job.uses ? [job.uses.split('/').at(-1)] : [])));

  it('is nothing unless a job says so, and each job does', () => {
    for (const { file, permissions, jobs: own } of workflows) {
      // What is called has the permissions of the job that calls it.
      if (called.has(file)) continue;
      expect({ file, permissions }).toEqual({ file, permissions: {} });
      for (const [id, job] of Object.entries(own)) {
        expect({ id, permissions: Object.keys(job.permissions ?? {}) }).not.toEqual({ id, permissions: [] });
      }
    }
  });

  it('is to write comments, where nothing of a pull request is checked out or run', () => {
    const writers = jobs.filter(({ job }) =>
      Object.entries(job.permissions ?? {}).some(([name, right]) => right === 'write' && name !== 'id-token'),
    );

    expect(writers.map(({ place }) => place)).toEqual(['comment.yml comment']);
    expect(writers[0]?.job.steps?.map(({ uses }) => uses?.split('@')[0])).toEqual([
      'actions/download-artifact',
      undefined,
    ]);
    expect(workflows.filter(({ text }) => text.includes('pull_request_target'))).toEqual([]);
  });

  it('is to sign in, where something is planned or deployed and nowhere else', () => {
    const signedIn = jobs.filter(({ job }) => job.permissions?.['id-token'] === 'write');

    expect(signedIn.map(({ place }) => place)).toEqual([
      'deploy.yml review',
      'deploy.yml staging',
      'deploy.yml prod',
      'pull-request.yml review',
    ]);
  });

  it('ends some time', () => {
    for (const { place, job } of jobs) {
      if (job.uses === undefined)
        expect({ place, minutes: job['timeout-minutes'] }).toEqual({ place, minutes: expect.any(Number) });
    }
  });
});

describe('secrets', () => {
  it('are none: everything signs in by federation', () => {
    for (const { file, text } of workflows) {
      expect({
        file,
        found: /\bsecrets\b|DATABRICKS_TOKEN\b|CLIENT_SECRET|AWS_SECRET/.exec(text)?.[0],
      }).toEqual({ file });
    }
  });

  it("are not printed: GitHub's token goes to programs alone, and no script shows its variables", () => {
    for (const step of steps) {
      const given = Object.entries({ ...step.env, ...step.with }).filter(([, value]) =>
        String(value).includes('github.token'),
      );
      expect(given.filter(([name]) => name !== 'GH_TOKEN' && name !== 'github-token')).toEqual([]);

      const script = step.run ?? '';
      expect(script).not.toMatch(/\$\{?GH_TOKEN|ID_TOKEN_REQUEST_TOKEN|TF_LOG/);
      expect(script).not.toMatch(/\bset -\w*x|\bprintenv\b|^\s*(env|export -p|declare -p|set)\s*$/m);
      // Its address is asked for, and not shown.
      expect(script.replace(/\[ -n "\$\{ACTIONS_ID_TOKEN_REQUEST_URL:-\}" \]/, '')).not.toContain(
        'REQUEST_URL',
      );
    }
  });

  it('do not stay in what is checked out, and no plan or state is kept', () => {
    for (const { uses, with: settings } of steps) {
      if (uses?.startsWith('actions/checkout@'))
        expect(settings).toMatchObject({ 'persist-credentials': false });
      if (uses?.startsWith('actions/upload-artifact@')) {
        expect(settings?.path).toMatch(/^\.local\/(comment|review\/\$\{\{ matrix\.environment \}\}\.md)$/);
      }
    }
  });
});

describe('.github/CODEOWNERS', () => {
  const lines = readFileSync(join(PROJECT, '.github', 'CODEOWNERS'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(/\s+/));

  it('names files and folders that are there', () => {
    for (const [pattern = ''] of lines) {
      if (pattern !== '*')
        expect({ pattern, there: existsSync(join(PROJECT, pattern)) }).toEqual({ pattern, there: true });
    }
  });

  it('has an owner for everything, and none but placeholders', () => {
    expect(lines[0]?.[0]).toBe('*');
    for (const [, ...owners] of lines) {
      expect(owners.length).toBeGreaterThan(0);
      for (const owner of owners) expect(owner).toMatch(/^@example\/[\w-]+$/);
    }
  });
});

describe('docs/ci.md', () => {
  const document = readFileSync(join(PROJECT, 'docs', 'ci.md'), 'utf8');
  const shared = [...environments()].filter(([, { perDeveloper }]) => !perDeveloper).map(([name]) => name);

  it('sets every variable that the workflows read, and no other', () => {
    const texts = workflows.map(({ text }) => text).join('\n');
    const read = [
      ...[...texts.matchAll(/\bvars\.(\w+)/g)].map(([, name]) => name),
      ...[...texts.matchAll(/\bvars\[format\('(\w+)\{0\}'/g)].flatMap(([, name]) =>
        shared.map((environment) => `${name}${environment.toUpperCase()}`),
      ),
    ];
    const set = [...document.matchAll(/^gh variable set (\w+)/gm)].map(([, name]) => name);

    expect(new Set(set)).toEqual(new Set(read));
  });

  it('has the name of every workflow', () => {
    for (const { file } of workflows) expect(document).toContain(`\`${file}\``);
  });
});
