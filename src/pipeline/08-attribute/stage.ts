import type { Described } from '../../domain/definition.js'
import { uuidOf } from '../../domain/identifier.js'
import { restsOnText } from '../../domain/rests-on.js'
import { sqlFile } from '../../store/sql.js'
import { defineStage, type RunContext } from '../stage.js'
import { roleOf, type Standing } from './role.js'
import { counted, type Facts, sentence } from './sentence.js'
import { countTaken, ORDINARY_MILLIBITS_MAX } from './taken.js'

const RUN = { run_id: 'UUID' }
const file = (name: string) => sqlFile(import.meta.url, `./${name}.sql`, RUN)
const campaignClusters = file('campaign_cluster')
const campaignAccounts = sqlFile(import.meta.url, './campaign_account.sql', {
  ...RUN,
  ordinary_millibits_max: 'Int32',
})
const evidenceLinks = file('evidence_link')
const evidenceSignals = file('evidence_signal')
const evidenceAlike = file('evidence_alike')

/**
 * Stage 8, attribute: whose campaign is it?
 *
 * Makes campaigns of judged clusters, gives every member its role, tells what was taken from cover, and
 * writes down in sentences what each campaign rests on and what speaks against it.
 */
export const attribute = defineStage({
  name: 'attribute',
  question: 'Whose campaign is it?',
  reads: [
    'account_profile',
    'campaign',
    'campaign_mark',
    'campaign_member',
    'campaign_taken',
    'cluster',
    'cluster_member',
    'cluster_tie',
    'exchange',
    'exchange_fingerprint',
    'exchange_template',
    'link_evidence',
    'signal',
    'template_slot',
    'verdict',
  ],
  writes: ['campaign', 'campaign_evidence', 'campaign_mark', 'campaign_member', 'campaign_taken'],

  async run(context) {
    const { store, runId } = context
    const params = { run_id: runId }
    const clusters = await store.rows<ClusterRow>(campaignClusters, params)
    const idOf = new Map(clusters.map((row) => [row.cluster_id, uuidOf(row.earliest_exchange)]))
    await store.insert(
      'campaign',
      clusters.map(({ cluster_id, verdict, confidence, linkage, extraction }) => ({
        run_id: runId,
        campaign_id: idOf.get(cluster_id),
        cluster_id,
        verdict,
        confidence,
        linkage,
        extraction,
        succeeds: [],
      })),
    )
    if (clusters.length > 0) {
      context.progress('what was taken')
      await countTaken(store, params)
    }
    const accounts = await store.rows<AccountRow>(campaignAccounts, {
      ...params,
      ordinary_millibits_max: ORDINARY_MILLIBITS_MAX,
    })
    await store.insert(
      'campaign_member',
      accounts.map((row) => ({
        run_id: runId,
        campaign_id: row.campaign_id,
        account_id: row.account_id,
        role: roleOf(row),
        membership: membershipOf(row),
      })),
    )
    await store.insert('campaign_evidence', [
      ...(await evidenceRows(context)),
      ...causeRows(runId, clusters, idOf),
    ])
  },
})

interface ClusterRow {
  readonly cluster_id: string
  readonly verdict: string
  readonly confidence: number
  readonly linkage: number
  readonly extraction: number
  readonly earliest_exchange: string
  /** The one cause without which it falls apart, or ''; and what that costs it. */
  readonly rests_on: string
  readonly cause_millibits: number
}

interface AccountRow extends Standing {
  readonly campaign_id: string
  readonly account_id: string
  readonly is_core: number
  readonly weight_millibits: number
}

/** Two of three for who is tied by circumstance and its own traffic; nearly sure for a hard link. */
function membershipOf(row: AccountRow): number {
  if (row.is_core === 0) return 0.67
  const surplus = Math.max(0, row.weight_millibits - 8000)
  return Math.max(0.67, Math.round(100 * (1 - 2 ** (-surplus / 2000))) / 100)
}

