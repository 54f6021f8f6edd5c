import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Findings } from '../../src/domain/findings.js'
import type { Indicator } from '../../src/domain/indicator.js'
import type { SharedCampaign } from '../../src/domain/sharing.js'
import type { Truth } from '../../src/domain/truth.js'
import { writeBundle } from '../../src/feeds/stix/write-bundle.js'
import { readTold } from '../../src/feeds/told.js'
import type { GroupKey } from '../../src/indicators/parts/group.js'
import { indicatorsOf } from '../../src/pipeline/indicators/told.js'
import { takeIn } from '../../src/pipeline/partners/receive.js'
import { leavingOf } from '../../src/pipeline/release/preview.js'
import { type ScanOptions, scan } from '../../src/scan.js'
import type { Store } from '../../src/store/store.js'
import { forgetAll, optionsOf, RUN_ID, type World } from './world.js'

const FILES = ['exchange.jsonl', 'account.jsonl'] as const
const DAY_MS = 86_400_000
const MARKING = 'amber+strict'

/** An installation: its logs, its secret, and who in them is of the campaign. */
export interface Installation {
  readonly folder: string
  readonly hashKey: string
  readonly hostile: readonly string[]
}

/** Two folders of logs: the first has most of a campaign, the second the rest of it among its own customers. */
export function parted(
  campaign: World,
  customers: World,
  { folders, every }: { readonly folders: readonly [string, string]; readonly every: number },
) {
  const hostile = campaign.truth.campaigns.flatMap(({ accounts }) => [...accounts])
  const away = new Set(hostile.filter((_, place) => place % every === 0))
  const [first, second] = folders
  for (const file of FILES) {
    const lines = linesOf(join(campaign.folder, file))
    const isAway = (line: string) =>
      away.has((JSON.parse(line) as { account_id: string }).account_id)
    write(
      join(first, file),
      lines.filter((line) => !isAway(line)),
    )
    write(join(second, file), [...linesOf(join(customers.folder, file)), ...lines.filter(isAway)])
  }
  return { stayed: hostile.filter((id) => !away.has(id)), away: [...away] }
}

function write(path: string, lines: readonly string[]): void {
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, '')
  for (let at = 0; at < lines.length; at += 5000) {
    appendFileSync(path, `${lines.slice(at, at + 5000).join('\n')}\n`)
  }
}

const linesOf = (path: string): readonly string[] => readFileSync(path, 'utf8').trim().split('\n')

/** What an installation has in its settings besides. */
type Settings = Partial<Pick<ScanOptions, 'groups' | 'overrides' | 'isIncremental'>>

/** The first run of an installation. */
export async function firstRun(
  store: Store,
  { folder, hashKey }: Pick<Installation, 'folder' | 'hashKey'>,
  settings: Settings = {},
): Promise<Findings> {
  await forgetAll(store)
  return (await scan({ ...optionsOf(store, [folder]), hashKey, ...settings })).findings
}

/** Another run over what is there. */
export async function nextRun(
  store: Store,
  runId: string,
  hashKey: string,
  settings: Settings = {},
): Promise<Findings> {
  return (await scan({ ...optionsOf(store, [], runId), hashKey, ...settings })).findings
}

/** All that two people can release of the campaigns of the first run, its texts too, as it leaves: a bundle of STIX each. */
export async function bundlesOf(
  store: Store,
  findings: Findings,
  hashKey: string,
  group: GroupKey | null = null,
): Promise<readonly string[]> {
  const bundles: string[] = []
  for (const campaign of findings.campaigns) {
    const { indicators } = await indicatorsOf({
      ...{ store, runId: RUN_ID, campaignId: campaign.campaign_id, hashKey, group },
      now: new Date(campaign.last_seen_at),
    })
    const texts = indicators.map(({ indicator_id }) => indicator_id)
    const choice = { left_out: [], texts, marking: MARKING } as const
    const told = leavingOf(indicators, choice, Date.parse(campaign.last_seen_at))
    bundles.push(JSON.stringify(writeBundle(sharedOf(campaign, told))))
  }
  return bundles
}

export const PRODUCER = {
  name: 'A provider',
  identity_id: 'identity--00000000-0000-4000-8000-000000000001',
}

const sharedOf = (
  campaign: Findings['campaigns'][number],
  indicators: readonly Indicator[],
): SharedCampaign => ({
  campaign: {
    campaign_id: campaign.campaign_id,
    confidence: campaign.confidence,
    verdict: campaign.verdict,
    first_seen_at: campaign.first_seen_at,
    last_seen_at: campaign.last_seen_at,
    accounts: campaign.accounts,
    exchanges: campaign.exchanges,
    capabilities: campaign.capabilities,
  },
  indicators: [...indicators],
  countermeasure: null,
  succeeds: [],
  attribution: null,
  marking: MARKING,
  expires_at: new Date(Date.parse(campaign.last_seen_at) + 90 * DAY_MS).toISOString(),
  producer: PRODUCER,
})

/** Takes a bundle in as a partner's, at the end of what the logs hold. */
export const receive = (store: Store, text: string, at: string, partner_id = 'a-provider') =>
  takeIn(store, {
    partner_id,
    told: readTold(new TextEncoder().encode(text), at),
    at_ms: Date.parse(at),
  })

/** Of whom, at review and above or shown in a campaign, the truth says what. */
export function accused(
  findings: Findings,
  { hostile }: Pick<Installation, 'hostile'>,
  truth: Truth,
) {
  const at = findings.accounts
    .filter(({ verdict }) => verdict === 'review' || verdict === 'act')
    .map(({ account_id }) => account_id)
  const shown = findings.campaigns.flatMap(({ members }) =>
    members.map(({ account_id }) => account_id),
  )
  const excused = new Set(truth.bystanders.map(({ account_id }) => account_id))
  const isInnocent = (id: string) => !hostile.includes(id) && !excused.has(id)
  return {
    rightly: at.filter((id) => hostile.includes(id)).length,
    wrongly: [...new Set([...at, ...shown])].filter(isInnocent).sort(),
  }
}
