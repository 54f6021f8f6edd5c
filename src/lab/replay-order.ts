/**
 * The log of a simulation, told as it happened.
 *
 * The lab writes one scenario after the other. Whoever listens to a provider hears everybody at once: so exchanges
 * are read here in the order of time, and each account, event and release of a model is told with the first batch
 * that ends after it became known. A batch holds nothing from after its last exchange.
 */

import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { Account, AccountEvent, ModelRelease } from '../domain/account.js'
import { accountsAt, headOf, linesOf, rowsOf } from './replay-log.js'

/** An exchange and where it stands in its file: some fifty bytes, so that a log need not fit into memory. */
export interface Placed {
  readonly atMs: number
  readonly account_id: string
  readonly start: number
  readonly bytes: number
}

/** Lines for one body, each with its schema, and the exchanges among them. */
export interface Batch {
  readonly body: Buffer
  readonly records: number
  readonly exchanges: readonly Placed[]
}

/** What was there before the first exchange is told in bodies of so many lines. */
const ROWS_MAX = 2000

/** The exchanges of a file in the order of time; those of one instant as they stand in the file. */
export function orderOfTime(path: string): readonly Placed[] {
  const placed: Placed[] = []
  const known = new Map<string, string>()
  let start = 0
  for (const line of linesOf(path)) {
    const head = headOf(line)
    // One text an account: each line has a copy of its own.
    const account_id = known.get(head.account_id) ?? head.account_id
    known.set(account_id, account_id)
    placed.push({ atMs: head.atMs, account_id, start, bytes: line.length })
    start += line.length
  }
  return placed.sort((one, other) => one.atMs - other.atMs || one.start - other.start)
}

/** A simulation that is not compressed, in batches of so many exchanges. */
export function* batchesInTime(
  folder: string,
  order: readonly Placed[],
  size: number,
): Generator<Batch> {
  const file = openSync(join(folder, 'exchange.jsonl'), 'r')
  try {
    const known = knownInTime(folder, order)
    let told = 0
    for (let place = 0; place < order.length; place += size) {
      const exchanges = order.slice(place, place + size)
      const nowMs = exchanges.at(-1)?.atMs ?? 0
      const due: Buffer[] = []
      for (; (known[told]?.atMs ?? Number.POSITIVE_INFINITY) <= nowMs; told += 1) {
        due.push(known[told]?.line ?? Buffer.alloc(0))
        if (due.length < ROWS_MAX) continue
        yield { body: Buffer.concat(due), records: due.length, exchanges: [] }
        due.length = 0
      }
      const lines = exchanges.map((one) => lineOf(file, one))
      const all = [...due, ...lines]
      yield { body: Buffer.concat(all), records: all.length, exchanges }
    }
  } finally {
    closeSync(file)
  }
}

interface Known {
  readonly atMs: number
  readonly line: Buffer
}

/**
 * Accounts from their sign-up, events and releases from when they happened. An account that an event suspends,
 * closes or reinstates is told again, as its provider would. One that asks before its sign-up, by the clock of
 * another machine, is told with its first exchange.
 */
function knownInTime(folder: string, order: readonly Placed[]): readonly Known[] {
  const accounts = rowsOf<Account>(join(folder, 'account.jsonl'))
  const events = rowsOf<AccountEvent>(join(folder, 'account_event.jsonl'))
  const releases = rowsOf<ModelRelease>(join(folder, 'model_release.jsonl'))
  const firstMs = new Map<string, number>()
  for (const { account_id, atMs } of order) {
    if (!firstMs.has(account_id)) firstMs.set(account_id, atMs)
  }
  const accountOf = new Map(accounts.map((account) => [account.account_id, account]))
  const known = [
    ...accountsAt(accounts, []).map((account) => {
      const signedUpMs = Date.parse(account.created_at)
      const atMs = Math.min(signedUpMs, firstMs.get(account.account_id) ?? signedUpMs)
      return knownAt(atMs, 'account', account)
    }),
    ...events.flatMap((event) => {
      const atMs = Date.parse(event.occurred_at)
      const account = accountOf.get(event.account_id)
      const past = events.filter(
        ({ account_id, occurred_at }) =>
          account_id === event.account_id && Date.parse(occurred_at) <= atMs,
      )
      const now = account === undefined ? [] : accountsAt([account], past)
      return [
        knownAt(atMs, 'account_event', event),
        ...now.map((row) => knownAt(atMs, 'account', row)),
      ]
    }),
    ...releases.map((release) =>
      knownAt(Date.parse(release.released_at), 'model_release', release),
    ),
  ]
  return known.sort((one, other) => one.atMs - other.atMs)
}

const knownAt = (atMs: number, kind: string, row: object): Known => ({
  atMs,
  line: Buffer.from(`${JSON.stringify({ schema: `stillwatch.${kind}/1`, ...row })}\n`),
})

function lineOf(file: number, { start, bytes }: Placed): Buffer {
  const line = Buffer.allocUnsafe(bytes)
  for (let done = 0; done < bytes; ) {
    const read = readSync(file, line, done, bytes - done, start + done)
    if (read === 0) throw new Error('the log of the lab became shorter while it was replayed')
    done += read
  }
  return line
}
