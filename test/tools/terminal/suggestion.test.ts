import { didYouMean } from '../../../tools/terminal/suggestion';

describe('a suggestion', () => {
  it.each([
    ['a letter is missing', 'prd', ['dev', 'prod'], " Did you mean 'prod'?"],
    ['a letter is missing in a short word', 'o', ['on'], " Did you mean 'on'?"],
    [
      'two letters are swapped',
      'gold_daily_paegs',
      ['gold_daily_pages', 'silver_songs'],
      " Did you mean 'gold_daily_pages'?",
    ],
    ['two letters of a short word are swapped', 'strat', ['start'], " Did you mean 'start'?"],
    ['a third of the letters differ', 'sliver', ['silver'], " Did you mean 'silver'?"],
  ])('is made if %s', (_, word, known, suggestion) => {
    expect(didYouMean(word, known)).toBe(suggestion);
  });

  it.each([
    ['every known word is different', 'nope', ['gold_daily_pages', 'silver_songs']],
    ['more than a third of the letters differ', 'kind', ['id']],
    ['no word is known', 'gold', []],
  ])('is not made if %s', (_, word, known) => {
    expect(didYouMean(word, known)).toBe('');
  });
});
