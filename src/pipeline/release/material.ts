import type { Indicator } from '../../domain/indicator.js'
import type { SharedAttribution, SharedCampaign } from '../../domain/sharing.js'
import { lastFinishedRun } from '../../store/runs.js'
import { sqlFile, statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import type { Material } from './preview.js'

const MATERIAL = sqlFile(import.meta.url, './share_material.sql', {
  ...{ run_id: 'UUID', campaign_id: 'String' },
})
const LET_GO = statement(
  'campaign_let_go',
  `SELECT ruling_id FROM cleared
   WHERE run_id = {run_id:UUID} AND subject_kind = 'campaign' AND subject_id = {campaign_id:String} LIMIT 1`,
)

/** A campaign of a run. */
export interface CampaignOf {
  readonly run_id: string
  readonly campaign_id: string
  /** Whom it would go to. */
  readonly to: readonly string[]
}

/** Where the parts come from that are not of the findings. */
export interface MaterialSources {
  readonly indicators: (
    store: Store,
    of: CampaignOf,
  ) => Promise<{
    readonly indicators: readonly Indicator[]
    readonly kept_out: Readonly<Record<string, number>>
  }>
  readonly attribution: (store: Store, of: CampaignOf) => Promise<SharedAttribution | null>
  /** Fixed texts that these write into statements, which repeat nobody: what a kind says of its indicators, without figures. */
  readonly ownTexts: readonly string[]
}

interface MaterialRow {
  readonly campaign_id: string
  readonly verdict: SharedCampaign['campaign']['verdict']
  readonly confidence: string
  readonly first_seen_at: string
  readonly last_seen_at: string
  readonly operators: number
  readonly exchanges_extracting: string
  readonly capabilities: string
  readonly level: string
  readonly succeeded: string[]
}

/** Whether people let a campaign go, by its name or half of it by another, as the newest run knows. */
export async function isLetGo(
  store: Store,
  { campaign_id }: Pick<CampaignOf, 'campaign_id'>,
): Promise<boolean> {
  const newest = await lastFinishedRun(store)
  if (newest === undefined) return false
  return (await store.rows(LET_GO, { run_id: newest.run_id, campaign_id })).length > 0
}

/**
 * What a finished run knows of a campaign that still is one in the newest. Undefined where there is no such run any more, or where the
 * newest does not have it: nobody is told of what we do not believe ourselves.
 */
export async function readMaterial(
  store: Store,
  of: CampaignOf,
  sources: MaterialSources,
): Promise<Material | undefined> {
  const newest = await lastFinishedRun(store)
  if (newest === undefined) return undefined
  const { run_id, campaign_id } = of
  const rowsOf = (run: string) => store.rows<MaterialRow>(MATERIAL, { run_id: run, campaign_id })
  const [row] = await rowsOf(run_id)
  if (row === undefined) return undefined
  if (newest.run_id !== run_id && (await rowsOf(newest.run_id)).length === 0) return undefined
  const { indicators, kept_out } = await sources.indicators(store, of)
  const { first_seen_at, last_seen_at, verdict } = row
  return {
    campaign: {
      ...{ campaign_id, verdict, first_seen_at, last_seen_at },
      confidence: Number(row.confidence),
      accounts: row.operators,
      exchanges: Number(row.exchanges_extracting),
      capabilities: JSON.parse(row.capabilities),
    },
    ...{ indicators, kept_out },
    countermeasure: row.level === '' ? null : row.level,
    succeeds: row.succeeded,
    attribution: await sources.attribution(store, of),
  }
}