/** What one cause explains was argued further out of the prior, so it is told as evidence against. */
function causeRows(
  run_id: string,
  clusters: readonly ClusterRow[],
  idOf: ReadonlyMap<string, string>,
) {
  return clusters.flatMap(({ cluster_id, rests_on, cause_millibits }) => {
    const campaign_id = idOf.get(cluster_id)
    if (campaign_id === undefined || rests_on === '') return []
    return [
      {
        run_id,
        campaign_id,
        evidence_id: uuidOf(`${campaign_id} one-cause`),
        family: 'history',
        kind: 'one_cause',
        weight_millibits: cause_millibits,
        statement: restsOnText(rests_on),
      },
    ]
  })
}

interface EvidenceRow {
  readonly campaign_id: string
  readonly family: string
  readonly weight_millibits: number
}

interface LinkEvidence extends Omit<EvidenceRow, 'weight_millibits'> {
  readonly linker: string
  readonly weight_typical: number
  readonly pairs: string
  readonly accounts: string
  readonly facts_best: Facts
}

interface AlikeEvidence {
  readonly campaign_id: string
  readonly accounts: string
  readonly is_group: number
  readonly peers_sharing_typical: number
  readonly peers_all: number
  readonly traits_typical: number
  readonly weight_typical: number
}

/** Who is alike and not linked, and against whom that was held. */
const alikeSentence = (told: AlikeEvidence) =>
  `${counted(told.accounts, 'account')} that no link holds ask for the same in the same texts as linked accounts (so does ${told.peers_sharing_typical} of ${told.peers_all} proven customers who have such requests), and are like them in ${told.traits_typical} of 5 traits: hours of the day, days, sittings, volume, age.${told.is_group === 0 ? '' : ' Which of the linked groups each belongs to cannot be told.'}`

interface SignalEvidence extends EvidenceRow {
  readonly detector: string
  readonly facts: Facts
}

async function evidenceRows({ store, runId, linkers, detectors }: RunContext) {
  const params = { run_id: runId }
  const definitions = new Map<string, Described>(
    [...linkers, ...detectors].map((definition) => [definition.id, definition]),
  )
  const links = await store.rows<LinkEvidence>(evidenceLinks, params)
  const signals = await store.rows<SignalEvidence>(evidenceSignals, params)
  const alike = await store.rows<AlikeEvidence>(evidenceAlike, params)
  const row = (given: EvidenceRow, kind: string, statement: string) => ({
    run_id: runId,
    campaign_id: given.campaign_id,
    evidence_id: uuidOf(`${given.campaign_id} ${kind}`),
    family: given.family,
    kind: kind.replaceAll('-', '_'),
    weight_millibits: given.weight_millibits,
    statement,
  })
  return [
    ...links.map((link) => {
      const said = sentence(definitions.get(link.linker), link.linker, link.facts_best)
      const reach = `(${counted(link.accounts, 'account')}, ${counted(link.pairs, 'pair')})`
      return row(
        { ...link, weight_millibits: link.weight_typical },
        link.linker,
        `${said} ${reach}`,
      )
    }),
    ...alike.map((told) =>
      row(
        { campaign_id: told.campaign_id, family: 'content', weight_millibits: told.weight_typical },
        'alike',
        alikeSentence(told),
      ),
    ),
    ...countedSignals(signals).map(([strongest, ...others]) => {
      const said = [strongest, ...others].map((one) =>
        sentence(definitions.get(one.detector), one.detector, one.facts),
      )
      return row({ ...strongest, family: 'extraction' }, strongest.detector, said.join(' Also: '))
    }),
  ]
}

/**
 * The signals of each campaign by family of detectors, the strongest first: it alone counts, so it
 * alone becomes evidence, and the others are told in its sentence. So the bits add up to the verdict's.
 */
function countedSignals(signals: readonly SignalEvidence[]) {
  const families = new Map<string, [SignalEvidence, ...SignalEvidence[]]>()
  for (const signal of signals) {
    const key = `${signal.campaign_id} ${signal.family}`
    const known = families.get(key)
    if (known === undefined) families.set(key, [signal])
    else known.push(signal)
  }
  for (const family of families.values()) {
    family.sort((a, b) => Math.abs(b.weight_millibits) - Math.abs(a.weight_millibits))
  }
  return [...families.values()]
}
