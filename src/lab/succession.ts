/**
 * A pool that is banned and comes back.
 *
 * Made from a simulation by cutting it: at the middle of the window half of each pool is banned, and the other half
 * appears then and not before, freshly signed up. Which half an account falls into is drawn by lot, so successors
 * have of their predecessors what any two accounts of the pool have of each other, at the sharing rates of the
 * scenario, and nothing more: no address, card or conversation is handed on. Newcomers are given by slices: the
 * first exchange of each, then the second, and so on.
 */

import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import type { Account } from '../domain/account.js'
import type { Truth } from '../domain/truth.js'
import { createRandom } from './random.js'
import { headOf, linesOf, rowsOf, writeAll, writeRows, writeTablesAt } from './replay-log.js'

export interface SuccessionOptions {
  /** A simulation that is not compressed. */
  readonly folder: string
  /** An empty folder. */
  readonly target: string
  readonly truth: Truth
  readonly seed: string
  /** After how many exchanges of a newcomer a slice ends, in rising order. */
  readonly slices: readonly number[]
}

export interface Succession {
  /** What lay there when the pools were banned. */
  readonly before: string
  /** One folder a slice; the first has the sign-ups. */
  readonly after: readonly string[]
  /** Campaign of each successor. */
  readonly successors: ReadonlyMap<string, string>
  /** The innocent who were not seen before; bystanders are neither. */
  readonly innocents: readonly string[]
}

const HOUR_MS = 3_600_000
/** A successor signs up in the two days before it first asks, and after the ban. */
const SIGNUP_HOURS_MAX = 48

export function dealSuccession(options: SuccessionOptions): Succession {
  const { folder, target, truth, seed, slices } = options
  const exchanges = join(folder, 'exchange.jsonl')
  const { firstMs, cutMs } = readTimes(exchanges)
  const random = createRandom(`${seed} succession`)
  const campaignOf = new Map<string, string>()
  const successors = new Map<string, string>()
  for (const { campaign_id, accounts } of truth.campaigns) {
    for (const id of accounts) campaignOf.set(id, campaign_id)
    const half = random.sample([...accounts].sort(), Math.floor(accounts.length / 2))
    for (const id of half) successors.set(id, campaign_id)
  }
  const bystanders = new Set(truth.bystanders.map(({ account_id }) => account_id))
  const isNew = (id: string) =>
    successors.has(id) ||
    ((firstMs.get(id) ?? 0) >= cutMs && !campaignOf.has(id) && !bystanders.has(id))

  const before = join(target, 'before')
  const after = slices.map((_, place) => join(target, `after-${place}`))
  for (const path of [before, ...after]) mkdirSync(path)
  const file = openSync(join(before, 'exchange.jsonl'), 'w')
  const files = after.map((path) => openSync(join(path, 'exchange.jsonl'), 'w'))
  const sent = new Map<string, number>()
  const seenAt = new Map<string, number>()
  for (const line of linesOf(exchanges)) {
    const { atMs, account_id } = headOf(line)
    if (atMs < cutMs) {
      if (!successors.has(account_id)) writeAll(file, line)
      continue
    }
    if (!isNew(account_id)) continue
    const count = (sent.get(account_id) ?? 0) + 1
    sent.set(account_id, count)
    seenAt.set(account_id, Math.min(atMs, seenAt.get(account_id) ?? atMs))
    const slice = files[slices.findIndex((last) => count <= last)]
    if (slice !== undefined) writeAll(slice, line)
  }
  for (const one of [file, ...files]) closeSync(one)
  writeTablesAt(folder, before, cutMs)
  const tables = join(before, 'account.jsonl')
  writeRows(
    tables,
    rowsOf<Account>(tables).filter(({ account_id }) => !successors.has(account_id)),
  )
  const signups = rowsOf<Account>(join(folder, 'account.jsonl')).flatMap((account) => {
    const { account_id, created_at } = account
    const firstAt = seenAt.get(account_id)
    if (firstAt === undefined) return []
    if (!successors.has(account_id)) return [account]
    const hours = random.uniform(0, SIGNUP_HOURS_MAX)
    const createdMs = Math.max(Date.parse(created_at), cutMs, firstAt - hours * HOUR_MS)
    return [{ ...account, created_at: new Date(Math.min(createdMs, firstAt)).toISOString() }]
  })
  writeRows(join(after[0] ?? target, 'account.jsonl'), signups)
  const seen = [...seenAt.keys()]
  return {
    before,
    after,
    successors: new Map([...successors].filter(([id]) => seenAt.has(id))),
    innocents: seen.filter((id) => !successors.has(id)),
  }
}

/** When each account was first seen, and the middle of the window. */
function readTimes(path: string) {
  const firstMs = new Map<string, number>()
  let from = Number.POSITIVE_INFINITY
  let to = 0
  for (const line of linesOf(path)) {
    const { atMs, account_id } = headOf(line)
    from = Math.min(from, atMs)
    to = Math.max(to, atMs)
    const known = firstMs.get(account_id)
    if (known === undefined || atMs < known) firstMs.set(account_id, atMs)
  }
  return { firstMs, cutMs: (from + to) / 2 }
}
