/** What a JSON text says that was cut off: closed where it was cut, or at the last place where it can be. */
export function parseCut(text: string): unknown {
  for (const closed of closedTexts(text)) {
    try {
      return JSON.parse(closed)
    } catch {
      // The next closing is further from the cut, and asks less of what stands there.
    }
  }
  return undefined
}

interface Place {
  readonly at: number
  readonly closers: string
}

function closedTexts(text: string): readonly string[] {
  let closers = ''
  let last: Place = { at: 0, closers: 'null' }
  let isValue = true
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (letter === '"') {
      const end = endOfText(text, at)
      if (end === -1) {
        const cut = `${withoutHalfEscape(text)}"${closers}`
        return isValue ? [cut, closedAt(text, last)] : [closedAt(text, last)]
      }
      at = end
    } else if (letter === '{' || letter === '[') {
      closers = (letter === '{' ? '}' : ']') + closers
      last = { at: at + 1, closers }
      isValue = letter === '['
    } else if (letter === '}' || letter === ']') {
      closers = closers.slice(1)
      last = { at: at + 1, closers }
    } else if (letter === ',') {
      last = { at, closers }
      isValue = closers.startsWith(']')
    } else if (letter === ':') {
      isValue = true
    }
    if (closers.length > DEPTH_MAX) return []
  }
  return [text, closedAt(text, last)]
}

// No request is nested like that, and the string of closers is copied at every step.
const DEPTH_MAX = 512

const closedAt = (text: string, { at, closers }: Place): string => text.slice(0, at) + closers

function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return at
    if (code === BACKSLASH) at++
  }
  return -1
}
const QUOTE = 34
const BACKSLASH = 92

/** The text without an escape that the cut went through. */
function withoutHalfEscape(text: string): string {
  const half = /u[0-9a-fA-F]{0,3}$/.exec(text.slice(-4))
  const end = text.length - (half?.[0].length ?? 0)
  return slashesBefore(text, end) % 2 === 1
    ? text.slice(0, end - 1)
    : slashesBefore(text, text.length) % 2 === 1
      ? text.slice(0, -1)
      : text
}

function slashesBefore(text: string, end: number): number {
  let at = end
  while (at > 0 && text.charCodeAt(at - 1) === BACKSLASH) at -= 1
  return end - at
}
