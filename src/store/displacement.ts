import type { Displacement } from '../domain/displacement.js'
import { sqlFile } from './sql.js'
import type { Store } from './store.js'

const ROWS_MAX = 1000
const all = sqlFile(import.meta.url, './displacement_by_campaign.sql', {
  run_id: 'UUID',
  campaign_id: 'String',
  rows_max: 'UInt32',
})

type Row = Readonly<Record<keyof Displacement, unknown>> & {
  readonly acted: string
  readonly routes: readonly (readonly [string, string, string, string])[]
}
const TEXTS = ['campaign_id', 'action_id', 'kind', 'policy_id']

/** Of one campaign of a run, or of all; nothing where nothing was done. */
export async function displacementOf(
  store: Store,
  runId: string,
  campaignId = '',
): Promise<readonly Displacement[]> {
  const params = { run_id: runId, campaign_id: campaignId, rows_max: ROWS_MAX }
  const rows = await store.rows<Row>(all, params)
  return rows.map(({ acted, routes, ...row }) => {
    // Counts come as texts.
    const told = Object.entries(row).map(([name, value]) => [
      name,
      TEXTS.includes(name) ? value : Number(value),
    ])
    return {
      ...(Object.fromEntries(told) as Omit<Displacement, 'acted_at' | 'routes'>),
      acted_at: `${acted.replace(' ', 'T')}Z`,
      routes: routes.map(([kind, name, before, back]) => ({
        ...{ kind, name },
        ...{ exchanges_before: Number(before), exchanges_back: Number(back) },
      })),
    }
  })
}
