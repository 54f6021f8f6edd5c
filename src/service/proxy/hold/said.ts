/** What an answer says and what it shows of its reasoning, in any API's form, from its events or from the whole. */
import { isObject, type Json, objectOf, objectsOf, textOf } from '../record/fields.js'

export interface Said {
  readonly reasoning: string
  /** Each sample, and what each call of a tool is given. */
  readonly texts: readonly string[]
}

export interface Saying {
  readonly think: (text: unknown) => void
  /** Goes on with what has this name. */
  readonly say: (name: string, text: unknown) => void
  /** The same for words that are written as JSON: what a tool is given. */
  readonly give: (name: string, json: unknown) => void
  readonly said: () => Said
}

export function makeSaying(): Saying {
  let reasoning = ''
  const texts = new Map<string, string>()
  const given = new Map<string, string>()
  const goOn = (parts: Map<string, string>, name: string, text: unknown) => {
    if (typeof text === 'string') parts.set(name, (parts.get(name) ?? '') + text)
  }
  return {
    think: (text) => {
      if (typeof text === 'string') reasoning += text
    },
    say: (name, text) => goOn(texts, name, text),
    give: (name, json) => goOn(given, name, json),
    said: () => {
      // Where the API shows reasoning apart, a tag is the model's word: it could hide the whole answer behind one.
      const isApart = reasoning !== ''
      const parts = [...texts.values()].map((text) =>
        isApart ? { thoughts: '', rest: text } : withoutThoughts(text),
      )
      const calls = [...given.values()].map((json) => wordsOf(parsedOr(json)))
      return {
        reasoning: [reasoning, ...parts.map(({ thoughts }) => thoughts)].join('\n'),
        texts: [...parts.map(({ rest }) => rest), ...calls].filter((text) => text !== ''),
      }
    },
  }
}

/** All texts that a value holds. Nested without end it is an error, and nobody can say what is in it. */
export function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(wordsOf).join('\n')
  return isObject(value) ? Object.values(value).map(wordsOf).join('\n') : ''
}

const partsText = (parts: unknown): string =>
  typeof parts === 'string'
    ? parts
    : objectsOf(parts)
        .map((part) => textOf(part.text ?? part.refusal))
        .join('')

function parsedOr(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return json
  }
}

const OPEN = '<think>'
const CLOSE = '</think>'

/** Some servers write the reasoning before the answer, in a tag. The opening one may stand in the prompt. */
function withoutThoughts(text: string): { readonly thoughts: string; readonly rest: string } {
  const start = text.indexOf(OPEN)
  const end = text.indexOf(CLOSE, Math.max(0, start))
  if (end === -1) return { thoughts: '', rest: text }
  const before = start === -1 ? '' : text.slice(0, start)
  return {
    thoughts: text.slice(start === -1 ? 0 : start + OPEN.length, end),
    rest: before + text.slice(end + CLOSE.length),
  }
}

/** A block of a message. One of a kind that is not known says all that is in it. */
export function sayBlock(saying: Saying, index: number, block: Json): void {
  const { type, id: _, signature: _signature, ...rest } = block
  if (type === 'thinking') saying.think(`\n${textOf(block.thinking)}`)
  else if (type === 'text') saying.say('text', block.text)
  else if (type !== 'redacted_thinking') saying.say(`block ${index}`, `\n${wordsOf(rest)}`)
}

export function sayDelta(saying: Saying, index: number, delta: Json): void {
  const { type, ...rest } = delta
  if (type === 'thinking_delta') saying.think(delta.thinking)
  else if (type === 'text_delta') saying.say('text', delta.text)
  else if (type === 'input_json_delta') saying.give(`block ${index}`, delta.partial_json)
  else if (type !== 'signature_delta') saying.say(`block ${index}`, `\n${wordsOf(rest)}`)
}

/** A message of Chat Completions, or the next piece of one: they have the same keys. */
export function sayMessage(saying: Saying, index: number, message: Json): void {
  saying.think(message.reasoning_content)
  saying.think(message.reasoning)
  const name = `choice ${index}`
  saying.say(name, message.content)
  saying.say(name, message.refusal)
  for (const part of objectsOf(message.content)) {
    if (part.type === 'thinking') saying.think(partsText(part.thinking))
    else saying.say(name, wordsOf(part.text ?? part.refusal))
  }
  saying.give(name, objectOf(message.function_call).arguments)
  for (const [place, call] of objectsOf(message.tool_calls).entries()) {
    const of = `${name} ${String(call.index ?? place)}`
    saying.give(of, objectOf(call.function).arguments)
    saying.say(of, objectOf(call.custom).input)
  }
}

/** An item of a response that is finished. */
export function sayItem(saying: Saying, index: number, item: Json): void {
  const name = `item ${index}`
  const {
    type,
    arguments: json,
    content,
    summary,
    id: _,
    encrypted_content: _sealed,
    ...rest
  } = item
  if (type === 'reasoning') saying.think(`\n${partsText(summary)}\n${partsText(content)}`)
  else if (type === 'message') saying.say(name, partsText(content))
  else {
    saying.give(name, json)
    saying.say(name, wordsOf([content, rest]))
  }
}
