/**
 * What was told, and what is still to be told: of each way on its own, so that one that is dead holds up no other. A file of the state
 * folder, so that a process that begins anew tells nothing twice. Pure but for the file.
 */
import { readFileSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Alert } from './conditions.js'

export const WAYS = ['webhook', 'mail'] as const
export type Way = (typeof WAYS)[number]

const told = z.object({ key: z.string(), kind: z.string(), text: z.string() })
export type Told = z.infer<typeof told>
const batch = z.object({
  id: z.string(),
  from_ms: z.number(),
  alerts: z.array(told),
  /** How many there are besides, which are not said. */
  more: z.number(),
})
export type Batch = z.infer<typeof batch>
const way = z.object({
  waiting: z.array(told),
  more: z.number(),
  /** What is being sent: the same until it has gone. */
  batch: batch.nullable(),
  /** When messages went, in the last hour. */
  sent_ms: z.array(z.number()),
})
export type WayMemory = z.infer<typeof way>

const memory = z.object({
  /** Keys that were told, the oldest first. */
  known: z.array(z.string()),
  sizes: z.record(z.string(), z.number()),
  ways: z.object({ webhook: way, mail: way }),
})
type MemoryFile = z.infer<typeof memory>

export interface AlertMemory {
  readonly known: Set<string>
  readonly sizes: Map<string, number>
  readonly ways: Record<Way, WayMemory>
}

const KNOWN_MAX = 20_000
const WAITING_MAX = 200
export const ALERTS_MAX = 50
const HOUR_MS = 3_600_000

const newWay = (): WayMemory => ({ waiting: [], more: 0, batch: null, sent_ms: [] })

export interface Taking {
  /** Those that there are. */
  readonly ways: readonly Way[]
  /** How many each campaign has. */
  readonly accounts: ReadonlyMap<string, number>
  /** Whether all that could be so was looked at: else nothing is known to be over. */
  readonly isWhole: boolean
}

/** Takes in what is so now. Returns whether anything has changed. */
export function take(
  { known, ways: of, sizes }: AlertMemory,
  alerts: readonly Alert[],
  { ways, accounts, isWhole }: Taking,
): boolean {
  const before = [...known].join('\n')
  for (const { key, kind, text } of alerts) {
    if (known.has(key)) continue
    known.add(key)
    for (const name of ways) {
      enqueue(of[name], { key, kind, text })
    }
    const [, campaign = ''] = key.split(' ')
    const size = accounts.get(campaign)
    if (kind.startsWith('campaign') && size !== undefined) sizes.set(campaign, size)
  }
  const lasting = new Set(alerts.filter(({ isState }) => isState).map(({ key }) => key))
  // Keys without a subject are states: what is over can be told again.
  for (const key of known) {
    if (isWhole && !key.includes(' ') && !lasting.has(key)) known.delete(key)
  }
  oldestOut(known)
  oldestOut(sizes)
  return [...known].join('\n') !== before
}

function oldestOut(all: Set<string> | Map<string, number>): void {
  for (const key of all.keys()) {
    if (all.size <= KNOWN_MAX) return
    all.delete(key)
  }
}

/** One that comes and goes is told once in a message; of too many the least urgent is not said. */
function enqueue(one: WayMemory, alert: Told): void {
  if (one.waiting.some(({ key }) => key === alert.key)) return
  one.waiting.push(alert)
  if (one.waiting.length <= WAITING_MAX) return
  one.waiting = byUrgency(one.waiting).slice(0, WAITING_MAX)
  one.more += 1
}

/** Of these one person makes as many as he likes. */
const OF_ONE: readonly string[] = ['proposal', 'appeal', 'token']

/**
 * What many can be made of comes last: what one person makes, and campaigns, which anybody makes, those to act on before the others. Whoever makes them must not hide what else needs a person.
 */
const urgency = ({ key, kind }: Told): number => {
  if (kind.startsWith('campaign')) return key.endsWith(' act') ? 2 : 3
  return OF_ONE.includes(kind) ? 1 : 0
}

const byUrgency = (all: readonly Told[]): Told[] =>
  all.toSorted((one, other) => urgency(one) - urgency(other))

/** The message that is to go now: the one that has not gone yet, or a new one, where the hour allows another. */
export function batchOf(
  one: WayMemory,
  { nowMs, perHourMax, newId }: { nowMs: number; perHourMax: number; newId: () => string },
): Batch | undefined {
  if (one.batch !== null) return one.batch
  one.sent_ms = one.sent_ms.filter((ms) => ms > nowMs - HOUR_MS && ms <= nowMs)
  if (one.waiting.length === 0 || one.sent_ms.length >= perHourMax) return undefined
  const alerts = byUrgency(one.waiting).slice(0, ALERTS_MAX)
  const more = one.more + one.waiting.length - alerts.length
  one.batch = { id: newId(), from_ms: nowMs, alerts, more }
  one.waiting = []
  one.more = 0
  return one.batch
}

export function gone(one: WayMemory, nowMs: number): void {
  one.batch = null
  one.sent_ms.push(nowMs)
}

const pathOf = (state: string): string => join(state, 'alerts.json')

/** What was told, or nothing where there is no such file or it is no such file. */
export function readMemory(state: string): AlertMemory {
  let read: MemoryFile | undefined
  try {
    read = memory.safeParse(JSON.parse(readFileSync(pathOf(state), 'utf8'))).data
  } catch {
    read = undefined
  }
  return {
    known: new Set(read?.known),
    sizes: new Map(Object.entries(read?.sizes ?? {})),
    ways: read?.ways ?? { webhook: newWay(), mail: newWay() },
  }
}

/** Durable before it resolves: a reader finds the old file or the new one. */
export async function writeMemory(
  state: string,
  { known, sizes, ways }: AlertMemory,
): Promise<void> {
  const path = pathOf(state)
  const temporary = `${path}.${process.pid}.part`
  const file: MemoryFile = { known: [...known], sizes: Object.fromEntries(sizes), ways }
  const handle = await open(temporary, 'w', 0o600)
  try {
    await handle.writeFile(JSON.stringify(file))
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, path)
}
