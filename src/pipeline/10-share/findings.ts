import { CAPABILITIES, type Capability, type Findings } from '../../domain/findings.js'
import { reasonsTold } from '../../domain/reason.js'
import { sqlFile, statement } from '../../store/sql.js'
import { CONFIDENCE_MAP } from '../confidence.js'
import type { RunContext } from '../stage.js'
import { falseLinks } from './false-links.js'
import { hypothesesOf } from './hypotheses.js'

const RUN = { run_id: 'UUID' }
const inputTotals = sqlFile(import.meta.url, './input.sql', {})
const fillOf = sqlFile(import.meta.url, './fill.sql', {})
const campaignTotals = sqlFile(import.meta.url, './campaign_total.sql', RUN)
const memberTotals = sqlFile(import.meta.url, './campaign_member_total.sql', RUN)
const campaigns = statement(
  'campaigns',
  `SELECT campaign_id, verdict, confidence, linkage, extraction, rests_on, succeeds, level, needs
   FROM campaign
   LEFT JOIN (
       SELECT cluster_id, if(links = 0, 'likeness', toString(rests_on)) AS rests_on FROM cluster WHERE run_id = {run_id:UUID}
   ) AS structure USING (cluster_id)
   LEFT JOIN (
       SELECT campaign_id, level, needs FROM countermeasure_proposed WHERE run_id = {run_id:UUID}
   ) AS proposed USING (campaign_id)
   WHERE run_id = {run_id:UUID}`,
)
const evidences = statement(
  'evidences',
  `SELECT campaign_id, evidence_id, family, kind, weight_millibits, statement
   FROM campaign_evidence
   WHERE run_id = {run_id:UUID}
   ORDER BY campaign_id, abs(weight_millibits) DESC, kind`,
)
const accounts = statement(
  'accounts',
  // Who turned out to have taken nothing is a customer, and nobody to look at.
  `SELECT
       subject_id AS account_id,
       if(role IN ('customer', 'victim'), 'watch', toString(verdict))         AS standing,
       if(role IN ('customer', 'victim'), least(confidence, 49), confidence) AS confidence_held,
       toString(role) AS role_held, reasons
   FROM verdict
   LEFT JOIN (SELECT account_id, role FROM campaign_member WHERE run_id = {run_id:UUID}) AS member
       ON member.account_id = verdict.subject_id
   WHERE run_id = {run_id:UUID} AND subject_kind = 'account'
   ORDER BY account_id`,
)
const references = statement(
  'references',
  `SELECT uniqExact(entity_id) AS entities FROM reference WHERE run_id = {run_id:UUID}`,
)

/** What the run concludes, as the contract has it. Ordered throughout: the same input, the same bytes. */
export async function collectFindings(context: RunContext): Promise<Findings> {
  const { store, runId, nulls } = context
  const params = { run_id: runId }
  const [input] = await store.rows<Record<string, string>>(inputTotals)
  const chance = await falseLinks(context)
  const [reference] = await store.rows<{ entities: string }>(references, params)
  return {
    schema: 'stillwatch.findings/1',
    stillwatch_version: context.version,
    run_id: runId,
    window_start: rfc3339(context.window.start),
    window_end: rfc3339(context.window.end),
    input: {
      exchanges: Number(input?.exchanges ?? 0),
      accounts: Number(input?.accounts ?? 0),
      rejected: Number(input?.rejected ?? 0),
      duplicates: Number(input?.duplicates ?? 0),
      detectors_off: await definitionsOff(context),
    },
    campaigns: await campaignFindings(context),
    accounts: await accountFindings(context),
    calibration: {
      reference_accounts: Number(reference?.entities ?? 0),
      null_runs: nulls?.made ?? 0,
      campaigns_on_null: nulls?.campaigns ?? 0,
      false_links_under_independence: chance.links,
      links_on_one_channel: chance.onOneChannel,
      confidence: CONFIDENCE_MAP,
    },
  }
}

