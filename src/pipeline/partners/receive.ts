import { indicatorId, type Pattern } from '../../domain/indicator.js'
import type { IndicatorTold, Told, ToldRefused } from '../../domain/told.js'
import { readPattern } from '../../indicators/index.js'
import { statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'

/** Of one partner. A campaign has some dozens; more is a list of everything. */
export const INDICATORS_MAX = 10_000
/**
 * Taken in of one partner in a day: all that it may have in force, and all of it once more. Rows are only added, so that whoever tells, takes back
 * and tells the same again, or another thing each time, adds no more than these and what takes them back. Taking back is never refused.
 */
export const TOLD_A_DAY_MAX = 2 * INDICATORS_MAX
/** Identifiers of the other side, in characters. */
const NAME_MAX = 256
const DAY_MS = 86_400_000
/** Clocks differ. */
const AHEAD_MS = DAY_MS

const known = statement(
  'indicator_known',
  `SELECT
       object_id, indicator_id,
       argMax((toString(kind), pattern, toString(marking), campaign_name), place) AS said,
       toString(toUnixTimestamp64Milli(argMax(valid_from, place)))  AS from_ms,
       toString(toUnixTimestamp64Milli(argMax(valid_until, place))) AS until_ms,
       argMax(confidence, place)                                    AS sureness,
       argMax(is_withdrawn, place)                                  AS is_back
   FROM indicator_received
   WHERE partner_id = {partner_id:String}
   GROUP BY object_id, indicator_id`,
)
const toldSince = statement(
  'indicator_told_since',
  `SELECT toUInt32(count()) AS told FROM indicator_received
   WHERE partner_id = {partner_id:String} AND NOT is_withdrawn
     AND received_at > fromUnixTimestamp64Milli({since_ms:Int64}, 'UTC')`,
)
const lastPlace = statement(
  'indicator_place',
  `SELECT toString(max(place)) AS place FROM (
       SELECT max(place) AS place FROM indicator_received
       UNION ALL
       SELECT max(place) FROM indicator_rejected
   )`,
)

interface Known {
  readonly object_id: string
  readonly indicator_id: string
  readonly said: readonly [kind: string, pattern: string, marking: string, campaign_name: string]
  readonly from_ms: string
  readonly until_ms: string
  readonly sureness: number
  readonly is_back: boolean
}

export interface TakenIn {
  readonly taken: number
  /** Told before, word for word. */
  readonly unchanged: number
  readonly withdrawn: number
  /** By reason, the commonest first. */
  readonly refused: readonly { readonly reason: string; readonly objects: number }[]
}

export interface WouldTakeIn extends TakenIn {
  /** Nothing was ever taken in under this name. */
  readonly is_first: boolean
}

export interface Receiving {
  readonly partner_id: string
  readonly told: Told
  readonly at_ms: number
}

/**
 * Takes in what a bundle of a partner says; the only writer of what is received. A pattern is kept in the canonical form of its
 * kind and no longer than its kind lasts; what cannot be is refused with a reason and counted. Nothing is matched by it: the next
 * run does that. The same bundle again changes nothing.
 */
export async function takeIn(
  store: Pick<Store, 'rows' | 'insert'>,
  receiving: Receiving,
): Promise<TakenIn> {
  const { partner_id, at_ms } = receiving
  const weighed = await weighUp(store, receiving)
  const { sorted, withdrawn, refused } = weighed
  const [last] = await store.rows<{ place: string }>(lastPlace)
  const of = {
    partner_id,
    received_at: instantText(at_ms),
    place: String(Number(last?.place ?? 0) + 1),
  }
  await store.insert('indicator_received', [
    ...sorted.taken.map((row) => ({ ...of, ...row, is_withdrawn: false })),
    ...withdrawn.map((row) => ({ ...of, ...row, is_withdrawn: true })),
  ])
  await store.insert(
    'indicator_rejected',
    refused.map((row) => ({ ...of, ...row })),
  )
  return countsOf(weighed)
}

/** What taking it in would do, and whether it would be the first that is known of the partner. It writes nothing. */
export async function lookInto(
  store: Pick<Store, 'rows'>,
  receiving: Receiving,
): Promise<WouldTakeIn> {
  const weighed = await weighUp(store, receiving)
  return { ...countsOf(weighed), is_first: weighed.isFirst }
}

async function weighUp(store: Pick<Store, 'rows'>, receiving: Receiving) {
  const { partner_id, told, at_ms } = receiving
  const rows = await store.rows<Known>(known, { partner_id })
  const before = new Map(rows.map((row) => [nameOf(row), row]))
  const since_ms = at_ms - DAY_MS
  const [today] = await store.rows<{ told: number }>(toldSince, { partner_id, since_ms })
  const sorted = sort(receiving, before, today?.told ?? 0)
  const withdrawn = withdrawals(told, rows, sorted.said)
  const refused = byReason([...told.refused, ...sorted.refused])
  return { sorted, withdrawn, refused, isFirst: rows.length === 0 }
}

const countsOf = ({
  sorted,
  withdrawn,
  refused,
}: Awaited<ReturnType<typeof weighUp>>): TakenIn => ({
  taken: sorted.taken.length,
  unchanged: sorted.unchanged,
  withdrawn: withdrawn.length,
  refused: refused.map(({ reason, objects }) => ({ reason, objects })),
})

/** One object may say several patterns, any of which is meant. */
const nameOf = (row: { readonly object_id: string; readonly indicator_id: string }): string =>
  `${row.object_id}\n${row.indicator_id}`

function sort({ told, at_ms }: Receiving, before: ReadonlyMap<string, Known>, toldToday: number) {
  const taken: ReceivedRow[] = []
  const refused: ToldRefused[] = []
  const said = new Set<string>()
  let unchanged = 0
  let inForce = [...before.values()].filter((one) => isInForce(one, at_ms)).length
  const refuse = ({ object_id }: IndicatorTold, reason: string) =>
    refused.push({ object_id, reason })
  for (const one of told.indicators) {
    const row = rowOf(one, at_ms)
    if (typeof row === 'string') {
      refuse(one, row)
      continue
    }
    const name = nameOf(row)
    const known = before.get(name)
    const isNew = known === undefined || !isInForce(known, at_ms)
    if (said.has(name)) refuse(one, 'twice in one bundle')
    else if (known !== undefined && isSame(known, row)) unchanged += 1
    else if (isNew && inForce >= INDICATORS_MAX)
      refuse(one, 'more than a partner may have in force')
    else if (toldToday + taken.length >= TOLD_A_DAY_MAX)
      refuse(one, 'more than a partner may tell in a day')
    else {
      taken.push(row)
      if (isNew) inForce += 1
    }
    said.add(name)
  }
  return { taken, refused, unchanged, said }
}

const isInForce = ({ is_back, until_ms }: Known, atMs: number): boolean =>
  !is_back && Number(until_ms) > atMs

type ReceivedRow = Readonly<Record<'object_id' | 'indicator_id' | 'kind' | 'pattern', string>> & {
  readonly valid_from: string
  readonly valid_until: string
  readonly marking: string
  readonly confidence: number
  readonly campaign_name: string
}

/** The row of an indicator, or why it is refused. */
function rowOf(one: IndicatorTold, atMs: number): ReceivedRow | string {
  if ([one.object_id, one.campaign_name].some((name) => name.length > NAME_MAX)) {
    return 'a name that is too long'
  }
  if (one.object_id === '') return 'an object without a name'
  if (one.marking === 'red') return 'marked for the eyes of one person'
  const read = readPattern(one.kind, one.pattern)
  if ('refused' in read) return read.refused
  const [from, until] = [Date.parse(one.valid_from), Date.parse(one.valid_until)]
  if (!(from < until)) return 'no time at which it holds'
  if (from > atMs + AHEAD_MS) return 'of the future'
  if (until <= atMs) return 'expired'
  const { kind, pattern } = read
  return {
    object_id: one.object_id,
    indicator_id: indicatorId(kind.id, pattern),
    kind: kind.id,
    pattern: canonicalText(pattern),
    valid_from: instantText(from),
    valid_until: instantText(Math.min(until, atMs + kind.expires_days * DAY_MS)),
    marking: one.marking,
    confidence: one.confidence,
    campaign_name: one.campaign_name,
  }
}

const canonicalText = (pattern: Pattern): string =>
  JSON.stringify(Object.fromEntries(Object.entries(pattern).sort(([a], [b]) => (a < b ? -1 : 1))))

/** Whether it was said before; it holds no longer for being said again. */
function isSame(known: Known, row: ReceivedRow): boolean {
  const { kind, pattern, marking, campaign_name, confidence } = row
  return (
    !known.is_back &&
    JSON.stringify([...known.said, known.sureness]) ===
      JSON.stringify([kind, pattern, marking, campaign_name, confidence]) &&
    instantText(Number(known.from_ms)) === row.valid_from &&
    Math.abs(Date.parse(`${row.valid_until.replace(' ', 'T')}Z`) - Number(known.until_ms)) < DAY_MS
  )
}

/**
 * Rows that take back what the partner had told: objects that it withdraws, and patterns that an object says no more. Of others'
 * objects none.
 */
function withdrawals(
  { withdrawn, indicators }: Told,
  before: readonly Known[],
  said: ReadonlySet<string>,
): readonly ReceivedRow[] {
  const named = new Set([...withdrawn, ...indicators.map(({ object_id }) => object_id)])
  return before
    .filter((row) => named.has(row.object_id) && !row.is_back && !said.has(nameOf(row)))
    .map(({ object_id, indicator_id, said: [kind, pattern, marking, campaign_name], ...row }) => ({
      ...{ object_id, indicator_id, kind, pattern, marking, campaign_name },
      valid_from: instantText(Number(row.from_ms)),
      valid_until: instantText(Number(row.until_ms)),
      confidence: row.sureness,
    }))
}

function byReason(refused: readonly ToldRefused[]) {
  const reasons = new Map<string, { objects: number; object_id: string }>()
  for (const { object_id, reason } of refused) {
    const row = reasons.get(reason)
    if (row === undefined)
      reasons.set(reason, { objects: 1, object_id: object_id.slice(0, NAME_MAX) })
    else row.objects += 1
  }
  return [...reasons]
    .map(([reason, row]) => ({ reason, ...row }))
    .sort((a, b) => b.objects - a.objects || (a.reason < b.reason ? -1 : 1))
}

const instantText = (ms: number): string =>
  new Date(ms).toISOString().replace('T', ' ').replace('Z', '')
