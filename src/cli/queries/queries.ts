import { sqlFile } from '../../store/sql.js'

const RUN = { run_id: 'UUID' }
const ROWS = { rows_max: 'UInt32' }
const AGED = { ...RUN, window_end: 'DateTime64(3)', reference_days: 'UInt32' }
const file = (name: string, params: Readonly<Record<string, string>> = {}) =>
  sqlFile(import.meta.url, `./${name}.sql`, params)

/** The statements of commands. All of them read: what is written, the stages write. */
export const QUERIES = Object.freeze({
  campaignNoticed: file('campaign_noticed', RUN),

  applicationLines: file('application_line', {
    ...{ ...ROWS, first: 'UInt64', keys: 'Array(String)' },
  }),
  inputFiles: file('input_file_list'),
  inputKeys: file('input_key', { keys_max: 'UInt32' }),
  rejectReasons: file('reject_reason', ROWS),
  exchangeSpan: file('exchange_span'),
  exchangeFill: file('exchange_fill'),
  accountFill: file('account_fill'),

  referenceTotal: file('reference_total', AGED),
  referenceExcluded: file('reference_excluded', AGED),
  linkerReference: file('linker_reference', RUN),

  bareRead: file('bare_read', { path: 'String', structure: 'String' }),
})
