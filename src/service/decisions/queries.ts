import { sqlFile, statement } from '../../store/sql.js'

const RUN = { run_id: 'UUID' }
const file = (name: string, params: Readonly<Record<string, string>>) =>
  sqlFile(import.meta.url, `./queries/${name}.sql`, params)

/** What decisions are made of. All of these read. */
export const QUERIES = Object.freeze({
  derivation: statement(
    'derivation_settled',
    'SELECT is_finished FROM derivation ORDER BY place DESC, is_finished DESC LIMIT 1',
  ),
  members: file('run_member', {
    ...RUN,
    recognised_confidence: 'UInt8',
  }),
  templates: file('run_template', {
    ...RUN,
    weight_millibits_min: 'UInt32',
    accounts_min: 'UInt32',
  }),
  succeeds: file('run_succeeds', RUN),
  systems: file('run_system', RUN),
  apiKeys: file('run_api_key', {
    ...RUN,
    never_accounts: 'Array(String)',
    never_organizations: 'Array(String)',
    keys_max: 'UInt32',
  }),
  clusters: file('campaign_cluster', RUN),
  keysLetGo: file('key_let_go', {
    accounts: 'Array(String)',
    organizations: 'Array(String)',
    keys_max: 'UInt32',
  }),
  releases: file('model_released', { from_ms: 'Int64', releases_max: 'UInt32' }),
  rulings: file('ruling_in_force', { now_ms: 'Int64' }),
})
