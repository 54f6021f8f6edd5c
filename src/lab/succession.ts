/**
 * A pool that is banned and comes back.
 *
 * Made from a simulation by cutting it: at the middle of the window half of each pool is banned, which the log of
 * events says, and the other half appears then and not before, freshly signed up. Which half an account falls into
 * is drawn by lot, so successors have of their predecessors what any two accounts of the pool have of each other, at
 * the sharing rates of the scenario, and nothing more: no address, card or conversation is handed on. What newcomers
 * send is dealt in the order of time, each up to its first so many exchanges.
 */

import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import type { Account, AccountEvent } from '../domain/account.js'
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
  /** Into how many parts of equal length the time after the ban is cut. */
  readonly parts: number
  /** How many exchanges of a newcomer are dealt; more are for a run to judge. */
  readonly exchangesMax: number
  /** Who came so many days before the ban is a newcomer as well. */
  readonly newcomerDays: number
}

export interface Succession {
  /** What lay there when the pools were banned. */
  readonly before: string
  /** One folder a part, in the order of time; each has the sign-ups of those who first ask in it. */
  readonly after: readonly Part[]
  /** Campaign of each successor. */
  readonly successors: ReadonlyMap<string, string>
  /** The innocent who came after the ban, or within the days before it and sent little; bystanders are neither. */
  readonly innocents: readonly string[]
  /** Members of pools, bystanders among them: whoever is recognised beside them and the successors is innocent. */
  readonly involved: ReadonlySet<string>
  /** When each newcomer sends what is dealt no more, in milliseconds; absent if it sends no more. */
  readonly overMs: ReadonlyMap<string, number>
}

