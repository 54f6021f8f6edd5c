import type { Detector } from '../../detectors/define.js'
import { WORDED_MILLIBITS_MIN } from '../../domain/wording.js'
import { sqlFile, statement } from '../../store/sql.js'
import { defineStage, type RunContext, runParams } from '../stage.js'
import { groundsOf, type MemberHabit } from './grounds.js'
import {
  CAUSE_MILLIBITS,
  HANDED_ON,
  judgeCluster,
  probability,
  WATCH_MILLIBITS_MIN,
} from './judgement.js'
import {
  asksOpenly,
  LIFE_DAYS_MIN,
  LIFE_EXCHANGES_MIN,
  type MemberFacts,
  OWN_EXTRACTION_MILLIBITS_MIN,
  type SubjectEvidence,
  spokenOf,
  standingOf,
} from './member.js'
import { VOUCHED, vouchedClusters } from './vouched.js'

/** Below this the reference is no population to compare with. */
const REFERENCES_MIN = 200
/**
 * A cluster is known by a text that its members send so many times as often as those who ask for nothing that
 * trains: four bits and more, beyond what a trade has in common. A relayed customer's trade has up to eight times.
 */
const KNOWN_RATIO = 20

/** A system prompt that so many seeds send is their cluster's. */
const SEEDS_MIN = 3

const RUN = { run_id: 'UUID' }
const WINDOW = { window_start: 'DateTime64(3)', window_end: 'DateTime64(3)' }
const file = (name: string, params: Readonly<Record<string, string>>) =>
  sqlFile(import.meta.url, `./${name}.sql`, params)
const members = file('subject_member', { ...RUN, references_min: 'UInt32' })
const templates = file('subject_template', { ...RUN, known_ratio: 'Float64' })
const profiles = file('subject_profile', { ...RUN, ...WINDOW })
const signals = file('signal', {
  ...RUN,
  detector: 'String',
  family: 'String',
  sign: 'Int8',
  bits_max: 'Float64',
})
const subjectEvidence = file('subject_evidence', RUN)
const clusterFacts = file('cluster_facts', { ...RUN, own_millibits_min: 'Int32' })
const memberFacts = file('member_facts', {
  ...RUN,
  window_end: 'DateTime64(3)',
  worded_millibits_min: 'Int32',
  life_exchanges_min: 'UInt32',
  life_days_min: 'UInt32',
  known_ratio: 'Float64',
})
const memberPrograms = file('member_program', { ...RUN, seeds_min: 'UInt32' })
const memberHabits = file('member_habit', RUN)

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
    'exchange_fingerprint',
    'exchange_origin',
    'exchange_template',
    'indicator_match',
    'indicator_received',
    'model_release',
    'partner_weight',
    'reference',
    'signal',
    'subject_member',
    'subject_template',
    'template_slot',
  ],
  writes: ['signal', 'subject_member', 'subject_profile', 'subject_template', 'verdict'],

  async run(context) {
    const { store, detectors, progress } = context
    const params = {
      ...runParams(context),
      references_min: REFERENCES_MIN,
      known_ratio: KNOWN_RATIO,
    }
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
    core_joined: string
    harvesting: number
    weight_millibits: number
    rests: string
  }>(clusterFacts, { ...params, own_millibits_min: OWN_EXTRACTION_MILLIBITS_MIN })
  const vouched = new Set(
    (await store.rows<{ cluster_id: string }>(vouchedClusters, { ...params, ...VOUCHED })).map(
      ({ cluster_id }) => cluster_id,
    ),
  )
  const membersOf = await membersByCluster(context)
  const groundsFor = await groundsTeller(context)

  const rows: object[] = []
  const judged = new Set<string>()
  for (const cluster of clusters) {
    const pooled = evidence.get(cluster.cluster_id)
    const handed = cluster.rests === HANDED_ON
    const rests = handed ? '' : cluster.rests
    const extraction_millibits = pooled?.extraction_millibits ?? 0
    const judgement = judgeCluster({
      accounts: Number(cluster.accounts),
      entities: Number(cluster.entities),
      core: Number(cluster.core),
      core_joined: Number(cluster.core_joined),
      harvesting: cluster.harvesting,
      asks: asksOpenly(pooled),
      rests,
      handed,
      vouched: vouched.has(cluster.cluster_id),
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
      reasons: rests === '' ? [] : [rests, String(CAUSE_MILLIBITS)],
    })
    for (const member of membersOf.get(cluster.cluster_id) ?? []) {
      const said = evidence.get(member.account_id)
      const standing = standingOf(member, said, { verdict, rests })
      if (standing === undefined) continue
      const isSpared = standing.role !== 'operator'
      judged.add(member.account_id)
      rows.push({
        ...shared,
        subject_kind: 'account',
        subject_id: member.account_id,
        verdict: standing.verdict,
        confidence: isSpared ? Math.min(49, confidence) : confidence,
        extraction_millibits: said?.extraction_millibits ?? 0,
        reasons: [
          standing.role,
          cluster.cluster_id,
          ...groundsFor(standing.role, member, said?.extraction_millibits ?? 0),
          ...spokenOf(said),
        ],
      })
    }
  }
  rows.push(...watched(runId, evidence, judged, new Set(clusters.map((row) => row.cluster_id))))
  return rows
}

async function membersByCluster(context: RunContext) {
  const { store } = context
  const params = runParams(context)
  const rows = await store.rows<Omit<MemberFacts, 'has_own_program'>>(memberFacts, {
    ...params,
    worded_millibits_min: WORDED_MILLIBITS_MIN,
    life_exchanges_min: LIFE_EXCHANGES_MIN,
    life_days_min: LIFE_DAYS_MIN,
    known_ratio: KNOWN_RATIO,
  })
  const keyOf = (row: { readonly cluster_id: string; readonly account_id: string }) =>
    `${row.cluster_id}\n${row.account_id}`
  const programs = new Set(
    (await store.rows<MemberFacts>(memberPrograms, { ...params, seeds_min: SEEDS_MIN })).map(keyOf),
  )
  const members = new Map<string, MemberFacts[]>()
  for (const row of rows) {
    const member = { ...row, has_own_program: programs.has(keyOf(row)) }
    const list = members.get(row.cluster_id)
    if (list === undefined) members.set(row.cluster_id, [member])
    else list.push(member)
  }
  return members
}

/** Tells what made a member what it is; each class of elicitation is called after the detector that looks at it. */
async function groundsTeller({ store, runId, detectors }: RunContext) {
  const rows = await store.rows<MemberHabit>(memberHabits, { run_id: runId })
  const habits = new Map(rows.map((row) => [row.account_id, row]))
  const kinds = new Map(
    detectors.flatMap(({ id, settings }) =>
      settings.class === undefined ? [] : [[settings.class.value - 1, id] as const],
    ),
  )
  return (role: string, member: MemberFacts, own: number) =>
    groundsOf(role, { member, own, habit: habits.get(member.account_id), kinds })
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
