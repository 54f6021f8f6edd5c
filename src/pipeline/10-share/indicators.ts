import { INDICATOR_KINDS } from '../../indicators/index.js'
import { sqlFile, statement } from '../../store/sql.js'
import { carriersOf } from '../indicators/carriers.js'
import { type RunContext, runParams } from '../stage.js'

/** Fewer are a household or a team. */
const OPERATORS_MIN = 4
/** What fewer send may be somebody's own words. */
const TEXT_OPERATORS_MIN = 8
/** Of one kind and campaign: a partner who is told more cannot look at them, and the rarest say nothing of the pool. */
const TOLD_MAX = 32
/** Of those that may not leave, enough to see what they are. All are counted. */
const KEPT_OUT_MAX = 4

const measured = sqlFile(import.meta.url, './indicator.sql', {
  run_id: 'UUID',
  kind: 'String',
  spares_quiet: 'Bool',
  operators_min: 'UInt32',
  told_max: 'UInt32',
  kept_out_max: 'UInt32',
})
const campaigns = statement(
  'campaigns_told',
  'SELECT count() AS campaigns FROM campaign WHERE run_id = {run_id:UUID}',
)

/** Measures on our own history what operators of each campaign share. Nothing where there is no campaign. */
export async function measureIndicators(context: RunContext): Promise<void> {
  const { store } = context
  const params = runParams(context)
  const [found] = await store.rows<{ campaigns: string }>(campaigns, params)
  if (Number(found?.campaigns ?? 0) === 0) return
  let opened = ''
  for (const kind of INDICATOR_KINDS) {
    // Two kinds may tell one thing in two ways.
    if (kind.sql !== opened) await store.openTable('indicator_carrier', carriersOf(kind), params)
    opened = kind.sql
    await store.run(measured, {
      ...params,
      kind: kind.id,
      spares_quiet: kind.spares_quiet,
      operators_min: kind.spares_quiet ? TEXT_OPERATORS_MIN : OPERATORS_MIN,
      told_max: TOLD_MAX,
      kept_out_max: KEPT_OUT_MAX,
    })
  }
}
