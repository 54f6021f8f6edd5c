import type { Assembly } from './assembly.js'
import { isObject, type Json, objectOf, textOf } from './fields.js'

interface Block {
  readonly start: Json
  text: string
  input: string
  signature: string
}

/** The message of a Messages stream. Deltas of kinds that are not known leave their block as it began. */
export function anthropicStream(): Assembly {
  const blocks = new Map<number, Block>()
  let message: Json = {}
  let error: unknown

  const takeDelta = (block: Block, delta: Json): void => {
    if (delta.type === 'text_delta') block.text += textOf(delta.text)
    if (delta.type === 'input_json_delta') block.input += textOf(delta.partial_json)
    if (delta.type === 'signature_delta') block.signature += textOf(delta.signature)
  }
  return {
    take: (event) => {
      if (event.type === 'message_start') message = objectOf(event.message)
      if (event.type === 'content_block_start') {
        const start = objectOf(event.content_block)
        const text = textOf(start.text)
        blocks.set(Number(event.index), { start, text, input: '', signature: '' })
      }
      const block = blocks.get(Number(event.index))
      if (event.type === 'content_block_delta' && block !== undefined) {
        takeDelta(block, objectOf(event.delta))
      }
      if (event.type === 'message_delta') {
        const usage = { ...objectOf(message.usage), ...given(objectOf(event.usage)) }
        message = { ...message, ...objectOf(event.delta), usage }
      }
      if (event.type === 'error') error = event.error
    },
    body: () => ({
      ...message,
      content: [...blocks.values()].map(blockOf),
      ...(error === undefined ? {} : { error }),
    }),
  }
}

/** A count that the end of the stream leaves open stays as it was at the start. */
const given = (usage: Json): Json =>
  Object.fromEntries(Object.entries(usage).filter(([, value]) => value !== null))

function blockOf({ start, text, input, signature }: Block): Json {
  return {
    ...start,
    ...(text === '' ? {} : { text }),
    ...(input === '' ? {} : { input: inputOf(input) }),
    ...(signature === '' ? {} : { signature }),
  }
}

function inputOf(text: string): unknown {
  try {
    const input: unknown = JSON.parse(text)
    return isObject(input) ? input : text
  } catch {
    return text
  }
}
