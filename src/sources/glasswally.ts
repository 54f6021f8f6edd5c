import { defineSource, SOURCE_COLUMNS, type SourceColumn } from './define.js'

const LINE = `Tuple(request_id String, account_id String, timestamp String, ip_address String,
  client_ip String, user_agent String, model String, prompt String, system_prompt String,
  token_count Nullable(Int64), payment_method_hash String, org_id String, country_code String,
  header_order String, ja3_hash String, asn_number Nullable(UInt32), max_tokens Nullable(Int64))`

const given = (name: string): string => `tupleElement(given, '${name}')`

/** A column of ours, and where it stands in an event. \`campaign_label\` is never read. */
const COLUMNS: Partial<Record<SourceColumn, string>> = {
  // A JSON array has no keys: its elements would be taken for identifiers by their place.
  exchange_id: `if(startsWith(trimLeft(substring(line, 1, 64)), '['), '', ${given('request_id')})`,
  received_at: given('timestamp'),
  account_id: given('account_id'),
  organization_id: given('org_id'),
  ip: `if(${given('ip_address')} != '', ${given('ip_address')}, ${given('client_ip')})`,
  asn: given('asn_number'),
  ip_country: given('country_code'),
  user_agent: given('user_agent'),
  // A JA3 is no JA4: the prefix keeps the two apart where logs of both forms are read together.
  ja4: `if(${given('ja3_hash')} = '', '', concat('ja3:', ${given('ja3_hash')}))`,
  // The form asks for an array: where the order is not known it is empty.
  header_order: `if(${given('header_order')} = '[]', '', ${given('header_order')})`,
  model: given('model'),
  max_tokens: given('max_tokens'),
  system: given('system_prompt'),
  messages: `if(${given('prompt')} = '', [], [('user', ${given('prompt')})])`,
  tokens_in: given('token_count'),
}

const absent = (type: string): string =>
  type === 'String' ? `''` : type.startsWith('Array') ? '[]' : 'NULL'

const columns = (Object.keys(SOURCE_COLUMNS) as SourceColumn[])
  .map((name) => {
    const type = SOURCE_COLUMNS[name]
    return `CAST(${COLUMNS[name] ?? absent(type)}, '${type}') AS ${name}`
  })
  .join(',\n      ')

/**
 * What the events say of the accounts themselves: one row an account, with its newest organization and
 * payment fingerprint. When an account was made is not in the form, so \`created_at\` is empty and must
 * not be guessed from the first event: in a log that begins today everybody would have signed up today.
 */
export const selectAccounts = `
    WITH event AS (
      SELECT JSONExtract(line, '${LINE}') AS given, ${given('account_id')} AS id,
        ${given('org_id')} AS org, ${given('payment_method_hash')} AS payment,
        ifNull(parseDateTime64BestEffortOrNull(${given('timestamp')}, 3, 'UTC'),
          toDateTime64(0, 3, 'UTC')) AS at
      FROM input_line
      WHERE NOT startsWith(trimLeft(substring(line, 1, 64)), '[')
    )
    SELECT id AS account_id,
      argMaxIf(org, (at, org), org != '') AS organization_id,
      argMaxIf(payment, (at, payment), payment != '') AS payment_hash
    FROM event
    WHERE id != ''
    GROUP BY id`

const KEYS = ['account_id', 'timestamp', 'model', 'prompt', 'token_count']

export default defineSource({
  id: 'glasswally',
  selectAccounts,
  title: 'Glasswally events',
  about: `The flat events of Glasswally, one JSON object a line: the request as the edge saw it. There
    is no answer, no conversation and no account file, so whatever rests on answers, turns, tools or
    sign-ups is missing. \`token_count\` counts the prompt. A JA3 stands in the column of the JA4 with the
    prefix \`ja3:\`. The hash of the system prompt, HTTP/2 settings and the name of the TLS library have no
    column; \`campaign_label\` is an answer and is never read.`,
  columns: Object.keys(COLUMNS) as SourceColumn[],
  recognise: (lines) => {
    const events = lines.filter(
      (line) => KEYS.every((key) => key in line) && !('exchange_id' in line),
    )
    return lines.length === 0 ? 0 : events.length / lines.length
  },
  select: `
    SELECT line,
      ${columns}
    FROM (SELECT line, JSONExtract(line, '${LINE}') AS given FROM input_line)`,
})
