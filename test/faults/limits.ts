import { request } from 'node:http'
import { gzipSync } from 'node:zlib'

export interface Ask {
  readonly path: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

/** A limit of the gate: what is just within it, what is just beyond, and what whoever goes beyond is told. */
export interface Limit {
  /** As the page of the limits has it. */
  readonly name: string
  readonly within: Ask
  readonly beyond: Ask
  readonly status: number
  readonly says: RegExp
}

/** Asks, and takes the answer though the rest of the body is not wanted any more. */
export function ask(url: string, { path, method = 'POST', headers, body = '' }: Ask) {
  return new Promise<Answer>((resolve, reject) => {
    const asking = request(new URL(path, url), {
      method,
      agent: false,
      maxHeaderSize: 128 * 1024,
      headers: { 'content-length': Buffer.byteLength(body), ...headers },
    })
    asking.on('response', (answer) => {
      let text = ''
      const end = () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text })
      answer.on('data', (bytes) => (text += bytes))
      answer.on('end', end).on('error', end)
    })
    asking.on('error', reject)
    asking.end(body)
  })
}

export const BODY_BYTES_MAX = 1024 * 1024
export const HEADER_BYTES_MAX = 4096
export const JSON_TYPE = { 'content-type': 'application/json' }

const EXCHANGE = { exchange_id: 'e', received_at: '2026-03-01T00:00:00Z', account_id: 'a' }
const ACCOUNT = { account_id: 'a', created_at: '2026-03-01T00:00:00Z' }
const EVENT = { account_id: 'a', occurred_at: '2026-03-01T00:00:00Z', kind: 'suspended' }
const PAYLOAD = { id: 'e', startTime: 1_772_323_200, metadata: { user_api_key_hash: 'a' } }

/** A value as JSON of exactly so many bytes. */
const sized = (value: object, bytes: number): string => {
  const text = JSON.stringify(value)
  return text + ' '.repeat(bytes - text.length)
}

const decide = (more: object): Ask => ({
  path: '/v1/decide',
  headers: JSON_TYPE,
  body: JSON.stringify({ account_id: 'a', ...more }),
})
const turns = (count: number) => Array.from({ length: count }, () => ({ role: 'user' }))
const parts = (count: number) => [
  { role: 'user', content: Array.from({ length: count }, () => ({})) },
]

/** What a decision is asked about. */
const asked = (name: string, within: object, beyond: object): Limit => ({
  name,
  within: decide(within),
  beyond: decide(beyond),
  status: 400,
  says: new RegExp(`REQUEST_INVALID.*"places":\\["${Object.keys(beyond)[0]}`),
})
const IDENTIFIERS = ['account_id', 'organization_id', 'api_key_id', 'tenant', 'ip']
const TEXTS = ['payment_hash', 'user_agent', 'ja4', 'model']

export const DECIDE_LIMITS: readonly Limit[] = [
  ...IDENTIFIERS.flatMap((key) => [
    asked('an identifier', { [key]: 'a'.repeat(128) }, { [key]: 'a'.repeat(129) }),
    asked('an identifier', { [key]: 'é'.repeat(64) }, { [key]: 'é'.repeat(65) }),
  ]),
  ...TEXTS.map((key) =>
    asked('another text', { [key]: 'x'.repeat(16_384) }, { [key]: 'x'.repeat(16_385) }),
  ),
  asked('turns', { messages: turns(10_000) }, { messages: turns(10_001) }),
  asked('parts of a turn', { messages: parts(10_000) }, { messages: parts(10_001) }),
  asked(
    'a role',
    { messages: [{ role: 'x'.repeat(64) }] },
    { messages: [{ role: 'x'.repeat(65) }] },
  ),
  {
    name: 'serve.limits.body_bytes_max',
    within: { ...decide({}), body: sized({ account_id: 'a' }, BODY_BYTES_MAX) },
    beyond: { ...decide({}), body: sized({ account_id: 'a' }, BODY_BYTES_MAX + 1) },
    status: 413,
    says: /REQUEST_TOO_LARGE.*serve\.limits\.body_bytes_max/,
  },
]

/** Of the header section path, names and values count, and the bound itself is one too many. */
const headers = (bytes: number): Ask => {
  const path = '/v1/decide'
  const given = {
    host: 'localhost',
    connection: 'close',
    ...JSON_TYPE,
    'content-length': '18',
    x: '',
  }
  const counted = Object.entries(given).reduce(
    (sum, pair) => sum + pair.join('').length,
    path.length,
  )
  return { ...decide({}), headers: { ...given, x: 'x'.repeat(bytes - counted) } }
}

export const HEADER_LIMIT: Limit = {
  name: 'serve.limits.header_bytes_max',
  within: headers(HEADER_BYTES_MAX - 1),
  beyond: headers(HEADER_BYTES_MAX),
  status: 431,
  says: /HEADER_TOO_LARGE.*serve\.limits\.header_bytes_max/,
}

