import type { Detector } from '../detectors/define.js'
import { reasonsTold } from '../domain/reason.js'
import type { Linker } from '../linkers/define.js'
import type { Params } from '../store/sql.js'
import { type SignalTold, signalsOf } from './campaign.js'
import type { Seen } from './definition.js'
import { type CarriedTold, type NewcomerTold, newcomerOf } from './newcomer.js'
import { QUERIES } from './queries/queries.js'
import { sentence } from './sentence.js'
import { recordStage, stageCalled } from './stage-run.js'
import { type LinkLimits, type PairEvidence, type Weighed, weighPair } from './weigh.js'

/** Evidence on the account and one partner. */
export interface EvidenceRow extends PairEvidence {
  readonly partner: string
  readonly value: string
  readonly facts: Readonly<Record<string, number>>
  readonly statement: string
}

export interface LinkTold {
  readonly partner: string
  readonly weight_bits: number
  readonly is_controlled: boolean
  /** The link again from its evidence; it must come to what is stored. */
  readonly weighed: Weighed<EvidenceRow>
}

export interface ValueTold {
  readonly linker: string
  readonly value: string
  readonly accounts: number
  readonly entities: number
  readonly reference_carriers: number
  readonly reference_entities: number
  readonly is_new_hub: boolean
  readonly weight_bits: number
}

export interface VerdictTold {
  /** `clear` where the run concluded nothing. */
  readonly verdict: string
  readonly confidence: number
  /** Probabilities of its cluster, where it is of one; else its own. */
  readonly linkage: number
  readonly extraction: number
  /** Its own. */
  readonly extraction_bits: number
  readonly reasons: readonly string[]
  readonly clusters: readonly {
    readonly cluster_id: string
    readonly is_core: boolean
    /** Held by links; who is not was attached by pooled ties. */
    readonly is_seed: boolean
    /** Of the account: its two best links on average, or what ties it where no link does. */
    readonly weight_bits: number
    readonly links: number
    /** Of the whole cluster: its accounts, its links, their weight on average, its evidence of a harvest. */
    readonly accounts: number
    readonly cluster_links: number
    readonly cluster_weight_bits: number
    readonly cluster_extraction_bits: number
    /** '' where it was judged to be nothing. */
    readonly cluster_verdict: string
    readonly cluster_linkage: number
    readonly cluster_extraction: number
    /** The one cause without which the cluster falls apart, or ''. */
    readonly rests_on: string
  }[]
  readonly campaigns: readonly {
    readonly campaign_id: string
    readonly role: string
    readonly membership: number
  }[]
}

/** One account in the last finished run: all that ties it to others, and all that it did itself. */
export interface AccountExplained {
  readonly kind: 'account'
  readonly account_id: string
  readonly run_id: string
  readonly standing: Readonly<Record<string, string | number>>
  readonly verdict: VerdictTold
  readonly pairs_looked_at: number
  readonly pairs_with_evidence: number
  readonly links_all: number
  readonly links_controlled: number
  readonly links: readonly LinkTold[]
  readonly values_all: number
  readonly values: readonly ValueTold[]
  readonly signals: readonly SignalTold[]
  readonly signal_bits: number
  readonly limits: LinkLimits
  /** Null where it was not compared with campaigns since the run. */
  readonly newcomer: NewcomerTold | null
  /** What is done to its campaign and proposed for it as well. */
  readonly carried: readonly CarriedTold[]
}

export interface AccountOptions {
  readonly seen: Seen
  readonly linkers: readonly Linker[]
  readonly detectors: readonly Detector[]
  /** Partners and values told at most. */
  readonly rowsMax: number
}

/** Nothing where the account was not seen in an exchange. */
export async function explainAccount(
  account_id: string,
  options: AccountOptions,
): Promise<AccountExplained | undefined> {
  const { store, run } = options.seen
  const params = { run_id: run.run_id, account_id, rows_max: options.rowsMax }
  const [standing] = await store.rows<Record<string, string | number>>(QUERIES.standing, params)
  if (standing === undefined) return undefined
  const [verdict] = await store.rows<VerdictRow>(QUERIES.verdict, params)
  const [pairs] = await store.rows<Record<string, string>>(QUERIES.pairTotal, params)
  const signals = await signalsOf(account_id, options.seen, options.detectors)
  const limits = await linkLimits()
  return {
    kind: 'account',
    account_id,
    run_id: run.run_id,
    standing,
    verdict: verdictOf(verdict),
    pairs_looked_at: Number(pairs?.pairs_looked_at ?? 0),
    pairs_with_evidence: Number(pairs?.pairs_with_evidence ?? 0),
    ...(await linksOf(options, params, limits)),
    ...(await valuesOf(options, params)),
    signals: signals.items,
    signal_bits: signals.bits,
    limits,
    newcomer: (await newcomerOf(store, params, options.linkers)) ?? null,
    carried: await store.rows<CarriedTold>(QUERIES.carried, { account_id }),
  }
}

