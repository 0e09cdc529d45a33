import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { terraformFinding } from '../../../tools/deploy/terraform-program';
import { temporaryDirectory } from '../support/temporary-directory';
import { stackOf } from './stack-fixture';

const FAKE = path.join(__dirname, '..', 'support', 'fake-terraform.sh');

/** Variables of a machine on which the fake is installed by this name, and nothing else. */
const installed = (name: string, variables: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => {
  const directory = temporaryDirectory();
  symlinkSync(FAKE, path.join(directory, name));
  return { PATH: directory, ...variables };
};

describe('the program that cdktf runs', () => {
  it('is Terraform, with its version', () => {
    expect(terraformFinding(installed('terraform'))).toEqual({
      subject: 'terraform',
      status: 'fine',
      text: 'terraform 1.11.4',
    });
  });

  it('is the one that TERRAFORM_BINARY_NAME names, such as OpenTofu', () => {
    const variables = installed('tofu', {
      TERRAFORM_BINARY_NAME: 'tofu',
      FAKE_TERRAFORM_VERSION: '1.10.0',
    });
    expect(terraformFinding(variables)).toMatchObject({ status: 'fine', text: 'tofu 1.10.0' });
  });

  it('may be nowhere, and then its makers tell how to install it', () => {
    const install =
      'Install one of:\nTerraform: https://developer.hashicorp.com/terraform/install\n' +
      'OpenTofu:  https://opentofu.org/docs/intro/install, then set TERRAFORM_BINARY_NAME=tofu';
    expect(terraformFinding(installed('tofu'))).toMatchObject({
      status: 'problem',
      text: `'terraform' is not on the PATH. ${install}`,
    });
    expect(terraformFinding(installed('terraform', { TERRAFORM_BINARY_NAME: 'tofu' }))).toMatchObject({
      status: 'problem',
      text: `'tofu' (from TERRAFORM_BINARY_NAME) is not on the PATH. ${install}`,
    });
  });

  it('is new enough for cdktf, and for a lock file in S3 where the stack has one', () => {
    const locked = stackOf({ backend: { s3: { bucket: 'state', key: 'shop', use_lockfile: true } } });
    const statusOf = (version: string, stack = stackOf()) =>
      terraformFinding(installed('terraform', { FAKE_TERRAFORM_VERSION: version }), stack).status;

    expect(statusOf('1.4.7')).toBe('problem');
    expect(statusOf('0.15.5')).toBe('problem');
    expect(statusOf('1.5.0')).toBe('fine');
    expect(statusOf('2.0.0')).toBe('fine');
    expect(statusOf('1.9.8', locked)).toBe('problem');
    expect(statusOf('1.10.0', locked)).toBe('fine');
    expect(
      terraformFinding(installed('terraform', { FAKE_TERRAFORM_VERSION: '1.9.8' }), locked).text,
    ).toContain('terraform is version 1.9.8, but the stack requires 1.10 or later.');
  });

  it('tells a version that can be read', () => {
    const directory = temporaryDirectory();
    writeFileSync(path.join(directory, 'terraform'), '#!/bin/sh\necho no version\n', { mode: 0o755 });
    expect(terraformFinding({ PATH: directory })).toMatchObject({
      status: 'problem',
      text: "'terraform version -json' printed no version but:\nno version",
    });
  });
});
