import { withGeneratedSections } from '../../../tools/docs/generated-sections';

const PAGE = `# Cost

By hand.

<!-- generated: cost prod -->
stale
<!-- end of generated part -->

Also by hand.
`;

describe('the generated parts of a page', () => {
  it('are renewed, and nothing else', () => {
    const renewed = withGeneratedSections(PAGE, 'cost.md', (words) => words.join('/'));

    expect(renewed).toBe(PAGE.replace('stale', '\ncost/prod\n'));
    expect(withGeneratedSections(renewed, 'cost.md', (words) => words.join('/'))).toBe(renewed);
  });

  it('must be known', () => {
    expect(() => withGeneratedSections(PAGE, 'cost.md', () => undefined)).toThrow(
      "cost.md asks for 'cost prod', which cannot be generated.",
    );
  });
});
