/** Reads an answer that is whole. What cannot be read in full is not read at all. */
import { TextDecoder } from 'node:util'
import { createParser } from 'eventsource-parser'
import type { ApiKind } from '../../../countermeasures/define.js'
import { decoded } from '../record/decode.js'
import { isObject, type Json, objectOf, objectsOf, textOf } from '../record/fields.js'
import {
  makeSaying,
  type Said,
  type Saying,
  sayBlock,
  sayDelta,
  sayItem,
  sayMessage,
} from './said.js'

export interface Held {
  readonly kind: ApiKind
  readonly pages: readonly Buffer[]
  readonly contentType: string
  readonly contentEncoding: string
  /** Nobody waits for it any more. */
  readonly isDropped: () => boolean
}

/** As many as a model gives at most; comparing more would hold the gate up for longer than moments. */
const LETTERS_MAX = 512 * 1024
/** Bytes of events that are read in one turn of the loop; others are answered in between. */
const SLICE_BYTES = 64 * 1024

/** What an answer says; `null` where that cannot be told for certain. */
export async function readHeld(held: Held): Promise<Said | null> {
  try {
    const pages = unpacked(held)
    const said = /^text\/event-stream/i.test(held.contentType)
      ? await saidInEvents(pages, held)
      : saidInWhole(jsonOf(Buffer.concat(pages)))
    const letters = said.texts.reduce((sum, text) => sum + text.length, said.reasoning.length)
    return letters > LETTERS_MAX ? null : said
  } catch {
    // No JSON, no UTF-8, nested without end, packed in an unknown way.
    return null
  }
}

function unpacked({ pages, contentEncoding: encoding, contentType }: Held): readonly Buffer[] {
  if (/^(?:identity)?$/i.test(encoding.trim())) return pages
  const head = Buffer.concat(pages)
  const marks = { tail: Buffer.alloc(0), isCut: false, isDropped: false }
  const text = decoded({ head, ...marks, contentType, contentEncoding: encoding })
  if (text === null) throw new Error('packed in a way that is not understood')
  return [Buffer.from(text)]
}

function jsonOf(bytes: Buffer): Json {
  const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  if (!isObject(value)) throw new Error('no object')
  return value
}

async function saidInEvents(pages: readonly Buffer[], { kind, isDropped }: Held): Promise<Said> {
  const { take, said } = READERS[kind]?.() ?? chatReader()
  const parser = createParser({
    onEvent: ({ data }) => {
      // Chat Completions end with a word that is no JSON.
      if (data.trim() !== '[DONE]') take(objectOf(JSON.parse(data)))
    },
  })
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for (const page of pages) {
    for (let at = 0; at < page.length && !isDropped(); at += SLICE_BYTES) {
      parser.feed(decoder.decode(page.subarray(at, at + SLICE_BYTES), { stream: true }))
      await new Promise(setImmediate)
    }
  }
  // The last event may lack the blank line that ends it.
  parser.feed(`${decoder.decode()}\n\n`)
  return said()
}

/** Each API has a key of its own for what it says. */
function saidInWhole(body: Json): Said {
  const saying = makeSaying()
  for (const [index, block] of objectsOf(body.content).entries()) sayBlock(saying, index, block)
  saying.say('text', body.content)
  for (const [index, item] of objectsOf(body.output).entries()) sayItem(saying, index, item)
  for (const [place, choice] of objectsOf(body.choices).entries()) {
    sayMessage(saying, place, objectOf(choice.message))
  }
  return saying.said()
}

interface EventReader {
  readonly take: (event: Json) => void
  readonly said: () => Said
}

const READERS: Readonly<Partial<Record<ApiKind, () => EventReader>>> = {
  messages: messagesReader,
  responses: responsesReader,
}

function messagesReader(): EventReader {
  const saying = makeSaying()
  return {
    take: ({ type, index, content_block, delta }) => {
      if (type === 'content_block_start') sayBlock(saying, Number(index), objectOf(content_block))
      if (type === 'content_block_delta') sayDelta(saying, Number(index), objectOf(delta))
    },
    said: saying.said,
  }
}

function chatReader(): EventReader {
  const saying = makeSaying()
  return {
    take: (event) => {
      for (const choice of objectsOf(event.choices)) {
        sayMessage(saying, Number(choice.index ?? 0), objectOf(choice.delta))
      }
    },
    said: saying.said,
  }
}

/** What it says piece by piece it says again as items, and all of them at its end: once is enough. */
function responsesReader(): EventReader {
  const pieces = makeSaying()
  let items: Saying | null = null
  let whole: Said | null = null
  return {
    take: (event) => {
      const type = textOf(event.type)
      const name = `piece ${String(event.output_index)}`
      if (type.endsWith('.delta')) {
        if (/reasoning/.test(type)) pieces.think(event.delta)
        else if (/arguments/.test(type)) pieces.give(name, event.delta)
        else pieces.say(name, event.delta)
      }
      if (type === 'response.output_item.done') {
        items ??= makeSaying()
        sayItem(items, Number(event.output_index), objectOf(event.item))
      }
      const { output } = objectOf(event.response)
      if (objectsOf(output).length > 0) whole = saidInWhole({ output })
    },
    said: () => whole ?? (items ?? pieces).said(),
  }
}
