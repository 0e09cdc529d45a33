import { snakeCase } from '../../../constructs/medallion/identifier';

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
