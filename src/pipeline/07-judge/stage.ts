import type { Detector } from '../../detectors/define.js'
import { sqlFile, statement } from '../../store/sql.js'
import { defineStage, type RunContext, runParams } from '../stage.js'
import {
  BYSTANDER_AGE_RATIO,
  BYSTANDER_DAYS_MIN,
  CAUSE_MILLIBITS,
  FAMILY_EXCHANGES_MIN,
  judgeCluster,
  OWN_EXTRACTION_MILLIBITS_MIN,
  probability,
  WATCH_MILLIBITS_MIN,
} from './judgement.js'

/** Below this the reference is no population to compare with. */
const REFERENCES_MIN = 200

const RUN = { run_id: 'UUID' }
const WINDOW = { window_start: 'DateTime64(3)', window_end: 'DateTime64(3)' }
const file = (name: string, params: Readonly<Record<string, string>>) =>
  sqlFile(import.meta.url, `./${name}.sql`, params)
const members = file('subject_member', { ...RUN, references_min: 'UInt32' })
const templates = file('subject_template', RUN)
const profiles = file('subject_profile', { ...RUN, ...WINDOW })
const signals = file('signal', {
  ...RUN,
  detector: 'String',
  family: 'String',
  sign: 'Int8',
  bits_max: 'Float64',
})
const subjectEvidence = file('subject_evidence', RUN)
const clusterFacts = file('cluster_facts', RUN)
const memberFacts = file('member_facts', { ...RUN, window_end: 'DateTime64(3)' })

/**
 * Stage 7, judge: is it extraction, and how sure are we?
 *
 * Linkage and extraction are scored apart and judged together. Detectors look at pooled facts of
 * accounts and clusters alike; this stage adds up the strongest of each family and knows none by name.
 */
export const judge = defineStage({
  name: 'judge',
  question: 'Is it extraction, and how sure are we?',
  reads: [
    'account_identity',
    'account_mission',
    'account_profile',
    'cluster',
    'cluster_member',
    'exchange',
    'exchange_origin',
    'model_release',
    'reference',
    'signal',
    'subject_member',
    'subject_template',
    'template_slot',
  ],
  writes: ['signal', 'subject_member', 'subject_profile', 'subject_template', 'verdict'],

  async run(context) {
    const { store, detectors, progress } = context
    const params = { ...runParams(context), references_min: REFERENCES_MIN }
    progress('pooling')
    await store.run(members, params)
    await store.run(templates, params)
    await store.run(profiles, params)
    for (const detector of detectors) await detect(context, detector)
    progress('judging')
    await store.insert('verdict', await verdictRows(context))
  },
})

async function detect(context: RunContext, detector: Detector): Promise<void> {
  context.progress(detector.id)
  const params = {
    ...runParams(context),
    ...context.settingsOf(detector),
    detector: detector.id,
    family: detector.family,
    sign: detector.speaks === 'innocence' ? -1 : 1,
    bits_max: detector.bits_max,
  }
  await context.store.openTable('detector_signal', statement(detector.id, detector.sql), params)
  await context.store.run(signals, params)
}

interface SubjectEvidence {
  readonly subject_id: string
  readonly extraction_millibits: number
  readonly families: readonly (readonly [family: string, detector: string, millibits: number])[]
}

interface MemberFacts {
  readonly cluster_id: string
  readonly account_id: string
  readonly is_core: number
  readonly weight_millibits: number
  readonly family_exchanges: string
  readonly mission_millibits: number
  readonly clients: string
  readonly is_reference: number
  readonly is_organization_verified: number
  readonly is_known: number
  readonly age_days: string
  readonly age_days_typical: number
}

