import path from 'node:path';
import '../../file-snapshot';
import {
  LIBRARY_FILE,
  libraryReference,
  readLibrary,
  undocumented,
} from '../../../tools/docs/library-reference';

const ROOT = path.join(__dirname, '..', '..', '..');

describe('the reference of the constructs', () => {
  const library = readLibrary(ROOT);

  it('has a docstring for every export, prop and setting', () => {
    expect(undocumented(library)).toEqual([]);
  });

  it('has a default for every optional prop and setting', () => {
    const all = [...library.settings, ...library.modules.flat()];
    const without = all.flatMap(({ name, properties, variants }) =>
      [...properties, ...variants.flatMap((variant) => variant.properties)]
        .filter((property) => property.optional && property.default === undefined)
        .map((property) => `${name}.${property.name}`),
    );

    expect(without).toEqual([]);
  });

  it('is current', () => {
    expect(libraryReference(library)).toMatchFile(path.join(ROOT, LIBRARY_FILE));
  });
});