/** Which linkers and detectors had nothing to look at, for want of which column. */
export async function definitionsOff({ store, linkers, detectors }: RunContext) {
  const fill = await store.rows<{ column: string; filled: string }>(fillOf)
  const filled = new Set(fill.filter((row) => Number(row.filled) > 0).map((row) => row.column))
  return [...linkers, ...detectors]
    .map(({ id, needs }) => ({
      id,
      missing: needs.filter((need) => !need.split('|').some((column) => filled.has(column))),
    }))
    .filter(({ missing }) => missing.length > 0)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

interface MemberRow {
  readonly campaign_id: string
  readonly account_id: string
  readonly role: 'operator' | 'customer' | 'victim'
  readonly membership: number
  readonly exchanges_all: string
  readonly exchanges_extracting: string
  readonly first_seen: string
  readonly last_seen: string
}

interface EvidenceRow {
  readonly campaign_id: string
  readonly evidence_id: string
  readonly family: Findings['campaigns'][number]['evidence'][number]['family']
  readonly kind: string
  readonly weight_millibits: number
  readonly statement: string
}

interface TotalRow {
  readonly campaign_id: string
  readonly first_seen_at: string
  readonly last_seen_at: string
  readonly exchanges: string
  readonly tokens_out: string
  readonly exchanges_extracting: string
  readonly capabilities: readonly (readonly [string, string])[]
}

interface CampaignRow {
  readonly campaign_id: string
  readonly verdict: 'review' | 'act'
  readonly confidence: number
  readonly linkage: number
  readonly extraction: number
  readonly rests_on: string
  readonly succeeds: string[]
  readonly level: string
  readonly needs: string
}

async function campaignFindings({ store, runId }: RunContext): Promise<Findings['campaigns']> {
  const params = { run_id: runId }
  const totals = await store.rows<TotalRow>(campaignTotals, params)
  const totalOf = new Map(totals.map((row) => [row.campaign_id, row]))
  const membersOf = grouped(await store.rows<MemberRow>(memberTotals, params))
  const evidenceOf = grouped(await store.rows<EvidenceRow>(evidences, params))
  const hypotheses = await hypothesesOf(store, runId)
  const rows = await store.rows<CampaignRow>(campaigns, params)
  return rows
    .flatMap((row) => {
      const total = totalOf.get(row.campaign_id)
      if (total === undefined) return []
      const members = membersOf.get(row.campaign_id) ?? []
      const evidence = (evidenceOf.get(row.campaign_id) ?? []).map(evidenceFinding)
      return [
        {
          campaign_id: row.campaign_id,
          verdict: row.verdict,
          confidence: row.confidence,
          linkage: row.linkage,
          extraction: row.extraction,
          rests_on: row.rests_on,
          first_seen_at: rfc3339(total.first_seen_at),
          last_seen_at: rfc3339(total.last_seen_at),
          accounts: members.length,
          exchanges: Number(total.exchanges),
          tokens_out: Number(total.tokens_out),
          exchanges_extracting: Number(total.exchanges_extracting),
          capabilities: total.capabilities.map(([name, count]) => ({
            capability: capabilityOf(name),
            exchanges: Number(count),
          })),
          members: members.map(memberFinding),
          succeeds: row.succeeds,
          evidence: evidence.filter((one) => one.weight_bits > 0),
          counter_evidence: evidence.filter((one) => one.weight_bits < 0),
          attribution: { operator: null, hypotheses: hypotheses.get(row.campaign_id) ?? [] },
          countermeasure: { level: row.level, needs: row.needs },
        },
      ]
    })
    .sort((a, b) => b.exchanges - a.exchanges || (a.campaign_id < b.campaign_id ? -1 : 1))
}

const memberFinding = (row: MemberRow) => ({
  account_id: row.account_id,
  role: row.role,
  membership: row.membership,
  exchanges: Number(row.exchanges_all),
  exchanges_extracting: Number(row.exchanges_extracting),
  first_seen_at: rfc3339(row.first_seen),
  last_seen_at: rfc3339(row.last_seen),
})

const evidenceFinding = (row: EvidenceRow) => ({
  evidence_id: row.evidence_id,
  family: row.family,
  kind: row.kind,
  weight_bits: row.weight_millibits / 1000,
  statement: row.statement,
})

async function accountFindings({ store, runId }: RunContext): Promise<Findings['accounts']> {
  const params = { run_id: runId }
  const membership = await store.rows<MemberRow>(memberTotals, params)
  const campaignOf = new Map(membership.map((row) => [row.account_id, row.campaign_id]))
  const rows = await store.rows<{
    account_id: string
    standing: 'watch' | 'review' | 'act'
    confidence_held: number
    role_held: string
    reasons: readonly string[]
  }>(accounts, params)
  return rows.map(({ account_id, standing, confidence_held, role_held, reasons }) => ({
    account_id,
    verdict: standing,
    confidence: confidence_held,
    campaign_id: campaignOf.get(account_id) ?? null,
    reasons: [...reasonsTold(reasons, role_held)],
  }))
}

function grouped<Row extends { readonly campaign_id: string }>(rows: readonly Row[]) {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(row.campaign_id)
    if (group === undefined) groups.set(row.campaign_id, [row])
    else group.push(row)
  }
  return groups
}

const capabilityOf = (name: string): Capability =>
  CAPABILITIES.find((capability) => capability === name) ?? 'other'

/** `2026-03-01 10:00:00.000`, as the engine prints UTC, to an instant of the contract. */
const rfc3339 = (instant: string) => `${instant.replace(' ', 'T')}Z`
