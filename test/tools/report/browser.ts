import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { testPackages } from '../../packages/test-packages';

/** Nothing of it asks anybody for anything. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The package has a Chromium for this platform; on others an installed Chrome does it. */
const IS_PACKAGED = process.platform === 'linux' && process.arch === 'x64';

/**
 * Starts a Chromium that shows nothing.
 *
 * @param directory takes the browser, which is packed in its package, and may be removed after the browser is closed
 */
export async function startBrowser(directory: string): Promise<Browser> {
  if (!IS_PACKAGED) return chromium.launch({ channel: 'chrome', args: FLAGS });
  mkdirSync(directory, { recursive: true });
  // The package is an ES module, which Jest does not load, and it unpacks into the directory of temporary files.
  const packed = pathToFileURL(
    path.join(testPackages(), '@sparticuz', 'chromium', 'build', 'esm', 'index.js'),
  );
  const unpack = `import('${packed.href}').then(async (m) => console.log(await m.default.executablePath()))`;
  const unpacked = execFileSync(process.execPath, ['-e', unpack], {
    env: { ...process.env, TMPDIR: directory },
    encoding: 'utf8',
  });
  return chromium.launch({ executablePath: unpacked.trim(), args: FLAGS });
}
