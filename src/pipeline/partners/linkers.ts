import type { Linker, SharedValueLinker } from '../../linkers/define.js'
import { statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import type { RunContext } from '../stage.js'

/** Below a tenth a partner's word is worth less than a bit, and is not listened to. */
const TRUST_MILLIS_MIN = 100

const heeded = statement(
  'partner_heeded',
  `SELECT toString(partner_id) AS partner_id, partner_number, trust_millis
   FROM partner_weight
   WHERE run_id = {run_id:UUID} AND NOT is_paused AND accounts > 0 AND trust_millis >= {trust_millis_min:UInt16}
   ORDER BY partner_number`,
)

interface Heeded {
  readonly partner_id: string
  readonly partner_number: number
  readonly trust_millis: number
}

/** The partners whose word counts in a run, and how much of it. */
export const partnersHeeded = (store: Store, runId: string): Promise<Heeded[]> =>
  store.rows<Heeded>(heeded, { run_id: runId, trust_millis_min: TRUST_MILLIS_MIN })

/**
 * The linkers of a run: of what is made per partner one for each whose word counts in it. Where there is none it stands there
 * itself, and finds nothing.
 */
export async function linkersOf(
  { store, linkers }: Pick<RunContext, 'store' | 'linkers'>,
  runId: string,
): Promise<readonly Linker[]> {
  if (!linkers.some(isPerPartner)) return linkers
  const partners = await partnersHeeded(store, runId)
  return linkers.flatMap((linker) =>
    isPerPartner(linker) && partners.length > 0
      ? partners.map((partner) => ofPartner(linker, partner))
      : [linker],
  )
}

export const isPerPartner = (linker: Linker): linker is SharedValueLinker =>
  linker.kind === 'shared-value' && linker.per_partner === true

/**
 * The linker of one partner. Log-odds are multiplied by trust, as a logarithmic pool of opinions weighs an expert; what cannot be
 * multiplied there, the share of pairs that it tells of, is.
 */
function ofPartner(linker: SharedValueLinker, partner: Heeded): SharedValueLinker {
  const { partner_id, partner_number, trust_millis } = partner
  const trust = trust_millis / 1000
  const which = { type: 'UInt32', doc: 'Which partner.', value: partner_number } as const
  return {
    ...linker,
    id: `${linker.id}:${partner_id}`,
    m: linker.m * trust,
    bits_max: linker.bits_max * trust,
    statement: linker.statement.replace('{partner}', partner_id),
    settings: { ...linker.settings, partner: which },
  }
}
