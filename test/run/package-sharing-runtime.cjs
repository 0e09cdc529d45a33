const { createRequire, isBuiltin } = require('node:module');
const { default: Runtime } = require('jest-runtime');

/**
 * Jest's module loader, except that npm packages are loaded once per worker instead of once per test file: loading
 * cdktf and its provider costs more than the tests of most files. The project's own modules stay separate.
 */
exports.default = class extends Runtime {
  requireModuleOrMock(from, name) {
    return isPackage(name) ? createRequire(from)(name) : super.requireModuleOrMock(from, name);
  }
};
exports.__esModule = true;

function isPackage(name) {
  return !name.startsWith('.') && !name.startsWith('/') && !isBuiltin(name) && name !== '@jest/globals';
}