async function verdictRows(context: RunContext) {
  const { store, runId } = context
  const params = runParams(context)
  const evidence = new Map(
    (await store.rows<SubjectEvidence>(subjectEvidence, params)).map((row) => [
      row.subject_id,
      row,
    ]),
  )
  const clusters = await store.rows<{
    cluster_id: string
    accounts: string
    entities: string
    core: string
    weight_millibits: number
    rests: string
  }>(clusterFacts, params)
  const memberRows = await store.rows<MemberFacts>(memberFacts, params)
  const membersOf = new Map<string, MemberFacts[]>()
  for (const row of memberRows) {
    const list = membersOf.get(row.cluster_id)
    if (list === undefined) membersOf.set(row.cluster_id, [row])
    else list.push(row)
  }

  const rows: object[] = []
  const judged = new Set<string>()
  for (const cluster of clusters) {
    const extraction_millibits = evidence.get(cluster.cluster_id)?.extraction_millibits ?? 0
    const judgement = judgeCluster({
      accounts: Number(cluster.accounts),
      entities: Number(cluster.entities),
      core: Number(cluster.core),
      rests: cluster.rests,
      weight_millibits: cluster.weight_millibits,
      extraction_millibits,
    })
    if (judgement.verdict === 'clear') continue
    const { verdict, confidence, linkage, extraction } = judgement
    const shared = { run_id: runId, verdict, confidence, linkage, extraction }
    rows.push({
      ...shared,
      subject_kind: 'cluster',
      subject_id: cluster.cluster_id,
      extraction_millibits,
      // What it rests on alone, and what that costs: told wherever the verdict is.
      reasons: cluster.rests === '' ? [] : [cluster.rests, String(CAUSE_MILLIBITS)],
    })
    for (const member of membersOf.get(cluster.cluster_id) ?? []) {
      const own = evidence.get(member.account_id)?.extraction_millibits ?? 0
      if (!isMember(member, own)) continue
      const isSpared = isBystander(member)
      const acts =
        member.is_core === 1 && !isOld(member) && asks(member, evidence.get(member.account_id))
      judged.add(member.account_id)
      rows.push({
        ...shared,
        subject_kind: 'account',
        subject_id: member.account_id,
        verdict: standingOf(verdict, {
          // Whom one cause alone ties to a core, a lecture or a tutorial, is not accused for it.
          isSpared: isSpared || (member.is_core === 0 && cluster.rests !== ''),
          acts,
        }),
        confidence: isSpared ? Math.min(49, confidence) : confidence,
        extraction_millibits: own,
        reasons: [
          isSpared ? 'bystander' : 'member',
          cluster.cluster_id,
          ...spokenOf(evidence.get(member.account_id)),
        ],
      })
    }
  }
  rows.push(...watched(runId, evidence, judged, new Set(clusters.map((row) => row.cluster_id))))
  return rows
}

/** A member stands no worse than its cluster, and only who acts itself stands as badly. */
function standingOf(verdict: string, member: { isSpared: boolean; acts: boolean }): string {
  if (member.isSpared || verdict === 'watch') return 'watch'
  return member.acts ? verdict : 'review'
}

/** By controlled links; or by circumstance, and then only for what the account does itself. */
const isMember = (member: MemberFacts, own: number) => member.is_core === 1 || partakes(member, own)

/** Whether the account itself harvests. Who is only tied to who does is for a person to look at. */
const partakes = (member: MemberFacts, own: number) =>
  own >= OWN_EXTRACTION_MILLIBITS_MIN ||
  (own >= 0 && member.mission_millibits >= OWN_EXTRACTION_MILLIBITS_MIN) ||
  Number(member.family_exchanges) >= FAMILY_EXCHANGES_MIN

/**
 * Whether it asks for training data itself, or in its cluster's own words. A loop over words of its own may be
 * the app of a reseller's honest customer.
 */
const asks = (member: MemberFacts, evidence: SubjectEvidence | undefined) =>
  Number(member.family_exchanges) >= FAMILY_EXCHANGES_MIN ||
  (evidence?.families ?? []).some(
    ([family, , bits]) =>
      (family === 'content' || family === 'replay') && bits >= OWN_EXTRACTION_MILLIBITS_MIN,
  )

/** The detectors that speak for what an account does itself. */
const spokenOf = (evidence: SubjectEvidence | undefined): readonly string[] =>
  (evidence?.families ?? []).filter(([, , bits]) => bits > 0).map(([, detector]) => detector)

/**
 * Guilt is not contagious. A proven customer was there before the pool that it is found in; so was an
 * account far older than it that still speaks through another program besides: a stolen key or a
 * reseller's customer, until a person shows otherwise. An old account with one life may have been bought
 * for the purpose: it is for a person to look at, and never to be acted on by itself.
 */
function isBystander(member: MemberFacts): boolean {
  if (member.is_reference === 1 || member.is_organization_verified === 1) return true
  return isOld(member) && Number(member.clients) >= 2
}

function isOld(member: MemberFacts): boolean {
  const age = Number(member.age_days)
  return (
    member.is_known === 1 &&
    age >= BYSTANDER_DAYS_MIN &&
    age >= BYSTANDER_AGE_RATIO * Math.max(1, member.age_days_typical)
  )
}

/** Accounts that nothing ties to another, but whose own traffic a person might look at one day. */
function watched(
  run_id: string,
  evidence: ReadonlyMap<string, SubjectEvidence>,
  judged: ReadonlySet<string>,
  clusterIds: ReadonlySet<string>,
) {
  return [...evidence.values()]
    .filter((row) => row.extraction_millibits >= WATCH_MILLIBITS_MIN)
    .filter((row) => !judged.has(row.subject_id) && !clusterIds.has(row.subject_id))
    .map((row) => {
      const extraction = probability((row.extraction_millibits - 14_000) / 1000)
      return {
        run_id,
        subject_kind: 'account',
        subject_id: row.subject_id,
        verdict: 'watch',
        confidence: Math.min(49, Math.floor(100 * extraction)),
        linkage: 0,
        extraction,
        extraction_millibits: row.extraction_millibits,
        reasons: row.families.filter(([, , bits]) => bits > 0).map(([, detector]) => detector),
      }
    })
}
