import stringWidth from 'string-width'

/** Widths are in columns of the terminal, of which a Chinese character takes two. */

export const widthOf = (text: string): number => stringWidth(text)

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** A text in at most so many columns, with an ellipsis where it was cut, never inside a character. */
export function cutTo(text: string, columns: number): string {
  if (columns <= 0) return ''
  // A column holds one character at the least, and a character few units: no need to measure a book.
  const start = text.length > columns * 16 ? text.slice(0, columns * 16) : text
  if (start === text && widthOf(text) <= columns) return text
  let cut = ''
  let width = 0
  for (const { segment } of graphemes.segment(start)) {
    width += widthOf(segment)
    if (width > columns - 1) break
    cut += segment
  }
  return `${cut.trimEnd()}…`
}

/** Padded to so many columns, at the end for text and at the start for numbers. */
export function padTo(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, columns - widthOf(text)))
  return side === 'left' ? text + space : space + text
}

/** Lines of at most so many columns, broken at spaces; a word that is longer is broken too, and nothing is left out. */
export function wrapTo(text: string, columns: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (widthOf(longer) <= columns) line = longer
    else {
      if (line !== '') lines.push(line)
      const pieces = piecesOf(word, columns)
      lines.push(...pieces.slice(0, -1))
      line = pieces.at(-1) ?? ''
    }
  }
  return line === '' ? lines : [...lines, line]
}

/** A word on lines of its own, each as full as it can be, never broken inside a character. */
function piecesOf(word: string, columns: number): readonly string[] {
  const pieces: string[] = []
  let piece = ''
  let width = 0
  for (const { segment } of graphemes.segment(word)) {
    const more = widthOf(segment)
    if (piece !== '' && width + more > columns) {
      pieces.push(piece)
      piece = ''
      width = 0
    }
    piece += segment
    width += more
  }
  return [...pieces, piece]
}
