import { z } from 'zod'
import { defineIndicator } from './define.js'
import { said } from './parts/said.js'

const NAMES_MIN = 5
const names = (order: string): readonly string[] => order.split(',')

const pattern = z.strictObject({
  user_agent: said(512).describe('Without digits and dots: the program and not its version.'),
  ja4: said(128),
  header_order: said(2048).describe('Names as sent, with commas between.'),
})

/** A request of one program, as the cases have it. */
const request = (account_id: string, changes: Readonly<Record<string, string>> = {}) => ({
  exchange_id: `of ${account_id}`,
  account_id,
  user_agent: 'relay-http/2.1.0',
  ja4: 't13d1516h2_1a_2b',
  header_order: '["host","accept","x-b","x-a","content-length"]',
  ...changes,
})

const PROGRAM = {
  user_agent: 'relay-http/',
  ja4: 't13d1516h2_1a_2b',
  header_order: 'host,accept,x-b,x-a,content-length',
}

export default defineIndicator({
  id: 'client',
  family: 'client',
  title: 'A program by what it says, how it says it and how it connects',
  why: `A relay of one's own claims to be a program of everybody's, and orders its headers or shakes hands as that
    program never does. The mismatch is the relay's own, at every provider.`,
  benign: [
    'Everybody who uses the same release of one SDK, who are too many here for it to leave.',
    'A firm’s own build of a public program.',
  ],
  evasions: ['The stack of a real program: then there is no mismatch to tell.'],
  does: 'use one program with one order of headers and one handshake',
  pattern,
  expires_days: 60,
  marking: 'green',
  spares_quiet: false,
  samples: 1,
  isTooWide({ user_agent, ja4, header_order }) {
    if (names(header_order).length < NAMES_MIN) return 'an order of fewer than five headers'
    return user_agent === '' || ja4 === '' ? 'one fact of a program and no second' : ''
  },
  sql: `
    SELECT
        account_id,
        cityHash64(client_hash, header_hash, ja4_hash) AS value_hash,
        received_at AS since_at,
        received_at AS until_at,
        exchange_id AS sample_id
    FROM exchange_origin
    WHERE header_hash != 0 AND ja4_hash != 0 AND client_hash != 0
  `,
  raw: `
    SELECT
        value_hash,
        replaceRegexpAll(toString(user_agent), '[0-9.]+', '') AS program,
        toString(ja4) AS handshake,
        toString(header_order) AS headers
    FROM exchange
    GLOBAL INNER JOIN indicator_sample AS sample
        ON sample.account_id = exchange.account_id AND sample.sample_id = exchange.exchange_id
    WHERE (exchange.account_id, exchange.exchange_id) GLOBAL IN (SELECT account_id, sample_id FROM indicator_sample)
    ORDER BY value_hash
  `,
  patternOf([row]) {
    if (row === undefined) return undefined
    const read = pattern.safeParse({
      user_agent: row.program,
      ja4: row.handshake,
      header_order: canonicalOrder(String(row.headers)),
    })
    return read.data
  },
  // A log has the names as an array or as a text, and was hashed as it was.
  probes({ user_agent, ja4, header_order }) {
    const list = names(header_order)
    const written = [header_order, list.join(', '), JSON.stringify(list)]
    return [...new Set(written)].map((order) => [user_agent, ja4, order])
  },
  hashed: `
    SELECT pattern_id, cityHash64(
        keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, probe[1]),
        keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, probe[3]),
        keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, probe[2])) AS value_hash
    FROM indicator_probe
    WHERE kind = 'client'
  `,
  cases: {
    matches: {
      'the program in another version': { pattern: PROGRAM, given: { exchange: [request('a')] } },
      'a log that has the names as one text': {
        pattern: PROGRAM,
        given: { exchange: [request('a', { header_order: PROGRAM.header_order })] },
      },
    },
    quiet: {
      'the same names in another order': {
        pattern: PROGRAM,
        given: {
          exchange: [request('a', { header_order: 'accept,host,x-b,x-a,content-length' })],
        },
      },
      'another program with the same handshake': {
        pattern: PROGRAM,
        given: { exchange: [request('a', { user_agent: 'python-requests/2.31' })] },
      },
    },
  },
})

function canonicalOrder(headers: string): string {
  if (!headers.startsWith('[')) return headers.split(/\s*,\s*/).join(',')
  const list = z.array(z.string()).safeParse(parsed(headers))
  return (list.data ?? []).join(',')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
