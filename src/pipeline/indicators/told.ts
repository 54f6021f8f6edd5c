import { type Indicator, indicatorId, type Pattern } from '../../domain/indicator.js'
import { counted } from '../../feeds/format.js'
import type { IndicatorKind, RawRow, Tools } from '../../indicators/define.js'
import { INDICATOR_KINDS } from '../../indicators/index.js'
import { type GroupKey, sketchKeys } from '../../indicators/parts/group.js'
import { sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { rawOf } from './carriers.js'
import { fixedText } from './fixed-text.js'

export interface Told {
  readonly store: Store
  readonly runId: string
  readonly campaignId: string
  readonly hashKey: string
  /** The secret that partners agreed on; without it no payment instrument is told, and texts are sketched for everybody. */
  readonly group: GroupKey | null
  /** What has expired by then is not told. */
  readonly now: Date
}

/** What of a campaign may be told, and how many values of which kind may not, with the reason. */
export interface CampaignIndicators {
  readonly indicators: readonly Indicator[]
  readonly kept_out: readonly KeptOut[]
}

export interface KeptOut {
  readonly kind: string
  readonly reason: string
  readonly values: number
}

const OF_CAMPAIGN = { run_id: 'UUID', campaign_id: 'String' }
const measured = sqlFile(import.meta.url, './measured.sql', OF_CAMPAIGN)
const sketchOf = sqlFile(import.meta.url, './sketch.sql', {
  sketch_keys: 'Array(Tuple(UInt64, UInt64))',
  pieces: 'Array(String)',
})

/**
 * The indicators of one campaign of a finished run. Values are read now, from rows of its operators that are still there:
 * of who was erased, or whose texts may not be kept or are over their time, nothing is told. Reads texts: the caller
 * answers for the reason that was given. Writes nothing.
 */
export async function indicatorsOf(asked: Told): Promise<CampaignIndicators> {
  const params = { run_id: asked.runId, campaign_id: asked.campaignId, hash_key: asked.hashKey }
  const rows = await asked.store.rows<MeasuredRow>(measured, params)
  const indicators: Indicator[] = []
  const keptOut: KeptOut[] = [...keptOutBefore(rows)]
  for (const kind of INDICATOR_KINDS) {
    const own = rows.filter((row) => row.kind === kind.id && row.kept_out === '')
    if (own.length === 0) continue
    const read = await patternsOf(asked, kind, params)
    const told = own.map((row) => toldOf(asked, { kind, row, pattern: read.get(row.value_hash) }))
    indicators.push(...eachOnce(told.filter((one) => typeof one !== 'string')))
    const reasons = told.filter((one) => typeof one === 'string')
    for (const reason of new Set(reasons)) {
      const values = reasons.filter((one) => one === reason).length
      keptOut.push({ kind: kind.id, reason, values })
    }
  }
  return { indicators, kept_out: keptOut }
}

/** A log may write one value in two ways, which hash apart: the one that most operators carry is told. */
const eachOnce = (told: readonly Indicator[]): readonly Indicator[] =>
  told.filter(
    ({ indicator_id }, at) => told.findIndex((one) => one.indicator_id === indicator_id) === at,
  )

/** 64-bit integers come as texts. */
interface MeasuredRow {
  readonly kind: string
  readonly value_hash: string
  readonly first_seen: string
  readonly last_seen: string
  readonly operators: number
  readonly carriers: number
  readonly reference_carriers: number
  readonly kept_out: string
  readonly alike: number
}

/** What the run kept in; and beyond the most that is told of one kind, what nobody is told. */
function keptOutBefore(rows: readonly MeasuredRow[]): readonly KeptOut[] {
  const ends = new Map(rows.map((row) => [`${row.kind}\n${row.kept_out}`, row]))
  return [...ends.values()].flatMap(({ kind, kept_out, alike }) => {
    const told = rows.filter((row) => row.kind === kind && row.kept_out === '').length
    if (kept_out !== '') return [{ kind, reason: kept_out, values: alike }]
    return alike > told ? [{ kind, reason: 'more than is told', values: alike - told }] : []
  })
}

async function patternsOf(
  { store, group }: Told,
  kind: IndicatorKind,
  params: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, Pattern | undefined>> {
  const rows = await store.rows<RawRow & { readonly value_hash: string }>(rawOf(kind), {
    ...params,
    kind: kind.id,
  })
  const tools: Tools = { group, fixedText, sketch: (pieces, key) => sketched(store, pieces, key) }
  const patterns = new Map<string, Pattern | undefined>()
  for (const value of new Set(rows.map((row) => row.value_hash))) {
    const own = rows.filter((row) => row.value_hash === value)
    patterns.set(value, await kind.patternOf(own, tools))
  }
  return patterns
}

async function sketched(
  store: Store,
  pieces: readonly string[],
  group: GroupKey | null,
): Promise<readonly string[]> {
  const params = { pieces, sketch_keys: sketchKeys([group]) }
  const [row] = await store.rows<{ sketch: readonly string[] }>(sketchOf, params)
  return row?.sketch ?? []
}

interface Value {
  readonly kind: IndicatorKind
  readonly row: MeasuredRow
  readonly pattern: Pattern | undefined
}

/** The indicator, or why there is none. */
function toldOf({ campaignId, now }: Told, { kind, row, pattern }: Value): Indicator | string {
  if (pattern === undefined) return 'cannot be read any more, or by no key'
  const why = kind.isTooWide(pattern)
  if (why !== '') return `too wide: ${why}`
  const lastMs = Date.parse(instant(row.last_seen))
  const expiresMs = lastMs + kind.expires_days * DAY_MS
  if (expiresMs <= now.getTime()) return 'expired'
  return {
    indicator_id: indicatorId(kind.id, pattern),
    campaign_id: campaignId,
    kind: kind.id,
    family: kind.family,
    pattern,
    statement: sentence(kind, row),
    first_seen_at: instant(row.first_seen),
    last_seen_at: instant(row.last_seen),
    expires_at: new Date(expiresMs).toISOString(),
    operators: row.operators,
    carriers: row.carriers,
    reference_carriers: row.reference_carriers,
    precision: Math.round((1000 * (row.operators + 1)) / (row.carriers + 2)) / 1000,
    marking: kind.marking,
  }
}

const DAY_MS = 86_400_000

const instant = (printed: string): string => `${printed.replace(' ', 'T')}Z`

/** How many others do is about customers, and leaves with no sentence. Of accounts that nobody knows it says nothing. */
const sentence = (kind: IndicatorKind, { operators }: Pick<MeasuredRow, 'operators'>): string =>
  `${counted(operators, 'operator')} of the campaign ${kind.does}: nine of ten who do here and are known, and no proven customer.`

/** All that is ever said of carriers, but for how many they are. */
export const SENTENCES: readonly string[] = INDICATOR_KINDS.flatMap((kind) =>
  [1, 2].map((operators) => sentence(kind, { operators })),
)
