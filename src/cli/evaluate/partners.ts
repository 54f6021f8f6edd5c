import { join } from 'node:path'
import { hashKeyOf } from '../../config/key.js'
import type { Detector } from '../../detectors/define.js'
import type { Campaign, Findings } from '../../domain/findings.js'
import type { Truth } from '../../domain/truth.js'
import { writeBundle } from '../../feeds/stix/write-bundle.js'
import { readTold } from '../../feeds/told.js'
import type { Discipline } from '../../lab/scenarios/discipline.js'
import { scorePartners } from '../../lab/score-partners.js'
import { type Preset, type Simulation, simulate } from '../../lab/simulate.js'
import { twoProviders } from '../../lab/two-providers.js'
import type { Linker } from '../../linkers/define.js'
import { indicatorsOf } from '../../pipeline/indicators/told.js'
import { isPerPartner } from '../../pipeline/partners/linkers.js'
import { takeIn } from '../../pipeline/partners/receive.js'
import { leavingOf } from '../../pipeline/release/preview.js'
import { partnersWeighed, sightingsFor } from '../../store/partners.js'
import { statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { scanFolder, scanInto } from '../scan-folder.js'
import { type PartnersResult, partnersTable } from './partners-table.js'

export interface PartnersTask {
  readonly name: string
  /** What the first provider has; the second has the same operators, and all look-alikes. */
  readonly preset: Preset
  readonly seed: string
  /** Of the operators at the second provider. */
  readonly discipline: Discipline
  readonly coverShare: number
  /** An empty folder, which the caller removes. */
  readonly folder: string
  readonly json: boolean
}

const SECOND_SHARE = 0.25
const PARTNER = 'first'
const GROUP = { id: 'circle', key: 'known to both providers' }
const [FIRST_KEY, SECOND_KEY] = [hashKeyOf('of the first'), hashKeyOf('of the second')]
const DAY_MS = 86_400_000
/** What the trail has of two people who vouch. */
const VOUCHED = {
  ...{ seq: 1, at: '2026-01-01 00:00:00.000', actor: 'person alice' },
  ...{ action: 'vouch_for_partner', object: `partner ${PARTNER}` },
}
const MARKING = 'amber+strict'

/**
 * Makes the same operators at two providers, has the first tell what it found of them, and prints what the second finds in
 * one run without it, one with it, and one after two people vouched for it. Whether nobody innocent is accused who was not before.
 */
export async function partners(task: PartnersTask): Promise<boolean> {
  const { name, preset, seed, folder, json, discipline, coverShare } = task
  const worlds = twoProviders(preset, seed, { share: SECOND_SHARE, discipline, coverShare })
  const [first, second] = [join(folder, 'first'), join(folder, 'second')]
  simulate({ ...worlds.first, folder: first, seed: `${seed} first` })
  const made = simulate({ ...worlds.second, folder: second, seed: `${seed} second` })
  const told = await tell(first)
  const result = await hear(second, made, told)
  process.stdout.write(
    json
      ? `${JSON.stringify({ preset: name, seed, discipline, ...result })}\n`
      : partnersTable(`${name}, seed ${seed}, ${discipline}`, result),
  )
  const accused = [...result.newlyAccused, ...result.unvouched.newlyAccused]
  return accused.length === 0 && result.accused_by_word_alone === 0
}

interface ToldBundle {
  readonly bundle: string
  readonly patterns: number
}

/** What the first provider tells: a bundle of each campaign that is for review or above. */
async function tell(folder: string): Promise<readonly ToldBundle[]> {
  const bundles: ToldBundle[] = []
  await scanFolder(folder, {
    ...{ hashKey: FIRST_KEY, groups: [GROUP] },
    look: async (store, { findings }) => {
      for (const campaign of findings.campaigns) {
        bundles.push(await bundleOf(store, findings.run_id, campaign))
      }
    },
  })
  return bundles
}

async function bundleOf(store: Store, runId: string, campaign: Campaign): Promise<ToldBundle> {
  const { campaign_id, last_seen_at } = campaign
  const { indicators } = await indicatorsOf({
    ...{ store, runId, campaignId: campaign_id, hashKey: FIRST_KEY, group: GROUP },
    now: new Date(last_seen_at),
  })
  // All that two people can release, its texts too.
  const texts = indicators.map(({ indicator_id }) => indicator_id)
  const choice = { left_out: [], texts, marking: MARKING } as const
  const told = leavingOf(indicators, choice, Date.parse(last_seen_at))
  const bundle = writeBundle({
    ...{ campaign, indicators: told, marking: MARKING },
    ...{ countermeasure: null, succeeds: [], attribution: null },
    expires_at: new Date(Date.parse(last_seen_at) + 90 * DAY_MS).toISOString(),
    producer: {
      name: 'The first provider',
      identity_id: 'identity--00000000-0000-4000-8000-000000000001',
    },
  })
  return { bundle: JSON.stringify(bundle), patterns: told.length }
}

const matchedIn = statement(
  'matched',
  'SELECT DISTINCT account_id FROM indicator_match WHERE run_id = {run_id:UUID} AND weight_millibits > 0',
)

/** What the second provider finds before it hears, and after. */
async function hear(
  folder: string,
  { truth, accountIds }: Simulation,
  told: readonly ToldBundle[],
): Promise<PartnersResult> {
  const heard: PartnersResult[] = []
  const how = { hashKey: SECOND_KEY, groups: [GROUP], isIncremental: true }
  await scanFolder(folder, {
    ...how,
    look: async (store, { findings: found }) => {
      await store.insert('ruling', rulingsOn(found, truth))
      const { findings: before } = await scanInto(store, [], how)
      for (const { bundle } of told) await receive(store, bundle, before.window_end)
      const { findings: heardFirst } = await scanInto(store, [], how)
      await store.insert('audit', [VOUCHED])
      const { findings: after } = await scanInto(store, [], how)
      const runId = after.run_id
      const rows = await store.rows<{ account_id: string }>(matchedIn, { run_id: runId })
      const [weighed] = await partnersWeighed(store, runId)
      const sightings = await sightingsFor(store, runId, PARTNER)
      // Of all that links accounts, the partner's word is left.
      const isOn = (one: Linker | Detector) => !('kind' in one) || isPerPartner(one)
      const alone = await scanInto(store, [], { ...how, isOn })
      const compared = {
        ...{ truth, accountIds, before },
        matched: new Set(rows.map(({ account_id }) => account_id)),
      }
      heard.push({
        ...scorePartners({ ...compared, after }),
        unvouched: scorePartners({ ...compared, after: heardFirst }),
        campaigns_wrong: weighed?.campaigns_wrong ?? 0,
        campaigns_told: told.length,
        patterns_told: told.reduce((sum, { patterns }) => sum + patterns, 0),
        sightings: sightings.length,
        trust: (weighed?.trust_millis ?? 0) / 1000,
        accused_by_word_alone: accusedIn(alone.findings),
      })
    },
  })
  const [result] = heard
  if (result === undefined) throw new Error('the second provider was not looked at')
  return result
}

/** What people at the second provider conclude on what was found before anybody told them anything: the truth. */
function rulingsOn({ campaigns, window_end }: Findings, truth: Truth): readonly object[] {
  const hostile = new Set(truth.campaigns.flatMap(({ accounts }) => accounts))
  return campaigns.map(({ campaign_id, members }) => {
    const right = members.filter(({ account_id }) => hostile.has(account_id)).length
    return {
      ...{ ruling_id: campaign_id, subject_kind: 'campaign', subject_id: campaign_id },
      ruled_at: window_end.replace('T', ' ').replace('Z', ''),
      conclusion: right * 2 > members.length ? 'campaign' : 'benign',
    }
  })
}

const receive = (store: Store, bundle: string, at: string) =>
  takeIn(store, {
    partner_id: PARTNER,
    told: readTold(new TextEncoder().encode(bundle), at),
    at_ms: Date.parse(at),
  })

const accusedIn = ({ accounts }: Findings): number =>
  accounts.filter(({ verdict }) => verdict !== 'watch').length
