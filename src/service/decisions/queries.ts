import { sqlFile } from '../../store/sql.js'

const RUN = { run_id: 'UUID' }
const file = (name: string, params: Readonly<Record<string, string>>) =>
  sqlFile(import.meta.url, `./queries/${name}.sql`, params)

/** What decisions are made of. All of these read. */
export const QUERIES = Object.freeze({
  members: file('run_member', {
    ...RUN,
    recognised_confidence: 'UInt8',
    newcomer_exchanges_max: 'UInt32',
  }),
  templates: file('run_template', {
    ...RUN,
    weight_millibits_min: 'UInt32',
    accounts_min: 'UInt32',
  }),
  systems: file('run_system', RUN),
  apiKeys: file('run_api_key', {
    ...RUN,
    never_accounts: 'Array(String)',
    never_organizations: 'Array(String)',
    keys_max: 'UInt32',
  }),
  rulings: file('ruling_in_force', { now_ms: 'Int64' }),
})
