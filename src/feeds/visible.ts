/**
 * Text from logs is hostile: it may hold codes that drive a terminal, marks that turn the order of a
 * line around, or characters that show nothing, so that two account ids look like one.
 */

// Zero-width joiners stay: Persian, Hindi and emoji are spelt with them.
const INVISIBLE =
  /[\u00ad\u180e\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be found.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f]/g
const CONTROLS_SECOND = /[\u0080-\u009f]/g
const LONE_SURROGATES = /\p{Surrogate}/gu

/**
 * A text in which whatever does not show is made to show, and line ends and tabs are kept. Control
 * characters become their pictures (␛), so that what differed before differs still.
 */
export function visibleText(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(CONTROLS, controlPicture)
    .replace(CONTROLS_SECOND, codePointMark)
    .replace(INVISIBLE, codePointMark)
    .replace(LONE_SURROGATES, '\ufffd')
}

/** The same, on one line: for identifiers and for whatever is a row of a table. */
export function visibleLine(text: string): string {
  return visibleText(text).replaceAll('\n', '␊').replaceAll('\t', ' ')
}

/** The first `characters` of a text, as a person counts them, with an ellipsis where it was cut. */
export function excerpt(text: string, characters: number): string {
  // A character has at most two units, so the slice bounds the work on a text of any length.
  const all = Array.from(text.slice(0, characters * 2 + 2))
  return all.length <= characters ? text : `${all.slice(0, characters - 1).join('')}…`
}

const CONTROL_PICTURES = 0x2400
const DELETE = 0x7f
const DELETE_PICTURE = '\u2421'

function controlPicture(character: string): string {
  const code = character.charCodeAt(0)
  return code === DELETE ? DELETE_PICTURE : String.fromCharCode(CONTROL_PICTURES + code)
}

function codePointMark(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return `⟦U+${code.toString(16).toUpperCase().padStart(4, '0')}⟧`
}
