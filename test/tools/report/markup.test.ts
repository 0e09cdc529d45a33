import { html, scriptJson } from '../../../tools/report/markup';
import { HOSTILE } from './report-fixture';

describe('markup', () => {
  it('escapes texts, in content and in attributes', () => {
    const text = `<b title="it's">&`;
    expect(html`<p title="${text}">${text}</p>`.text).toBe(
      '<p title="&lt;b title=&quot;it&#39;s&quot;&gt;&amp;">&lt;b title=&quot;it&#39;s&quot;&gt;&amp;</p>',
    );
  });

  it('takes markup as it is, and lists of it', () =>
    expect(html`<ul>${['<', 'b'].map((text) => html`<li>${text}</li>`)}</ul>`.text).toBe(
      '<ul><li>&lt;</li><li>b</li></ul>',
    ));

  it('writes nothing for what is not there', () => expect(html`<p>${undefined}</p>`.text).toBe('<p></p>'));

  it('writes out what cannot be seen, or turns the direction of a line', () =>
    expect(html`${'a\u0000b\u202ec\u2028d\u200be\tf\n'}`.text).toBe(
      'a\\u0000b\\u202ec\\u2028d\\u200be\tf\n',
    ));
});

describe('JSON in a script', () => {
  it('cannot end the script, and means the same', () => {
    const { text } = scriptJson({ payload: HOSTILE });
    expect(text).not.toMatch(/[<>&\u2028\u2029]/);
    expect(JSON.parse(text)).toEqual({ payload: HOSTILE });
  });
});
