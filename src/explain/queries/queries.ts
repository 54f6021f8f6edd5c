import { sqlFile } from '../../store/sql.js'

const RUN = { run_id: 'UUID' }
const ROWS = { rows_max: 'UInt32' }
const ACCOUNT = { ...RUN, account_id: 'String' }
const CAMPAIGN = { ...RUN, campaign_id: 'String' }
const file = (name: string, params: Readonly<Record<string, string>> = {}) =>
  sqlFile(import.meta.url, `./${name}.sql`, params)

/** What is asked of stored rows to tell why. All of them read. */
export const QUERIES = Object.freeze({
  findings: file('run_findings', RUN),
  tableCount: file('table_count', { table: 'Identifier' }),
  tableCountByRun: file('table_count_by_run', { ...RUN, table: 'Identifier' }),
  tableHead: file('table_head', { ...ROWS, table: 'Identifier' }),
  tableHeadByRun: file('table_head_by_run', { ...RUN, ...ROWS, table: 'Identifier' }),
  linkerTotal: file('linker_total', { ...RUN, linker: 'String' }),
  linkerPairs: file('linker_pair', { ...RUN, ...ROWS, linker: 'String' }),
  detectorTotal: file('detector_total', { ...RUN, detector: 'String' }),
  detectorSubjects: file('detector_subject', { ...RUN, ...ROWS, detector: 'String' }),
  standing: file('account_standing', ACCOUNT),
  verdict: file('account_verdict', ACCOUNT),
  newcomer: file('account_newcomer', ACCOUNT),
  carried: file('account_carried', { account_id: 'String' }),
  links: file('account_link', { ...ACCOUNT, ...ROWS }),
  linkEvidence: file('account_link_evidence', { ...ACCOUNT, partners: 'Array(String)' }),
  pairTotal: file('account_pair_total', ACCOUNT),
  values: file('account_value_worth', { ...ACCOUNT, ...ROWS }),
  signals: file('subject_signal', { ...RUN, subject_id: 'String' }),
  campaignBasis: file('campaign_basis', CAMPAIGN),
  campaignLinkers: file('campaign_linker', CAMPAIGN),
})
