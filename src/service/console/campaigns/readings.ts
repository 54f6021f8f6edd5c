import type { Campaign } from '../../../domain/findings.js'
import { ROLES } from '../../../domain/people.js'
import { collectDetails } from '../../../feeds/collect.js'
import { totalEvidence } from '../../../feeds/evidence-total.js'
import { wouldChange } from '../../../feeds/would-change.js'
import { type FinishedRun, lastFinishedRun } from '../../../store/runs.js'
import { sqlFile } from '../../../store/sql.js'
import type { Store } from '../../../store/store.js'
import type { ReadFrom, Reading } from '../../people/reading.js'
import { inputOf } from '../input.js'
import { keptByRun } from '../kept.js'
import { runTold } from '../told.js'
import type {
  CampaignAnswer,
  CampaignRow,
  CampaignsAnswer,
  DetailsAnswer,
  OverviewAnswer,
  TakenDay,
} from './api.js'
import { standBeside } from './beside.js'
import { RASTER_READING } from './raster.js'

const RUN = { run_id: 'UUID' }
const CAMPAIGN = { ...RUN, campaign_id: 'String' }
const campaignsPublished = sqlFile(import.meta.url, './campaigns_published.sql', RUN)
const campaignPublished = sqlFile(import.meta.url, './campaign_published.sql', CAMPAIGN)
const takenDays = sqlFile(import.meta.url, './taken_day.sql', RUN)
const releases = sqlFile(import.meta.url, './release.sql', {})

/** What the console asks of campaigns. Everything told is of the last run that finished, as it published it. */
export const CAMPAIGN_READINGS: readonly Reading[] = Object.freeze([
  {
    path: '/overview',
    summary:
      'The campaigns of the last run, what was taken on which day, releases of models, and what waits for a person.',
    who: ROLES,
    read: overview,
  },
  {
    path: '/campaigns',
    summary: 'The campaigns of the last run, without their members.',
    who: ROLES,
    read: async ({ reader }: ReadFrom): Promise<CampaignsAnswer> => {
      const run = await lastFinishedRun(reader)
      return { run: runTold(run), campaigns: await campaignRows(reader, run) }
    },
  },
  {
    path: '/campaigns/one',
    summary:
      'A campaign of the last run by its `campaign_id`: members, evidence, and who of its cluster is not involved.',
    who: ROLES,
    query: { campaign_id: 'string' },
    read: oneCampaign,
  },
  {
    path: '/campaigns/details',
    summary:
      'Of a campaign of the last run, by its `campaign_id`: templates without their texts, infrastructure, links by family, and what was done.',
    who: ROLES,
    query: { campaign_id: 'string' },
    read: detailsOfCampaign,
  },
  RASTER_READING,
])

async function overview({ reader, ledger }: ReadFrom): Promise<OverviewAnswer> {
  const run = await lastFinishedRun(reader)
  const campaigns = await campaignRows(reader, run)
  const { cases, appeals } = ledger.state()
  const open = [...cases.values()].filter(({ closed }) => closed === null)
  const cased = new Set([...cases.values()].map(({ campaign_id }) => campaign_id))
  const days = run ? await daysOf(reader, run.run_id) : []
  const released = await reader.rows<{ model: string; released_on: string }>(releases)
  return {
    run: runTold(run),
    campaigns,
    input: await inputOf(reader, run),
    days,
    releases: released.map(({ model, released_on }) => ({ model, released_at: released_on })),
    waiting: {
      proposals: ledger.proposals().length,
      appeals: [...appeals.values()].filter(({ outcome }) => outcome === null).length,
      cases_open: open.length,
      campaigns_without_case: campaigns.filter(({ campaign_id }) => !cased.has(campaign_id)).length,
    },
  }
}

/** It reads as many fingerprints as the campaigns took, and every open overview asks for it each minute. */
const daysOf = keptByRun(async (reader, run_id): Promise<readonly TakenDay[]> => {
  const days = await reader.rows<Counted<TakenDay>>(takenDays, { run_id })
  return days.map((day) => ({ ...day, exchanges: Number(day.exchanges) }))
})

/** 64-bit counts arrive as strings. */
type Counted<Row> = Omit<Row, 'exchanges'> & { readonly exchanges: string }

type PublishedRow = {
  readonly [Key in keyof CampaignRow]: CampaignRow[Key] extends number
    ? string | number
    : CampaignRow[Key]
} & { readonly capabilities: unknown }

export async function campaignRows(
  reader: Store,
  run: FinishedRun | undefined,
): Promise<readonly CampaignRow[]> {
  if (run === undefined) return []
  const rows = await reader.rows<PublishedRow>(campaignsPublished, { run_id: run.run_id })
  return rows.map((row) => ({
    ...row,
    confidence: Number(row.confidence),
    operators: Number(row.operators),
    beside: Number(row.beside),
    exchanges: Number(row.exchanges),
    exchanges_extracting: Number(row.exchanges_extracting),
    tokens_out: Number(row.tokens_out),
    capabilities: JSON.parse(String(row.capabilities)),
  }))
}

async function published(
  { reader, query }: ReadFrom,
  run: FinishedRun | undefined,
): Promise<Campaign | undefined> {
  if (run === undefined) return undefined
  const params = { run_id: run.run_id, campaign_id: query.get('campaign_id') ?? '' }
  const [row] = await reader.rows<{ campaign: string }>(campaignPublished, params)
  return row === undefined ? undefined : (JSON.parse(row.campaign) as Campaign)
}

async function oneCampaign(from: ReadFrom): Promise<CampaignAnswer> {
  const { reader } = from
  const run = await lastFinishedRun(reader)
  const campaign = await published(from, run)
  if (run === undefined || campaign === undefined) return { run: runTold(run), campaign: null }
  const params = { run_id: run.run_id, campaign_id: campaign.campaign_id }
  const others = await campaignRows(reader, run)
  return {
    run: runTold(run),
    campaign,
    linkage: totalEvidence(campaign, 'linkage'),
    extraction: totalEvidence(campaign, 'extraction'),
    would_change: wouldChange(campaign),
    succeeded_by: others
      .filter(({ succeeds }) => succeeds.includes(campaign.campaign_id))
      .map(({ campaign_id }) => campaign_id),
    ...(await standBeside(reader, params)),
  }
}

async function detailsOfCampaign(from: ReadFrom): Promise<DetailsAnswer> {
  const run = await lastFinishedRun(from.reader)
  const campaign = await published(from, run)
  if (run === undefined || campaign === undefined) return { run: runTold(run), details: null }
  return { run: runTold(run), details: await collectDetails(from.reader, run.run_id, campaign) }
}
