import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Exchange } from '../../src/domain/exchange.js'
import type { Findings } from '../../src/domain/findings.js'
import { collectPictures } from '../../src/feeds/collect.js'
import { renderReport } from '../../src/feeds/report-html.js'
import type { Store } from '../../src/store/store.js'
import { RUN_ID } from './world.js'

export const linesOf = <Row>(folder: string, file: string): Row[] =>
  readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)

/**
 * The fields whose values may stand in what is told: the account's id, without which nobody could be
 * looked up, and the provider's own words for what it sells.
 */
const TOLD = new Set(['account_id', 'model', 'channel'])
/** Texts are searched by pieces, numbers and instants tell nobody apart. */
const TEXTS = new Set(['system', 'messages', 'response', 'received_at', 'created_at'])
/** A shorter value, such as `free` or `en`, stands in any prose by chance. */
const CHARACTERS_MIN = 8
/** Values that are words of the contract or of every client, and that prose has by chance. */
const WORDS = new Set([
  'suspended',
  'institution',
  'education',
  'newsletter',
  'enterprise',
  'identity',
])

/** Every value of every other field of the logs, once. */
export function keptFieldsOf(folder: string): readonly { field: string; value: string }[] {
  const found = new Map<string, string>()
  const records = [
    ...linesOf<Record<string, unknown>>(folder, 'exchange.jsonl'),
    ...linesOf<Record<string, unknown>>(folder, 'account.jsonl'),
  ]
  for (const record of records) {
    for (const [field, given] of Object.entries(record)) {
      if (TOLD.has(field) || TEXTS.has(field)) continue
      for (const value of Array.isArray(given) ? [...given, given.join(',')] : [given]) {
        if (typeof value !== 'string' || value.length < CHARACTERS_MIN || WORDS.has(value)) continue
        found.set(value, field)
      }
    }
  }
  return [...found].map(([value, field]) => ({ field, value }))
}

/** Every text that was sent or answered. */
export const textsOf = (folder: string): readonly string[] => [
  ...new Set(
    linesOf<Exchange>(folder, 'exchange.jsonl').flatMap(({ system, messages, response }) =>
      [system, response, ...(messages ?? []).map(({ content }) => content)].filter(
        (text): text is string => typeof text === 'string' && text !== '',
      ),
    ),
  ),
]

/** So many characters in a row are a quotation and no accident. */
const PIECE_CHARACTERS = 32

/** Says of a text whether a document quotes it. */
export function quotedBy(document: string): (text: string) => boolean {
  const pieces = new Set(piecesOf(document))
  return (text) => {
    for (const piece of piecesOf(text)) if (pieces.has(piece)) return true
    return false
  }
}

/** All pieces of a text, its white space made even. */
function* piecesOf(text: string): Generator<string> {
  const even = text.replaceAll(/\s+/g, ' ')
  for (let start = 0; start + PIECE_CHARACTERS <= even.length; start += 1) {
    yield even.slice(start, start + PIECE_CHARACTERS)
  }
}

/** The report, as `scan` writes it. */
export async function documentOf(
  store: Store,
  findings: Findings,
  { hasText }: { readonly hasText: boolean },
): Promise<string> {
  const pictures = await collectPictures(store, RUN_ID, findings, { hasText })
  return renderReport({ findings, pictures, summary: { stages: [] }, hasText })
}
