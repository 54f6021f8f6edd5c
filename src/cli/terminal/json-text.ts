// JSON escapes what stands below U+0020 by itself. Of the rest: DEL and the second set of controls, marks
// that turn a line around, and what shows nothing.
const HOSTILE =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g

/** A value as JSON that may be printed: the same value to whoever parses it, harmless to a terminal. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2)
  return text.replace(HOSTILE, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
