import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { accessToken } from '../../../tools/deploy/access-token';
import { signInOf } from '../../../tools/deploy/sign-in';
import { FakeWorkspace } from '../support/fake-workspace';
import { temporaryDirectory } from '../support/temporary-directory';
import { HOST } from './stack-fixture';

const tokenWith = (variables: NodeJS.ProcessEnv, workspace = new FakeWorkspace(), host = HOST) =>
  accessToken(signInOf({ host }, { variables, home: temporaryDirectory() }), workspace.send);

const ISSUER = { 'POST /oidc/v1/token': { access_token: 'issued' } };

describe('the access token', () => {
  it('is a personal access token as it is', async () => {
    expect(await tokenWith({ DATABRICKS_TOKEN: 'own' })).toBe('own');
  });

  it('is issued for a service principal', async () => {
    const workspace = new FakeWorkspace(ISSUER);

    expect(
      await tokenWith({ DATABRICKS_CLIENT_ID: 'me', DATABRICKS_CLIENT_SECRET: 'secret' }, workspace),
    ).toBe('issued');
    expect(workspace.calls).toEqual(['POST /oidc/v1/token client_credentials all-apis']);
  });

  it('is exchanged for an identity token of GitHub, of a variable or of a file', async () => {
    const workspace = new FakeWorkspace({ ...ISSUER, 'GET /github': { value: 'of-github' } });
    const file = path.join(temporaryDirectory(), 'token');
    writeFileSync(file, 'of-file\n');
    const github = {
      DATABRICKS_CLIENT_ID: 'me',
      ACTIONS_ID_TOKEN_REQUEST_URL: 'https://actions/github',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request',
    };

    expect(await tokenWith(github, workspace)).toBe('issued');
    expect(await tokenWith({ DATABRICKS_OIDC_TOKEN: 'of-variable' }, workspace)).toBe('issued');
    expect(await tokenWith({ DATABRICKS_OIDC_TOKEN_FILEPATH: file }, workspace)).toBe('issued');
    expect(workspace.calls[0]).toBe(`GET /github ${HOST}/oidc/v1/token`);
    expect(workspace.calls.slice(1)).toEqual([
      expect.stringContaining('token-exchange urn:ietf:params:oauth:token-type:jwt of-github all-apis me'),
      expect.stringContaining('of-variable'),
      expect.stringContaining('of-file all-apis'),
    ]);
  });

  it('is printed by the CLI that holds the session', async () => {
    const program = path.join(temporaryDirectory(), 'databricks');
    writeFileSync(program, '#!/bin/sh\necho "{\\"access_token\\": \\"$*\\"}"\n', { mode: 0o755 });
    const PATH = `${path.dirname(program)}:${process.env.PATH}`;

    expect(await tokenWith({ DATABRICKS_AUTH_TYPE: 'databricks-cli', PATH })).toBe(
      `auth token --host ${HOST}`,
    );
  });

  it('is unknown where only the provider can sign in', async () => {
    const host = 'https://adb-1.2.azuredatabricks.net';

    expect(await tokenWith({ ARM_USE_MSI: 'true' }, new FakeWorkspace(), host)).toBeUndefined();
  });

  it('is refused with the words of its issuer', async () => {
    const message = 'invalid_client';
    const workspace = new FakeWorkspace({
      'POST /oidc/v1/token': { status: 401, error_code: 'x', message },
    });

    await expect(
      tokenWith({ DATABRICKS_CLIENT_ID: 'me', DATABRICKS_CLIENT_SECRET: 'no' }, workspace),
    ).rejects.toThrow(/shop\.cloud\.databricks\.com issued no token \(401\): .*invalid_client/);
  });
});
