import type { Campaign, Findings, MemberRole } from '../domain/findings.js'
import { displacementOf } from '../store/displacement.js'
import { sqlFile } from '../store/sql.js'
import type { Store } from '../store/store.js'
import { carriedOf } from './carried.js'
import { displacementTexts } from './displacement.js'
import {
  type CampaignPicture,
  type InfrastructurePicture,
  type LinkPicture,
  NO_FAMILY,
  OTHER_FAMILY,
  type Raster,
  type SharedValues,
  type TemplatePicture,
} from './picture.js'
import { templatePieces } from './template-text.js'
import { excerpt } from './visible.js'
import { wouldChange } from './would-change.js'

/** Each picture is a handful of statements: the findings name more campaigns than a report can show. */
export const PICTURES_MAX = 60
const TEMPLATES_MAX = 5
const SAMPLES_SHOWN_MAX = 3
const SAMPLE_CHARACTERS_MAX = 300

const CAMPAIGN = { run_id: 'UUID', campaign_id: 'String' }
const file = (name: string) => sqlFile(import.meta.url, `./${name}.sql`, CAMPAIGN)
const rasterOf = file('campaign_raster')
const templatesOf = file('campaign_template')
const samplesOf = file('campaign_template_sample')
const originOf = file('campaign_origin')
const identityOf = file('campaign_identity')
const usageOf = file('campaign_usage')
const linksOf = file('campaign_link')

/**
 * Reads what a report shows of each campaign beside its findings, in the findings' order. Texts are
 * read only where `hasText`; the caller answers for the reason that was given for it.
 */
export async function collectPictures(
  store: Store,
  runId: string,
  findings: Findings,
  { hasText }: { readonly hasText: boolean },
): Promise<CampaignPicture[]> {
  const pictures: CampaignPicture[] = []
  for (const campaign of findings.campaigns.slice(0, PICTURES_MAX)) {
    pictures.push(await pictureOf({ store, runId, campaign, hasText }))
  }
  return pictures
}

/** The same of one campaign, without its texts and without the raster. */
export const collectDetails = (
  store: Store,
  runId: string,
  campaign: Campaign,
): Promise<Omit<CampaignPicture, 'raster'>> =>
  detailsOf({ store, runId, campaign, hasText: false }, undefined)

/** The templates of a campaign with their texts: the caller answers for the reason that was given for it. */
export async function collectTemplates(
  store: Store,
  runId: string,
  campaignId: string,
): Promise<readonly TemplatePicture[]> {
  const params = { run_id: runId, campaign_id: campaignId }
  const samples = await store.rows<SampleRow>(samplesOf, params)
  const templates = await store.rows<TemplateRow>(templatesOf, params)
  return templates.slice(0, TEMPLATES_MAX).map((row) => templatePicture(row, samples))
}

interface Subject {
  readonly store: Store
  readonly runId: string
  readonly campaign: Campaign
  readonly hasText: boolean
}

async function pictureOf(subject: Subject): Promise<CampaignPicture> {
  const { store, runId, campaign } = subject
  const params = { run_id: runId, campaign_id: campaign.campaign_id }
  const templates = await store.rows<TemplateRow>(templatesOf, params)
  const records = await store.rows<RasterRecord>(rasterOf, params)
  const families = templates.map((template) => template.family_id)
  const details = await detailsOf(subject, templates)
  return { ...details, raster: rasterPicture(records, families, campaign) }
}

async function detailsOf(
  { store, runId, campaign, hasText }: Subject,
  known: readonly TemplateRow[] | undefined,
): Promise<Omit<CampaignPicture, 'raster'>> {
  const params = { run_id: runId, campaign_id: campaign.campaign_id }
  const templates = known ?? (await store.rows<TemplateRow>(templatesOf, params))
  const samples = hasText ? await store.rows<SampleRow>(samplesOf, params) : []
  return {
    campaign_id: campaign.campaign_id,
    carried: await carriedOf(store, campaign.campaign_id),
    displacement: displacementTexts(await displacementOf(store, runId, campaign.campaign_id)),
    templates: templates.slice(0, TEMPLATES_MAX).map((row) => templatePicture(row, samples)),
    infrastructure: infrastructurePicture(
      [
        ...(await store.rows<ValueRow>(originOf, params)),
        ...(await store.rows<ValueRow>(identityOf, params)),
      ],
      await store.rows<UseRow>(usageOf, params),
    ),
    links: (await store.rows<LinkRow>(linksOf, params)).map(linkPicture),
    would_change: wouldChange(campaign),
  }
}

