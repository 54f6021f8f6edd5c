import { describe, expect, test } from 'vitest'
import { margined, paragraph, tableLines, terminalOf } from './page.js'
import { widthOf } from './terminal/layout.js'

const terminal = terminalOf({ columns: 40 })

describe('pages', () => {
  test('a table fits, and the column that may yield is the one that is cut', () => {
    const lines = tableLines(
      [
        { head: 'Name', yields: true },
        { head: 'Number', isNumber: true },
      ],
      [
        ['a name that is much too long for a terminal', '12,345'],
        ['日本語の名前はとても長いので切られます', '7'],
      ],
      terminal,
    )
    expect(lines.every((line) => widthOf(line) <= 40)).toBe(true)
    expect(lines[1]).toMatch(/…\s+12,345$/)
    expect(lines[2]).toMatch(/…\s+7$/)
  })

  test('what comes from data cannot drive the terminal', () => {
    const hostile = '\u001b]0;owned\u0007\u202etxt'
    const lines = [
      ...tableLines([{ head: 'Name' }], [[hostile]], terminal),
      ...paragraph(hostile, terminal),
      ...margined(hostile, hostile, terminal),
    ].join('\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
    expect(lines).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/)
  })

  test('a text is broken between characters and never cut, and a word too long for the margin has lines of its own', () => {
    const text = `${'日本語'.repeat(30)} ${'x'.repeat(200)} 👩‍🔬 e\u0301`
    const place = 'extensions.extension-definition--8e1f1d3c.properties.value'
    for (const lines of [paragraph(text, terminal, 2), margined(place, text, terminal)]) {
      expect(lines.every((line) => widthOf(line) <= 40)).toBe(true)
      expect(lines.join('').replaceAll(' ', '')).toContain(text.replaceAll(' ', ''))
    }
    expect(margined(place, text, terminal).slice(0, 2).join('')).toBe(place)
    expect(paragraph('👩‍🔬'.repeat(30), terminal).map(widthOf)).toEqual([40, 20])
  })

  test('a window of no width is taken for a narrow one', () => {
    expect(terminalOf({ columns: 0 }).columns).toBe(40)
    expect(terminalOf({}).columns).toBe(80)
  })
})
