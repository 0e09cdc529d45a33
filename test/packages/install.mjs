/** Installs the packages of this directory into the user's cache, unless they are there, and prints their node_modules. */
import { fileURLToPath } from 'node:url';
import { openCache } from '../../tools/setup/cache.mjs';
import { cachedPackages } from '../../tools/setup/npm-packages.mjs';

const cache = openCache(fileURLToPath(new URL('../../.local/toolchain/cache', import.meta.url)));
const { packages } = await cachedPackages(cache, fileURLToPath(new URL('.', import.meta.url)), { now() {} });
console.log(packages);