/** The thresholds of links, as stage link binds them. */
export async function linkLimits(): Promise<LinkLimits> {
  const recorded = await recordStage(stageCalled('link'), {
    runId: '',
    hashKey: '',
    linkers: [],
    detectors: [],
  })
  const params = recorded.find((statement) => statement.name === 'link')?.params ?? {}
  const limit = (name: keyof LinkLimits) => {
    const value = params[name]
    if (typeof value === 'number') return value
    throw new Error(`the statement link binds no number called ${name}`)
  }
  return {
    weight_millibits_min: limit('weight_millibits_min'),
    hard_millibits_min: limit('hard_millibits_min'),
    controller_millibits_min: limit('controller_millibits_min'),
    supported_millibits_min: limit('supported_millibits_min'),
    money_millibits_min: limit('money_millibits_min'),
    time_millibits_min: limit('time_millibits_min'),
    instrument_millibits_min: limit('instrument_millibits_min'),
  }
}

interface LinkRow {
  readonly partner: string
  readonly weight_millibits: number
  readonly is_controlled: number
  readonly links_all: string
  readonly links_controlled: string
}

async function linksOf({ seen, linkers }: AccountOptions, params: Params, limits: LinkLimits) {
  const { store } = seen
  const rows = await store.rows<LinkRow>(QUERIES.links, params)
  const partners = rows.map((row) => row.partner)
  const evidence = await store.rows<Omit<EvidenceRow, 'statement'>>(QUERIES.linkEvidence, {
    ...params,
    partners,
  })
  const definitions = new Map(linkers.map((linker) => [linker.id, linker]))
  const links = rows.map(({ partner, weight_millibits, is_controlled }): LinkTold => {
    const own = evidence
      .filter((row) => row.partner === partner)
      .map((row) => ({
        ...row,
        statement: sentence(definitions.get(row.linker), row.linker, row.facts),
      }))
    return {
      partner,
      weight_bits: weight_millibits / 1000,
      is_controlled: is_controlled === 1,
      weighed: weighPair(own, limits),
    }
  })
  return {
    links_all: Number(rows[0]?.links_all ?? 0),
    links_controlled: Number(rows[0]?.links_controlled ?? 0),
    links,
  }
}

interface ValueRow {
  readonly linker: string
  readonly value: string
  readonly accounts: string
  readonly entities: string
  readonly reference_carriers: string
  readonly reference_entities: string
  readonly is_new_hub: number
  readonly weight_millibits: number
  readonly values_all: string
}

async function valuesOf({ seen }: AccountOptions, params: Params) {
  const rows = await seen.store.rows<ValueRow>(QUERIES.values, params)
  const values = rows.map(
    (row): ValueTold => ({
      linker: row.linker,
      value: row.value,
      accounts: Number(row.accounts),
      entities: Number(row.entities),
      reference_carriers: Number(row.reference_carriers),
      reference_entities: Number(row.reference_entities),
      is_new_hub: row.is_new_hub === 1,
      weight_bits: row.weight_millibits / 1000,
    }),
  )
  return { values_all: Number(rows[0]?.values_all ?? 0), values }
}

interface VerdictRow {
  readonly judged: readonly [string, number, number, number, number, readonly string[], string]
  readonly clusters: readonly (readonly [string, number, number, number, number])[]
  readonly cluster_sizes: readonly (readonly [
    id: string,
    accounts: number,
    links: number,
    millibits: number,
    restsOn: string,
    extraction: number,
    verdict: string,
    linkage: number,
    harvest: number,
  ])[]
  readonly campaigns: readonly (readonly [string, string, number])[]
}

function verdictOf(row: VerdictRow | undefined): VerdictTold {
  const [
    verdict = '',
    confidence = 0,
    linkage = 0,
    extraction = 0,
    millibits = 0,
    reasons = [],
    role = '',
  ] = row?.judged ?? []
  const wholes = new Map(row?.cluster_sizes.map((whole) => [whole[0], whole]))
  return {
    verdict: verdict === '' ? 'clear' : verdict,
    confidence,
    linkage,
    extraction,
    extraction_bits: millibits / 1000,
    reasons: reasonsTold(reasons, role),
    clusters: (row?.clusters ?? []).map(([cluster_id, isCore, weight, links, isSeed]) => {
      const whole = wholes.get(cluster_id)
      const [, accounts = 0, all = 0, mean = 0, restsOn = '', harvest = 0, judged = ''] =
        whole ?? []
      return {
        cluster_id,
        is_core: isCore === 1,
        is_seed: isSeed === 1,
        weight_bits: weight / 1000,
        links,
        accounts,
        cluster_links: all,
        cluster_weight_bits: mean / 1000,
        cluster_extraction_bits: harvest / 1000,
        cluster_verdict: judged,
        cluster_linkage: whole?.[7] ?? 0,
        cluster_extraction: whole?.[8] ?? 0,
        rests_on: restsOn,
      }
    }),
    campaigns: (row?.campaigns ?? []).map(([campaign_id, role, membership]) => ({
      campaign_id,
      role,
      membership,
    })),
  }
}