const DOORS: readonly (readonly [string, string, object])[] = [
  ['POST', '/v1/ingest', EXCHANGE],
  ['POST', '/v1/ingest?kind=account', ACCOUNT],
  ['POST', '/v1/litellm', PAYLOAD],
  ['POST', '/v1/accounts', ACCOUNT],
  ['PUT', '/v1/accounts/a', ACCOUNT],
  ['POST', '/v1/account-events', EVENT],
  ['POST', '/v1/traces', {}],
  ['POST', '/v1/logs', {}],
]

/** Each door of the intake, with a body of the longest length, packed and not. */
export const BODY_LIMITS: readonly Limit[] = DOORS.flatMap(([method, path, record]) => {
  const plain = (bytes: number): Ask => ({
    method,
    path,
    headers: JSON_TYPE,
    body: sized(record, bytes),
  })
  const packed = (bytes: number): Ask => ({
    ...plain(bytes),
    headers: { ...JSON_TYPE, 'content-encoding': 'gzip' },
    body: gzipSync(sized(record, bytes)),
  })
  const limit = { name: 'serve.intake.body_bytes_max', status: 413 }
  return [
    {
      ...limit,
      within: plain(BODY_BYTES_MAX),
      beyond: plain(BODY_BYTES_MAX + 1),
      says: /in parts/,
    },
    {
      ...limit,
      within: packed(BODY_BYTES_MAX),
      beyond: packed(BODY_BYTES_MAX + 1),
      says: /in parts/,
    },
  ]
})

const ingest = (body: string | Buffer, headers: Record<string, string> = {}): Ask => ({
  path: '/v1/ingest',
  headers: { ...JSON_TYPE, ...headers },
  body,
})
const identified = (exchange_id: string) => ingest(JSON.stringify({ ...EXCHANGE, exchange_id }))
const account = (id: string): Ask => ({
  method: 'PUT',
  path: `/v1/accounts/${encodeURIComponent(id)}`,
  headers: JSON_TYPE,
  body: JSON.stringify({ created_at: ACCOUNT.created_at }),
})

export const RECORD_LIMITS: readonly Limit[] = [
  {
    name: 'an identifier of a record',
    within: identified('e'.repeat(128)),
    beyond: identified('e'.repeat(129)),
    status: 422,
    says: /exchange_id is too long/,
  },
  {
    name: 'an identifier of a record',
    within: identified('é'.repeat(64)),
    beyond: identified('é'.repeat(65)),
    status: 422,
    says: /exchange_id is longer than 128 bytes/,
  },
  ...[129, 600, 3000].map((characters) => ({
    name: 'an identifier of a record',
    within: account('a'.repeat(128)),
    beyond: account('a'.repeat(characters)),
    status: 422,
    says: /account_id is too long/,
  })),
]

const LINE_BYTES_MAX = 8 * 1024 * 1024
const RECORDS_MAX = 200_000
const PARTS_MAX = 4_000_000
const MEBIBYTES_64 = 64 * 1024 * 1024

const long = (bytes: number) => {
  const empty = JSON.stringify({ ...EXCHANGE, response: '' })
  return ingest(empty.replace('""', `"${'x'.repeat(bytes - empty.length)}"`))
}
const many = (path: string, record: object, count: number): Ask => ({
  ...ingest(`${JSON.stringify(record)}\n`.repeat(count)),
  path,
})
const opened = (count: number): Ask => ({
  ...ingest(`{"x":[${'{},'.repeat(count - 3)}{}]}`),
  path: '/v1/traces',
})
const packed = (bytes: number) =>
  ingest(gzipSync(`${JSON.stringify(EXCHANGE)}${'\n'.repeat(bytes)}`), {
    'content-encoding': 'gzip',
  })

/** Those that hold as the service comes, and need bodies as long as it takes by default. */
export const LARGE_LIMITS: readonly Limit[] = [
  {
    name: 'serve.intake.body_bytes_max',
    within: ingest(`${JSON.stringify(EXCHANGE)}\n`.padEnd(MEBIBYTES_64, '\n')),
    beyond: ingest(`${JSON.stringify(EXCHANGE)}\n`.padEnd(MEBIBYTES_64 + 1, '\n')),
    status: 413,
    says: /in parts/,
  },
  {
    name: 'a record',
    within: long(LINE_BYTES_MAX),
    beyond: long(LINE_BYTES_MAX + 1),
    status: 422,
    says: /longer than 8388608 bytes/,
  },
  ...(['/v1/ingest', '/v1/account-events'] as const).map((path) => ({
    name: 'records of a body',
    within: many(path, path === '/v1/ingest' ? EXCHANGE : EVENT, RECORDS_MAX),
    beyond: many(path, path === '/v1/ingest' ? EXCHANGE : EVENT, RECORDS_MAX + 1),
    status: 413,
    says: /at most 200000 records; send it in pieces/,
  })),
  {
    name: 'parts of a body',
    within: opened(PARTS_MAX),
    beyond: opened(PARTS_MAX + 1),
    status: 413,
    says: /at most 4000000 parts; send it in pieces/,
  },
  {
    name: 'how far a body is packed',
    within: packed(4_000_000),
    beyond: packed(40_000_000),
    status: 413,
    says: /250 times its size/,
  },
]
