import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { readToolchain } from '../../../local/toolchain/toolchain';
import { inNode } from './in-node';
import { ScratchDirectory } from './scratch-directory';

let scratch: ScratchDirectory;
beforeEach(() => {
  scratch = new ScratchDirectory();
});
afterEach(() => scratch.remove());

function options(environment: Record<string, string>): string[] {
  return inNode('java-network.mjs', 'module.javaNetworkOptions(input.directory, input.environment)', {
    directory: scratch.path,
    environment,
  });
}

describe("Java's way to the network", () => {
  it("is Java's own when the environment says nothing", () => expect(options({})).toEqual([]));

  it('is the proxy that npm and pip use', () =>
    expect(options({ HTTPS_PROXY: 'http://proxy.example:3128' })).toEqual([
      '-Dhttps.proxyHost=proxy.example',
      '-Dhttps.proxyPort=3128',
    ]));

  it("trusts the extra certificates beside Node's own, in a store that Java can read", () => {
    const extra = scratch.write('extra.pem', `${rootCertificates[0]}\n${rootCertificates[1]}\n`);
    expect(options({ NODE_EXTRA_CA_CERTS: extra })[0]).toContain('trust-store.jks');
    const keytool = join(readToolchain().javaHome, 'bin', 'keytool');
    const store = join(scratch.path, 'trust-store.jks');
    const answer = spawnSync(
      keytool,
      ['-list', '-keystore', store, '-storepass', 'changeit', '-J-Duser.language=en'],
      {
        encoding: 'utf8',
      },
    );
    expect(answer.stdout).toContain(`Your keystore contains ${rootCertificates.length + 2} entries`);
  });
});
