import { z } from 'zod'

const headerName = z
  .string()
  .regex(/^[\w-]+$/)
  .toLowerCase()
const headerNames = z.array(headerName).default([])
const seconds = z.number().positive().max(86_400)
const bytes = z.int().nonnegative()

/** `serve.proxy`: what an operator may set of the reverse proxy. Without an upstream there is none. */
export const proxySchema = z
  .strictObject({
    upstream: z
      .url({ protocol: /^https?$/ })
      .describe(
        'Base address of the API that stands behind the proxy; its path goes before every path.',
      ),
    keep_host: z
      .boolean()
      .default(false)
      .describe('Send the `host` that the client sent, not that of the upstream.'),
    account_headers: headerNames.describe(
      'Headers that name the account, the first that is there counts; the edge must set or strip them. Without one the account is the keyed hash of the API key.',
    ),
    key_headers: headerNames
      .default(['x-api-key', 'api-key', 'authorization'])
      .describe(
        'Headers that hold the key of your API, in the order in which it looks. Where the key names the account, other keys in them are not passed on.',
      ),
    organization_headers: headerNames.describe('Headers that name the organization.'),
    tenant_headers: headerNames.describe('Headers that name the tenant whose policies apply.'),
    plan_headers: headerNames.describe('Headers that name the plan in force.'),
    payment_headers: headerNames.describe(
      'Headers with the fingerprint of the payment instrument.',
    ),
    ja4_headers: headerNames.describe('Headers with the TLS fingerprint that the edge took.'),
    trusted_proxies: z
      .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]))
      .default([])
      .describe('Addresses whose headers are believed about where a client comes from.'),
    address_headers: headerNames
      .default(['x-forwarded-for'])
      .describe(
        'Headers that a trusted proxy tells the address in, the first that is there counts.',
      ),
    answer_seconds_max: seconds
      .default(900)
      .describe('How long the upstream may take to begin its answer.'),
    silence_seconds_max: seconds
      .default(600)
      .describe('How long the upstream may be silent in the middle of an answer.'),
    client_seconds_max: seconds
      .default(120)
      .describe('How long a client may take nothing of an answer that waits for it.'),
    connect_seconds_max: seconds.default(10).describe('How long a connection may take to stand.'),
    exchanges_max: z
      .int()
      .positive()
      .default(10_000)
      .describe(
        'Requests in hand at once; beyond them the one that is longest in coming makes room, or the answer is 503.',
      ),
    measure_bytes_max: bytes
      .default(2 * 1024 * 1024)
      .describe(
        'Bytes of a request that are read for countermeasures that look into it; a longer one is refused, of whoever is under them alone.',
      ),
    hold_bytes_max: bytes
      .default(16 * 1024 * 1024)
      .describe(
        'Bytes of an answer that is held until it is whole, for countermeasures that look into it; a longer one is refused, of whoever is under them alone.',
      ),
    hold_seconds_max: seconds
      .default(240)
      .describe('How long an answer may be held; many clients wait for five minutes.'),
    holds_bytes_max: bytes
      .default(256 * 1024 * 1024)
      .describe('Bytes of all answers that are held. Beyond them the answer is 503.'),
    artefacts_max: z
      .int()
      .min(0)
      .max(100_000_000)
      .default(1_000_000)
      .describe(
        'Blocks of sealed reasoning of which it is known whom they were issued to; 16 bytes each.',
      ),
    look_bytes_max: bytes
      .default(256 * 1024)
      .describe(
        'Bytes of a request that are read before the decision, for its model and its texts.',
      ),
    copy_bytes_max: bytes
      .default(2 * 1024 * 1024)
      .describe('Bytes of a request, and of an answer, that are copied for the record.'),
    batch_copy_bytes_max: bytes
      .default(16 * 1024 * 1024)
      .describe('The same for the requests and answers of a batch.'),
    copies_bytes_max: bytes
      .default(256 * 1024 * 1024)
      .describe('Bytes of all copies in hand. Beyond them exchanges are recorded without text.'),
    batch_bytes_max: bytes
      .default(64 * 1024 * 1024)
      .describe('Bytes of batch requests that are held until their answers pass.'),
  })
  .describe('The reverse proxy.')
