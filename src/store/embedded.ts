/**
 * A connection to the embedded engine whose statements wait for those of this connection, and for no others.
 *
 * The driver can bind values beside a text. But it sends one such statement at a time in the whole process, whichever
 * connection it is of, so that a question of a second waits minutes for what a run is at. Here values go to the connection
 * first, as parameters of the engine's own: `SET param_name = '...'`. The text of the statement stays as it is written, and
 * the engine binds them as it would have.
 */
import assert from 'node:assert'
import type { Readable } from 'node:stream'
import { createClient } from '@clickhouse/client'
import type { ChdbConnection, Connection } from 'chdb/connection'
import type { ParamValue } from './sql.js'

type Options = NonNullable<Parameters<typeof createClient>[0]>

/** What the engine reads as one text. By default it is less than a list of ten thousand takes. */
const TEXT_BYTES_MAX = 256 * 1024 * 1024

/**
 * A client with a connection of its own to the engine of this process, whose data is in the folder `data`. The settings go
 * with each statement.
 */
export async function embeddedClient(
  data: string,
  clickhouse_settings: Options['clickhouse_settings'] = {},
): Promise<ReturnType<typeof createClient>> {
  const { createChdbConnection } = await import('chdb/connection')
  const connection = alone(createChdbConnection({ path: data }))
  const options = { connection, clickhouse_settings }
  // The driver and the client each have a copy of the types between them.
  return createClient(options as unknown as Options)
}

function alone(connection: ChdbConnection): Connection<Readable> {
  const inTurn = makeTurns()
  const withValues = makeValues()
  return Object.freeze<Connection<Readable>>({
    query: (asked) => inTurn(() => connection.query(withValues(asked))),
    command: (asked) => inTurn(() => connection.command(withValues(asked))),
    exec: (asked) => inTurn(() => connection.exec(withValues(asked))),
    insert: (asked) => inTurn(() => connection.insert(withValues(asked))),
    ping: (asked) => inTurn(() => connection.ping(asked)),
    close: () => connection.close(),
  })
}

/** One after the other: each that is begun holds a thread of the process until it ends, and there are few. */
function makeTurns() {
  let last: Promise<unknown> = Promise.resolve()
  return <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }
}

interface Asked {
  readonly query: string
  readonly query_params?: Readonly<Record<string, unknown>>
}

/** Gives each statement its values. Those of the one before are not there any more. */
function makeValues() {
  let before: readonly string[] = []
  return <One extends Asked>(asked: One): One => {
    const values = Object.entries(
      (asked.query_params ?? {}) as Readonly<Record<string, ParamValue>>,
    )
    const names = new Set(values.map(([name]) => name))
    const set = [
      ...before.filter((name) => !names.has(name)).map((name) => `param_${name} = ''`),
      ...values.map(([name, value]) => `param_${name} = ${quoted(paramText(value))}`),
    ]
    before = [...names]
    if (set.length === 0) return asked
    const query = `SET max_query_size = ${TEXT_BYTES_MAX}; SET ${set.join(', ')}; ${asked.query}`
    return { ...asked, query, query_params: {} }
  }
}

/** What the engine reads as the value of a placeholder, by the type that the placeholder has. */
function paramText(value: ParamValue): string {
  if (typeof value === 'string') return escaped(value)
  if (typeof value === 'number') return digits(value)
  if (typeof value !== 'object') return String(value)
  if (isList(value)) return `[${value.map(item).join(',')}]`
  return `{${Object.entries(value).map(([key, one]) => `${quoted(key)}:${digits(one)}`)}}`
}

type Item = string | number
const isList = (value: object): value is readonly Item[] => Array.isArray(value)
const item = (one: Item): string => (typeof one === 'number' ? digits(one) : quoted(one))

function digits(value: number): string {
  const isExact = Number.isSafeInteger(value) || !Number.isInteger(value)
  assert(Number.isFinite(value) && isExact, `${value} is no number that a statement can be given`)
  return String(value)
}

const quoted = (text: string): string => `'${escaped(text)}'`

/** Nothing is left that could end a literal or a line, and each backslash begins the number of a byte. */
const escaped = (text: string): string => text.replaceAll(/[\\'\p{Cc}]/gu, bytesOf)

const bytesOf = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
