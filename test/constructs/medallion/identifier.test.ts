import { didYouMean, snakeCase } from '../../../constructs/medallion/identifier';

describe('a suggestion', () => {
  it.each([
    ['dat', ['date', 'userId'], " Did you mean 'date'?"],
    ['totalsessions', ['total_sessions'], " Did you mean 'total_sessions'?"],
    ['kind', ['id'], ''],
    ['price', ['id', 'seen_at'], ''],
    ['price', [], ''],
  ])('for %s among %j is "%s"', (name, known, suggestion) => {
    expect(didYouMean(name, known)).toBe(suggestion);
  });
});

describe('snake case', () => {
  it.each([
    ['pageViews', 'page_views'],
    ['orders', 'orders'],
    ['orders2023', 'orders2023'],
    ['rawHTTPRequests', 'raw_http_requests'],
    ['already_snake', 'already_snake'],
  ])('of %s is %s', (name, snake) => {
    expect(snakeCase(name)).toBe(snake);
  });
});
