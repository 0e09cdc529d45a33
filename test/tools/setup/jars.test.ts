import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readToolchain } from '../../../tools/setup/toolchain';
import { inNode } from './in-node';
import { ScratchDirectory } from './scratch-directory';

let scratch: ScratchDirectory;
beforeEach(() => {
  scratch = new ScratchDirectory();
});

const content = 'what was locked';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const jar = (artifact: string, user: 'spark' | 'kafka' | 'both') => ({
  group: 'org.example',
  artifact,
  version: '1.0',
  size: content.length,
  sha256: sha256(content),
  for: user,
});

function serve(artifact: string, text: string): void {
  scratch.write(`repository/org/example/${artifact}/1.0/${artifact}-1.0.jar`, text);
}

/** Fetches the jars of a lock from a repository that is a directory; resolves with their place or what is wrong. */
function prepare(jars: ReadonlyArray<ReturnType<typeof jar>>) {
  return inNode<{ home?: string; message?: string }>(
    'jars.mjs',
    `(async () => {
      const progress = { step: () => ({ now() {}, done() {} }) };
      try {
        return { home: await module.prepareJars(input.cache, input.python, progress, input.lock) };
      } catch (error) {
        return { message: error.message };
      }
    })()`,
    {
      cache: join(scratch.path, 'cache'),
      python: readToolchain().python,
      lock: scratch.write('lock.json', JSON.stringify({ jars })),
    },
    { MAVEN_REPOSITORY: pathToFileURL(join(scratch.path, 'repository')).href },
  );
}

describe('the locked jars', () => {
  it('are fetched from MAVEN_REPOSITORY, each for those who use it', () => {
    for (const artifact of ['delta', 'broker', 'client']) serve(artifact, content);
    const { home = '' } = prepare([jar('delta', 'spark'), jar('broker', 'kafka'), jar('client', 'both')]);
    expect(readdirSync(home).sort()).toEqual(['contents.json', 'kafka', 'spark']);
    expect(readdirSync(join(home, 'spark')).sort()).toEqual(['client-1.0.jar', 'delta-1.0.jar']);
    expect(readdirSync(join(home, 'kafka')).sort()).toEqual(['broker-1.0.jar', 'client-1.0.jar']);
  });

  it('are refused, both sums named, when the bytes are others', () => {
    serve('delta', 'something else');
    const { message } = prepare([jar('delta', 'spark')]);
    expect(message).toContain('org.example:delta:1.0');
    expect(message).toContain(sha256(content));
    expect(message).toContain(sha256('something else'));
    expect(existsSync(join(scratch.path, 'cache')) && readdirSync(join(scratch.path, 'cache'))).toEqual([]);
  });

  it('are named with their address when they do not come', () => {
    const { message } = prepare([jar('delta', 'spark')]);
    expect(message).toContain('org.example:delta:1.0 did not come from file:');
    expect(message).toContain('MAVEN_REPOSITORY');
  });

  it.each([
    ['come through HTTPS_PROXY from a host that NODE_EXTRA_CA_CERTS vouches for', '', ['CONNECT localhost']],
    ['come past the proxy from hosts in NO_PROXY', 'localhost', []],
  ])('%s', (_, noProxy, requests) => {
    const [key, certificate] = ['key.pem', 'certificate.pem'].map((name) => join(scratch.path, name));
    const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const files = ['-keyout', key ?? '', '-out', certificate ?? ''];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...name, ...files], {
      stdio: 'ignore',
    });
    const found = inNode<{ requests: string[]; jars: string[] }>(
      'jars.mjs',
      `(async () => {
        const { readFileSync, readdirSync } = await import('node:fs');
        const listening = (server) => new Promise((done) => server.listen(0, '127.0.0.1', () => done(server.address().port)));
        const [key, cert] = [readFileSync(input.key), readFileSync(input.certificate)];
        const repository = (await import('node:https')).createServer({ key, cert }, (_, answer) => answer.end(input.content));
        const port = await listening(repository);
        const requests = [];
        const proxy = (await import('node:http')).createServer().on('connect', async (request, socket) => {
          requests.push('CONNECT ' + request.url.split(':')[0]);
          const upstream = (await import('node:net')).connect(port, '127.0.0.1', () => {
            socket.write('HTTP/1.1 200 OK\\r\\n\\r\\n');
            upstream.pipe(socket).pipe(upstream);
          });
          // Either side may end without a farewell.
          for (const each of [socket, upstream]) each.on('error', () => {});
        });
        delete process.env.https_proxy;
        process.env.HTTPS_PROXY = 'http://127.0.0.1:' + (await listening(proxy));
        process.env.MAVEN_REPOSITORY = 'https://localhost:' + port;
        const progress = { step: () => ({ now() {}, done() {} }) };
        const home = await module.prepareJars(input.cache, input.python, progress, input.lock);
        for (const server of [repository, proxy]) server.close().closeAllConnections();
        return { requests, jars: readdirSync(home + '/spark') };
      })()`,
      {
        ...{ key, certificate, content, cache: join(scratch.path, 'cache'), python: readToolchain().python },
        lock: scratch.write('lock.json', JSON.stringify({ jars: [jar('delta', 'spark')] })),
      },
      { NO_PROXY: noProxy, no_proxy: noProxy, NODE_EXTRA_CA_CERTS: certificate ?? '' },
    );
    expect(found).toEqual({ requests, jars: ['delta-1.0.jar'] });
  });

  it('are named in jars.lock.json by coordinates and sum, each once', () => {
    const { jars: locked } = inNode<{ jars: ReturnType<typeof jar>[] }>(
      'jars.mjs',
      `JSON.parse((await import('node:fs')).readFileSync(module.JARS_LOCK, 'utf8'))`,
    );
    expect(
      new Set(locked.map(({ group, artifact, version }) => `${group}:${artifact}:${version}`)).size,
    ).toBe(locked.length);
    for (const each of locked) {
      expect(each.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(['spark', 'kafka', 'both']).toContain(each.for);
    }
  });
});
