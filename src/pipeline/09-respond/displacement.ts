import { sqlFile } from '../../store/sql.js'
import type { RunContext } from '../stage.js'

// After each action: where did the traffic go? Counted by what those who came after carry of the campaign, beside what would
// have been expected without, and beside what else could say the same. Nothing is done by it.

const RUN = { run_id: 'UUID' }
const file = (name: string, params: Readonly<Record<string, string>> = {}) =>
  sqlFile(import.meta.url, `./${name}.sql`, { ...RUN, ...params })
const DAYS = { days_max: 'UInt32' }
const MARKED = { weight_millibits_min: 'Int32' }

const actions = file('displacement_action', { wave_min: 'UInt32', actions_max: 'UInt32' })
const accounts = file('displacement_account', { ...MARKED, window_end: 'DateTime64(3)' })
const counted = file('displacement_counted')
const days = sqlFile(import.meta.url, './displacement_day.sql', DAYS)
const WINDOW = { window_start: 'DateTime64(3)', window_end: 'DateTime64(3)' }
const amounts = file('displacement', { ...MARKED, ...WINDOW })
const routes = file('displacement_route', { ...DAYS, routes_max: 'UInt32' })

const LIMITS = {
  /** Fewer on one day are single decisions about single accounts. */
  wave_min: 5,
  /** Of each campaign, the newest. */
  actions_max: 10,
  /** As policies know a template again: 64 times as often as outside. */
  weight_millibits_min: 6000,
  days_max: 30,
  routes_max: 8,
} as const

/** Where nothing was done it asks one question of a few rows, and no more. `window`: what the run looks at. */
export async function measureDisplacement({
  store,
  runId,
  window,
}: Pick<RunContext, 'store' | 'runId' | 'window'>): Promise<void> {
  const params = { run_id: runId }
  const { wave_min, actions_max, weight_millibits_min, days_max, routes_max } = LIMITS
  const found = await store.rows<object>(actions, { ...params, wave_min, actions_max })
  if (found.length === 0) return
  await store.openTable('displacement_action', actions, { ...params, wave_min, actions_max })
  await store.run(accounts, { ...params, window_end: window.end, weight_millibits_min })
  await store.openTable('displacement_counted', counted, params)
  await store.openTable('displacement_day', days, { days_max })
  const span = { window_start: window.start, window_end: window.end }
  await store.run(amounts, { ...params, ...span, weight_millibits_min })
  await store.run(routes, { ...params, days_max, routes_max })
}
