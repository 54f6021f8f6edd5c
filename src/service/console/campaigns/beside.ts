import { isSpared, reasonsTold, SPARED, wordOf } from '../../../domain/reason.js'
import { sqlFile } from '../../../store/sql.js'
import type { Store } from '../../../store/store.js'
import type { BesideRow, CampaignAnswer, MemberRole, SparedRow } from './api.js'

const CAMPAIGN = { run_id: 'UUID', campaign_id: 'String' } as const
const besideOf = sqlFile(import.meta.url, './beside.sql', CAMPAIGN)
const sparedOf = sqlFile(import.meta.url, './spared.sql', CAMPAIGN)

type CampaignOf = { readonly run_id: string; readonly campaign_id: string }

interface BesideRecord {
  readonly account_id: string
  readonly member_role: MemberRole
  readonly reasons: readonly string[]
  readonly accounts: number
}

interface SparedRecord {
  readonly account_id: string
  readonly standing: string
  readonly reasons: readonly string[]
  readonly accounts: number
}

/** Who stands close to a campaign and is not to be acted on, with why: at most 200 of either kind, and how many there are. */
export async function standBeside(
  reader: Store,
  of: CampaignOf,
): Promise<Required<Pick<CampaignAnswer, 'beside' | 'beside_all' | 'spared' | 'spared_all'>>> {
  const beside = await reader.rows<BesideRecord>(besideOf, { ...of })
  const spared = await reader.rows<SparedRecord>(sparedOf, { ...of })
  return {
    beside: beside.map(besideRow),
    beside_all: beside[0]?.accounts ?? 0,
    spared: spared.map(sparedRow),
    spared_all: spared[0]?.accounts ?? 0,
  }
}

function besideRow({ account_id, member_role, reasons }: BesideRecord): BesideRow {
  const [, ...told] = reasonsTold(reasons, member_role)
  const spared = told.map(wordOf).find(isSpared)
  return {
    ...{ account_id, role: member_role },
    why: spared === undefined ? null : SPARED[spared],
    also: told.filter((one) => wordOf(one) !== spared).map(sentenceOf),
  }
}

const sparedRow = ({ account_id, standing, reasons }: SparedRecord): SparedRow => ({
  account_id,
  verdict: standing,
  reasons: reasonsTold(reasons, '').map(sentenceOf),
})

/** A reason without the word that programs hold to; a detector's id, which has no sentence, as it is. */
const sentenceOf = (given: string): string => given.slice(given.indexOf(': ') + 1).trim()
