import { didYouMean as inConstructs } from '../../../constructs/medallion/identifier';
import { didYouMean as inTools } from '../../../tools/terminal/suggestion';

describe.each([
  ['of the tools', inTools],
  ['of the constructs', inConstructs],
])('a suggestion %s', (_, didYouMean) => {
  it.each([
    ['a letter is missing', 'prd', ['dev', 'prod'], " Did you mean 'prod'?"],
    ['a letter is missing in a short word', 'o', ['on'], " Did you mean 'on'?"],
    ['two letters are swapped', 'dve', ['dev', 'prod'], " Did you mean 'dev'?"],
    ['two letters of a longer word are swapped', 'strat', ['start'], " Did you mean 'start'?"],
    [
      'a third of the letters differ',
      'total_sesions_',
      ['total_sessions'],
      " Did you mean 'total_sessions'?",
    ],
  ])('is made if %s', (__, word, known, suggestion) => {
    expect(didYouMean(word, known)).toBe(suggestion);
  });

  it.each([
    ['every known word is different', 'nope', ['gold_daily_pages', 'silver_songs']],
    ['more than a third of the letters differ', 'kind', ['id']],
    ['no word is known', 'gold', []],
  ])('is not made if %s', (__, word, known) => {
    expect(didYouMean(word, known)).toBe('');
  });
});
