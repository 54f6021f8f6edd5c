/**
 * The keys of a JSON object and where their values stand in its text, so that one value can be put in place of another and
 * all else stays byte for byte: numbers that JavaScript would round, the order of keys, what was signed.
 */
export interface Member {
  readonly key: string
  /** Where its value begins, and where it has ended. */
  readonly start: number
  readonly end: number
}

/** Of a text that `JSON.parse` takes as an object. */
export function membersOf(text: string): readonly Member[] {
  const members: Member[] = []
  let at = text.indexOf('{') + 1
  for (;;) {
    const open = text.indexOf('"', at)
    if (open === -1 || text.slice(at, open).includes('}')) return members
    const close = afterText(text, open)
    const start = afterSpace(text, text.indexOf(':', close) + 1)
    const end = afterValue(text, start)
    members.push({ key: JSON.parse(text.slice(open, close)) as string, start, end })
    at = afterSpace(text, end)
    if (text[at] !== ',') return members
    at += 1
  }
}

/** Whether a key is there twice, however it is written. Which of them counts, each API says otherwise. */
export function hasTwice(members: readonly Member[]): boolean {
  const keys = members.map(({ key }) => key.toLowerCase())
  return new Set(keys).size < keys.length
}

const SPACE = /\s/

function afterSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && SPACE.test(text[at] ?? '')) at += 1
  return at
}

function afterText(text: string, open: number): number {
  let at = open
  for (;;) {
    at = text.indexOf('"', at + 1)
    if (at === -1) return text.length
    let slashes = 0
    while (text[at - 1 - slashes] === '\\') slashes += 1
    if (slashes % 2 === 0) return at + 1
  }
}

function afterValue(text: string, start: number): number {
  let depth = 0
  let at = start
  while (at < text.length) {
    const letter = text[at]
    if (letter === '"') at = afterText(text, at)
    else {
      if (letter === '{' || letter === '[') depth += 1
      else if (letter === '}' || letter === ']') {
        if (depth === 0) return trimmed(text, start, at)
        depth -= 1
      } else if (letter === ',' && depth === 0) return trimmed(text, start, at)
      at += 1
      if (depth === 0 && (letter === '}' || letter === ']')) return at
    }
    if (depth === 0 && letter === '"') return at
  }
  return at
}

function trimmed(text: string, start: number, end: number): number {
  let at = end
  while (at > start && SPACE.test(text[at - 1] ?? '')) at -= 1
  return at
}
