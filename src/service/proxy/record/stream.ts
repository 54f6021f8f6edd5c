/** Streams of server-sent events, put together to the body that the same answer has when it is not streamed. */

import { createParser } from 'eventsource-parser'
import { anthropicStream } from './anthropic-stream.js'
import type { Assembly } from './assembly.js'
import { isObject, type Json } from './fields.js'
import { chatStream } from './openai-stream.js'
import { responsesStream } from './responses-stream.js'

export type StreamDialect = 'anthropic' | 'chat' | 'responses'

const ASSEMBLIES: Readonly<Record<StreamDialect, () => Assembly>> = {
  anthropic: anthropicStream,
  chat: chatStream,
  responses: responsesStream,
}

/** The body of a stream of which the head and, if it was cut, the tail are known. */
export function bodyOfStream(dialect: StreamDialect, head: string, tail: string): Json {
  const assembly = ASSEMBLIES[dialect]()
  const feed = (text: string) => {
    const parser = createParser({
      onEvent: ({ data }) => {
        const event = eventOf(data)
        if (event !== undefined) assembly.take(event)
      },
    })
    parser.feed(text)
    // A stream that was broken off may lack the blank line that ends its last event.
    parser.feed('\n\n')
  }
  feed(head)
  // The tail begins in the middle of an event.
  const start = tail.search(/\r?\n\r?\n/)
  if (start !== -1) feed(tail.slice(start))
  return assembly.body()
}

function eventOf(data: string): Json | undefined {
  try {
    const event: unknown = JSON.parse(data)
    return isObject(event) ? event : undefined
  } catch {
    // Such as the `[DONE]` of Chat Completions, or an event cut in half.
    return undefined
  }
}
