import fc from 'fast-check'
import { expect, test } from 'vitest'
import { escapeHtml, html, textBlock } from './html.js'

const put = (text: string) => html`<p title="${text}">${text}</p>`.markup

test('what is put into a template is escaped, in text and in attributes', () => {
  expect(put(`<script>alert('1')</script>"&`)).toBe(
    '<p title="&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;">' +
      '&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;</p>',
  )
})

test('markup of our own is not escaped twice, and nothing is written for what is absent', () => {
  expect(html`<ul>${[html`<li>${1}</li>`, html`<li>a</li>`]}${false}${undefined}</ul>`.markup).toBe(
    '<ul><li>1</li><li>a</li></ul>',
  )
})

test('what does not show is made to show', () => {
  expect(escapeHtml('a\u0000b\u001b[31mc')).toBe('a␀b␛[31mc')
  expect(escapeHtml('acct\u202etxt.exe')).toBe('acct⟦U+202E⟧txt.exe')
  expect(escapeHtml('zero\u200bwidth\u0085')).toBe('zero⟦U+200B⟧width⟦U+0085⟧')
  expect(escapeHtml('lone\ud800surrogate')).toBe('lone\ufffdsurrogate')
})

test('a text of several lines keeps them; an id is one line', () => {
  expect(textBlock('a\r\nb').markup).toBe('a\nb')
  expect(escapeHtml('a\nb')).toBe('a␊b')
})

test('no text whatever leaves markup, a control or half a character behind', () => {
  const hostile = fc.string({ unit: 'binary', maxLength: 60 })
  fc.assert(
    fc.property(hostile, (text) => {
      const escaped = escapeHtml(text)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
      expect(escaped).not.toMatch(/[<>"'\u0000-\u001f\u007f-\u009f\u202a-\u202e]|\p{Surrogate}/u)
    }),
  )
})
