import { pageAssets } from '../../../tools/report/page-assets';

describe('what stands in the page beside its HTML', () => {
  const { script, style } = pageAssets();

  it('ends no element', () => expect(`${script}${style}`).not.toMatch(/<\/(script|style)/i));

  it('names the licence of the charts that are in it', () =>
    expect(script).toMatch(/Chart\.js v4[\s\S]*MIT/));

  it('asks for nothing from elsewhere', () => {
    expect(style).not.toMatch(/@import|url\(/);
    expect(script).not.toMatch(/\b(fetch|XMLHttpRequest|WebSocket|importScripts)\b/);
  });
});
