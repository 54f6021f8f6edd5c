import { readPattern } from '../../indicators/index.js'
import { type Params, sqlFile, statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { matchPatterns, type PatternAsked, PROBES_MAX } from '../indicators/match.js'
import type { RunContext } from '../stage.js'

/** So many matches of an account with one partner are kept, the rarest; as of values of a linker. */
const MATCHES_MAX = 64
/** Each partner has a linker of its own, and is told of by name: more is no circle that knows each other. */
const PARTNERS_MAX = 32

const told = sqlFile(import.meta.url, './partner_told.sql', {
  partners: 'Array(String)',
  patterns_max: 'UInt32',
})
const matches = sqlFile(import.meta.url, './indicator_match.sql', {
  run_id: 'UUID',
  worth_run_id: 'UUID',
  bits_max: 'Float64',
  matches_max: 'UInt32',
})
const patternsOf = statement(
  'partner_pattern',
  `SELECT indicator_id, any(kind) AS kind, any(pattern) AS canonical, min(partner_number) AS partner
   FROM partner_told GROUP BY indicator_id ORDER BY max(place_last) DESC, indicator_id`,
)
const partnersHeard = statement(
  'partner_heard',
  'SELECT DISTINCT toString(partner_id) AS partner_id FROM indicator_received ORDER BY partner_id LIMIT {partners_max:UInt32}',
)
/** Twice what a partner may have in force: what expired or was withdrawn stays comparable for a while. */
const PATTERNS_MAX = 20_000

export const NO_RUN = '00000000-0000-0000-0000-000000000000'

/** Whom anything was ever taken in from, in the order of their names: their numbers in a run. */
export async function partnersOf(store: Store): Promise<readonly string[]> {
  const rows = await store.rows<{ partner_id: string }>(partnersHeard, {
    partners_max: PARTNERS_MAX,
  })
  return rows.map(({ partner_id }) => partner_id)
}

interface Matching {
  /** In the order of their numbers. */
  readonly partners: readonly string[]
  /** The run whose families texts were told by. */
  readonly familyRunId: string
  readonly of: 'all' | 'newcomers'
}

/** Makes `partner_told`, and `pattern_match` of all that is in it: who carries what partners told. */
export async function matchTold(
  {
    store,
    runId,
    hashKey,
    groups = [],
  }: Pick<RunContext, 'store' | 'runId' | 'hashKey' | 'groups'>,
  { partners, familyRunId, of }: Matching,
): Promise<void> {
  await store.openTable('partner_told', told, { partners, patterns_max: PATTERNS_MAX })
  const rows = await store.rows<PatternRow>(patternsOf)
  const patterns = withinBounds(rows, Math.floor(PROBES_MAX / Math.max(1, partners.length)))
  await matchPatterns({ store, runId, familyRunId, hashKey, groups, patterns, of })
}

interface PatternRow {
  readonly indicator_id: string
  readonly kind: string
  readonly canonical: string
  readonly partner: number
}

/** Of each partner the newest patterns, as far as they may be hashed: whoever tells wide ones tells fewer. */
function withinBounds(rows: readonly PatternRow[], probesMax: number): readonly PatternAsked[] {
  const spent = new Map<number, number>()
  return rows.flatMap(({ indicator_id, kind, canonical, partner }) => {
    const pattern: unknown = JSON.parse(canonical)
    const read = readPattern(kind, pattern)
    // What an earlier release took in may be too wide for this one.
    if ('refused' in read) return []
    const all = (spent.get(partner) ?? 0) + read.kind.probes(read.pattern).length
    if (all > probesMax) return []
    spent.set(partner, all)
    return [{ pattern_id: indicator_id, kind, pattern }]
  })
}

/** Keeps the matches that are worth anything by what a run found patterns to be worth. */
export const keepMatches = (
  store: Store,
  params: Params & { readonly run_id: string; readonly worth_run_id: string },
): Promise<void> => store.run(matches, { ...params, matches_max: MATCHES_MAX })
