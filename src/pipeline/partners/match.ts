import { readPattern } from '../../indicators/index.js'
import { type Params, sqlFile, statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { matchPatterns, type PatternAsked, PROBES_MAX } from '../indicators/match.js'
import type { RunContext } from '../stage.js'

/** So many matches of an account with one partner are kept, the rarest; as of values of a linker. */
const MATCHES_MAX = 64
/** Each partner that is heard has a linker of its own, and is told of by name: more is no circle that knows each other. */
const PARTNERS_MAX = 32

const known = sqlFile(import.meta.url, './partner_known.sql', {
  place_max: 'UInt64',
  partners_max: 'UInt32',
})
const partnersHeard = statement(
  'partner_heard',
  'SELECT partner_id FROM partner_known WHERE partner_number > 0 ORDER BY partner_number',
)
export const partnerTold = sqlFile(import.meta.url, './partner_told.sql', {
  partners: 'Array(String)',
  place_max: 'UInt64',
  met_run_id: 'UUID',
  window_end: 'DateTime64(3)',
  patterns_max: 'UInt32',
})
const matches = sqlFile(import.meta.url, './indicator_match.sql', {
  run_id: 'UUID',
  worth_run_id: 'UUID',
  matches_max: 'UInt32',
})
const patternsOf = statement(
  'partner_pattern',
  `SELECT partner_number, indicator_id, kind, pattern AS canonical
   FROM partner_told ORDER BY partner_number, turn, place_in_turn, indicator_id`,
)
const placeNewest = statement(
  'indicator_place_newest',
  'SELECT toString(max(place)) AS place FROM indicator_received',
)
const partnersWeighed = statement(
  'partner_weighed',
  `SELECT toString(partner_id) AS partner_id, partner_number, toString(place_seen) AS place
   FROM partner_weight WHERE run_id = {run_id:UUID} AND partner_number > 0 ORDER BY partner_number`,
)
/** Twice what a partner may have in force: what expired or was withdrawn stays comparable for a while. */
const PATTERNS_MAX = 20_000

/** Who told anything, and up to which bundle that counts. */
export interface Heard {
  /** In the order of their numbers in a run, from 1; '' where none has a number. */
  readonly partners: readonly string[]
  /** The last bundle, as `indicator_received` counts them. */
  readonly placeMax: string
}

/** All that was taken in by now of those who are heard: what a run weighs; nothing where nobody told anything. Makes `partner_known`. */
export async function heardByNow(store: Store): Promise<Heard | undefined> {
  const [newest] = await store.rows<{ place: string }>(placeNewest)
  const placeMax = newest?.place ?? '0'
  if (placeMax === '0') return undefined
  const params = { place_max: placeMax, partners_max: PARTNERS_MAX }
  await store.openTable('partner_known', known, params)
  const rows = await store.rows<{ partner_id: string }>(partnersHeard)
  return { partners: rows.map(({ partner_id }) => partner_id), placeMax }
}

/** What a run knew of, with the numbers that partners had in it: whoever came since has none, and what came since is not weighed. */
export async function heardInRun(store: Store, runId: string): Promise<Heard> {
  const rows = await store.rows<{ partner_id: string; partner_number: number; place: string }>(
    partnersWeighed,
    { run_id: runId },
  )
  const named = new Map(rows.map((row) => [row.partner_number, row.partner_id]))
  const partners = Array.from(
    { length: Math.max(0, ...named.keys()) },
    (_, place) => named.get(place + 1) ?? '',
  )
  return { partners, placeMax: rows[0]?.place ?? '0' }
}

interface Matching extends Heard {
  /** The run whose families texts were told by. */
  readonly familyRunId: string
  /** The run whose matches are looked for again before anything else. */
  readonly metRunId: string
  readonly of: 'all' | 'newcomers'
}

/** Makes `partner_told`, and `pattern_match` of all that is in it: who carries what partners told. */
export async function matchTold(
  context: Pick<RunContext, 'store' | 'runId' | 'hashKey' | 'groups' | 'window'>,
  { partners, placeMax, familyRunId, metRunId, of }: Matching,
): Promise<void> {
  const { store, runId, hashKey, groups = [], window } = context
  await store.openTable('partner_told', partnerTold, {
    partners,
    place_max: placeMax,
    met_run_id: metRunId,
    window_end: window.end,
    patterns_max: PATTERNS_MAX,
  })
  const rows = await store.rows<PatternRow>(patternsOf)
  const patterns = withinBounds(rows, Math.floor(PROBES_MAX / Math.max(1, partners.length)))
  await matchPatterns({ store, runId, familyRunId, hashKey, groups, patterns, of })
}

interface PatternRow {
  readonly partner_number: number
  readonly indicator_id: string
  readonly kind: string
  readonly canonical: string
}

/**
 * Of each partner the patterns in their turn, as far as they may be hashed: whoever tells wide ones tells fewer. What another has
 * room for costs nothing more, so that nobody can fill the room of another by telling the same.
 */
export function withinBounds(
  rows: readonly PatternRow[],
  probesMax: number,
): readonly PatternAsked[] {
  const asked = new Map<string, PatternAsked>()
  const spent = new Map<number, number>()
  for (const { indicator_id, kind, canonical, partner_number } of rows) {
    if (asked.has(indicator_id)) continue
    const pattern: unknown = JSON.parse(canonical)
    const read = readPattern(kind, pattern)
    // What an earlier release took in may be too wide for this one.
    if ('refused' in read) continue
    const all = (spent.get(partner_number) ?? 0) + read.kind.probes(read.pattern).length
    if (all > probesMax) continue
    spent.set(partner_number, all)
    asked.set(indicator_id, { pattern_id: indicator_id, kind, pattern })
  }
  return [...asked.values()]
}

/** Keeps the matches that are worth anything by what a run found patterns to be worth. */
export const keepMatches = (
  store: Store,
  params: Params & { readonly run_id: string; readonly worth_run_id: string },
): Promise<void> => store.run(matches, { ...params, matches_max: MATCHES_MAX })