export interface Part {
  readonly folder: string
  readonly endMs: number
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A successor signs up in the two days before it first asks, and after the ban. */
const SIGNUP_HOURS_MAX = 48

export function dealSuccession(options: SuccessionOptions): Succession {
  const { folder, target, truth, seed, parts, exchangesMax, newcomerDays } = options
  const exchanges = join(folder, 'exchange.jsonl')
  const { timesOf, cutMs, endMs } = readTimes(exchanges)
  const random = createRandom(`${seed} succession`)
  const { campaignOf, successors } = drawSuccessors(truth, random)
  const bystanders = new Set(truth.bystanders.map(({ account_id }) => account_id))
  const involved = new Set([...campaignOf.keys(), ...bystanders])

  // The times after the ban of who is new, as many as are dealt and one more.
  const sends = new Map<string, readonly number[]>()
  for (const [id, times] of timesOf) {
    const late = times.filter((atMs) => atMs >= cutMs).sort((a, b) => a - b)
    const isNew = successors.has(id) || (late.length === times.length && !campaignOf.has(id))
    if (isNew && late.length > 0 && !bystanders.has(id))
      sends.set(id, late.slice(0, exchangesMax + 1))
  }

  const before = join(target, 'before')
  const lengthMs = (endMs + 1 - cutMs) / parts
  const after = Array.from({ length: parts }, (_, place) => ({
    folder: join(target, `after-${String(place).padStart(3, '0')}`),
    endMs: cutMs + (place + 1) * lengthMs,
  }))
  for (const path of [before, ...after.map((part) => part.folder)]) mkdirSync(path)
  const file = openSync(join(before, 'exchange.jsonl'), 'w')
  const files = after.map((part) => openSync(join(part.folder, 'exchange.jsonl'), 'w'))
  for (const line of linesOf(exchanges)) {
    const { atMs, account_id } = headOf(line)
    if (atMs < cutMs) {
      if (!successors.has(account_id)) writeAll(file, line)
      continue
    }
    const isDealt = atMs < (sends.get(account_id)?.[exchangesMax] ?? Number.POSITIVE_INFINITY)
    const part = files[Math.floor((atMs - cutMs) / lengthMs)]
    if (sends.has(account_id) && isDealt && part !== undefined) writeAll(part, line)
  }
  for (const one of [file, ...files]) closeSync(one)
  writeTablesBefore(folder, before, cutMs, campaignOf, successors)
  writeSignups(options, after, { sends, successors, cutMs, lengthMs, random })
  const overMs = [...sends].flatMap(([id, times]) => {
    const over = times[exchangesMax]
    return over === undefined ? [] : [[id, over] as const]
  })
  return {
    before,
    after,
    successors: new Map([...successors].filter(([id]) => sends.has(id))),
    innocents: [...timesOf].flatMap(([id, times]) => {
      const isNewcomer =
        sends.has(id) ||
        (times.length <= exchangesMax && earliest(times) >= cutMs - newcomerDays * DAY_MS)
      return isNewcomer && !involved.has(id) ? [id] : []
    }),
    involved,
    overMs: new Map(overMs),
  }
}

const earliest = (times: readonly number[]) => times.reduce((a, b) => Math.min(a, b))

type Random = ReturnType<typeof createRandom>

function drawSuccessors(truth: Truth, random: Random) {
  const campaignOf = new Map<string, string>()
  const successors = new Map<string, string>()
  for (const { campaign_id, accounts } of truth.campaigns) {
    for (const id of accounts) campaignOf.set(id, campaign_id)
    const half = random.sample([...accounts].sort(), Math.floor(accounts.length / 2))
    for (const id of half) successors.set(id, campaign_id)
  }
  return { campaignOf, successors }
}

/** The tables as they were at the ban, which the last events are. */
function writeTablesBefore(
  folder: string,
  before: string,
  cutMs: number,
  campaignOf: ReadonlyMap<string, string>,
  successors: ReadonlyMap<string, string>,
): void {
  writeTablesAt(folder, before, cutMs)
  const [accounts, events] = [join(before, 'account.jsonl'), join(before, 'account_event.jsonl')]
  const known = rowsOf<Account>(accounts).filter(({ account_id }) => !successors.has(account_id))
  const banned = known.filter(({ account_id }) => campaignOf.has(account_id))
  const at = new Date(cutMs - 1).toISOString()
  writeRows(accounts, known)
  writeRows(events, [
    ...rowsOf<AccountEvent>(events).filter(({ account_id }) => !successors.has(account_id)),
    ...banned.map(({ account_id }) => ({
      account_id,
      occurred_at: at,
      kind: 'suspended' as const,
      detail: 'usage policy',
    })),
  ])
}

interface Dealt {
  readonly sends: ReadonlyMap<string, readonly number[]>
  readonly successors: ReadonlyMap<string, string>
  readonly cutMs: number
  readonly lengthMs: number
  readonly random: Random
}

/** Each newcomer's account, in the part in which it first asks. */
function writeSignups({ folder }: SuccessionOptions, after: readonly Part[], dealt: Dealt): void {
  const { sends, successors, cutMs, lengthMs, random } = dealt
  const signups = after.map((): Account[] => [])
  for (const account of rowsOf<Account>(join(folder, 'account.jsonl'))) {
    const { account_id, created_at } = account
    const firstMs = sends.get(account_id)?.[0]
    if (firstMs === undefined) continue
    const hours = successors.has(account_id) ? random.uniform(0, SIGNUP_HOURS_MAX) : undefined
    const createdMs =
      hours === undefined
        ? Date.parse(created_at)
        : Math.min(firstMs, Math.max(Date.parse(created_at), cutMs, firstMs - hours * HOUR_MS))
    // What becomes of it is not known yet.
    const known = account.status ? { status: 'active' as const } : {}
    const signup = { ...account, ...known, created_at: new Date(createdMs).toISOString() }
    signups[Math.floor((firstMs - cutMs) / lengthMs)]?.push(signup)
  }
  for (const [place, rows] of signups.entries()) {
    writeRows(join(after[place]?.folder ?? folder, 'account.jsonl'), rows)
  }
}

/** When each account asked, the middle of the window and its end. */
function readTimes(path: string) {
  const timesOf = new Map<string, number[]>()
  let from = Number.POSITIVE_INFINITY
  let to = 0
  for (const line of linesOf(path)) {
    const { atMs, account_id } = headOf(line)
    from = Math.min(from, atMs)
    to = Math.max(to, atMs)
    const times = timesOf.get(account_id)
    if (times === undefined) timesOf.set(account_id, [atMs])
    else times.push(atMs)
  }
  return { timesOf, cutMs: (from + to) / 2, endMs: to }
}
