import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { StateDirectory } from '../../../tools/artefacts/state-directory';
import { readRunRecord, recordRun, sourceState } from '../../../tools/local/run-record';
import { temporaryDirectory } from '../support/temporary-directory';

/** A repository with one commit, and a way to run Git in it. */
function repository() {
  const directory = temporaryDirectory();
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], {
      cwd: directory,
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet', '--initial-branch', 'topic');
  git('commit', '--quiet', '--allow-empty', '--message', 'Begin');
  return { directory, git };
}

describe('the record of a run', () => {
  it('has the parameters of the last run, until there was one nothing', () => {
    const state = new StateDirectory(temporaryDirectory());
    expect(readRunRecord(state)).toBeUndefined();
    recordRun(state, { users: 100 });
    recordRun(state, { users: 5, seed: 2 });
    expect(readRunRecord(state)).toMatchObject({ parameters: { users: 5, seed: 2 } });
  });

  it('has commit and branch, and whether files were changed since', () => {
    const { directory, git } = repository();
    const commit = git('rev-parse', 'HEAD');
    expect(sourceState(directory)).toEqual({ commit, branch: 'topic', isChanged: false });
    writeFileSync(path.join(directory, 'new.py'), '');
    git('checkout', '--quiet', '--detach');
    expect(sourceState(directory)).toEqual({ commit, isChanged: true });
  });

  it('has no commit outside of a repository', () => expect(sourceState('/')).toBeUndefined());
});