interface RasterRecord {
  readonly account_id: string
  readonly member_role: MemberRole
  readonly born_at: string | null
  readonly closed_at: string | null
  readonly accounts: number
  readonly width_seconds: number
  readonly start_at_second: number
  readonly bucket_count: number
  readonly cells: readonly (readonly [bucket: number, exchanges: number, family_id: string])[]
}

function rasterPicture(
  records: readonly RasterRecord[],
  families: readonly string[],
  campaign: Campaign,
): Raster {
  const [first] = records
  const indexes = new Map(families.map((family, index) => [family, index]))
  const indexOf = (family: string) =>
    family === '' ? NO_FAMILY : (indexes.get(family) ?? OTHER_FAMILY)
  return {
    start: first ? secondText(first.start_at_second) : campaign.first_seen_at,
    bucket_seconds: first?.width_seconds ?? 1,
    buckets: first?.bucket_count ?? 1,
    families,
    rows: records.map(({ account_id, member_role, born_at, closed_at, cells }) => ({
      account_id,
      role: member_role,
      born_at,
      ended_at: closed_at,
      cells: cells.map(([bucket, exchanges, family]) => [bucket, exchanges, indexOf(family)]),
    })),
    rows_left_out: (first?.accounts ?? 0) - records.length,
  }
}

const secondText = (second: number) => new Date(second * 1000).toISOString().replace('.000', '')

/** 64-bit counts arrive as strings. */
interface TemplateRow {
  readonly family_id: string
  readonly part: number
  readonly exchanges: string
  readonly accounts: string
  readonly slots: string
  readonly slots_shared: string
}

interface SampleRow {
  readonly family_id: string
  readonly sample: string
}

function templatePicture(row: TemplateRow, samples: readonly SampleRow[]): TemplatePicture {
  const texts = samples
    .filter((sample) => sample.family_id === row.family_id)
    .map((sample) => sample.sample)
  return {
    family_id: row.family_id,
    part: PARTS[row.part] ?? 'opening',
    exchanges: Number(row.exchanges),
    accounts: Number(row.accounts),
    slots: Number(row.slots),
    slots_shared: Number(row.slots_shared),
    pieces: templatePieces(texts),
    samples: texts.slice(0, SAMPLES_SHOWN_MAX).map((text) => excerpt(text, SAMPLE_CHARACTERS_MAX)),
  }
}

const PARTS: Readonly<Record<number, TemplatePicture['part']>> = {
  1: 'system',
  2: 'opening',
  3: 'closing',
}

interface ValueRow {
  readonly kind: string
  readonly value_hash: string
  readonly accounts: string
  readonly distinct_values: string
}

interface UseRow {
  readonly kind: string
  readonly name: string
  readonly exchanges: string
}

function infrastructurePicture(
  values: readonly ValueRow[],
  uses: readonly UseRow[],
): InfrastructurePicture {
  const shared = (kind: string): SharedValues => {
    const rows = values.filter((row) => row.kind === kind)
    const top = rows.map((row) => ({ hash: row.value_hash, accounts: Number(row.accounts) }))
    return { distinct: Number(rows[0]?.distinct_values ?? 0), top }
  }
  const named = (kind: string) =>
    uses
      .filter((row) => row.kind === kind)
      .map(({ name, exchanges }) => ({ name, exchanges: Number(exchanges) }))
  return {
    networks: shared('networks'),
    addresses: shared('addresses'),
    clients: shared('clients'),
    payment_instruments: shared('payment_instruments'),
    signup_batches: shared('signup_batches'),
    models: named('models'),
    channels: named('channels'),
  }
}

interface LinkRow {
  readonly family: string
  readonly pairs: string
  readonly accounts: string
}

function linkPicture({ family, pairs, accounts }: LinkRow): LinkPicture {
  return { family, pairs: Number(pairs), accounts: Number(accounts) }
}
