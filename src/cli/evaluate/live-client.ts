import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'undici'

/** The doors of a running service that a replay uses; each is public. */
export interface LiveClient {
  /** `POST /v1/ingest`, again and again while the service has no room. */
  ingest(body: Buffer): Promise<void>
  /** `POST /v1/decide`, once for each account: those for whom the answer is any but to pass. */
  underDecision(accounts: Iterable<string>): Promise<ReadonlySet<string>>
  /** `GET /readyz`. */
  state(): Promise<LiveState>
  /** What became of all that was sent in. */
  sent(): Sent
}

export interface Sent {
  readonly accepted: number
  readonly rejected: number
  /** Bodies that were answered by 429 or 503, and sent again. */
  readonly retried: number
  readonly slowestMs: number
}

/** What of `/readyz` is used here. */
export interface LiveState {
  readonly snapshot: { readonly subjects: number; readonly age_ms: number | null }
  readonly engine: {
    readonly is_open?: boolean
    readonly lag_seconds?: number | null
    readonly last_run_id?: string | null
    readonly last_run_started_at?: string | null
    readonly last_run_seconds?: number | null
    readonly campaigns_act?: number
    readonly campaigns_review?: number
    readonly run_failures?: number
    readonly rows_taken?: number
    readonly rows_rejected?: number
    readonly rows_repeated?: number
  }
  readonly spool: { readonly rows: number; readonly lag_ms: number }
}

const ASKED_AT_ONCE = 4
const RETRY_SECONDS = 1
const RETRIES_MAX = 100
const NO_ROOM = [429, 503]

export function makeLiveClient(pool: Pool): LiveClient {
  const sent = { accepted: 0, rejected: 0, retried: 0, slowestMs: 0 }
  return Object.freeze({
    ingest: async (body: Buffer) => {
      const startedMs = performance.now()
      const { accepted, rejected, retried } = await ingest(pool, body)
      sent.accepted += accepted
      sent.rejected += rejected
      sent.retried += retried
      sent.slowestMs = Math.max(sent.slowestMs, performance.now() - startedMs)
    },
    underDecision: async (accounts: Iterable<string>) => {
      const decided = new Set<string>()
      // One row of accounts, which all who ask take from.
      const waiting = accounts[Symbol.iterator]()
      const ask = async () => {
        for (let next = waiting.next(); next.done !== true; next = waiting.next()) {
          if ((await levelOf(pool, next.value)) !== 'pass') decided.add(next.value)
        }
      }
      await Promise.all(Array.from({ length: ASKED_AT_ONCE }, ask))
      return decided
    },
    state: async () => {
      const { body } = await pool.request({ method: 'GET', path: '/readyz' })
      return (await body.json()) as LiveState
    },
    sent: () => ({ ...sent }),
  })
}

async function ingest(pool: Pool, body: Buffer) {
  for (let retried = 0; retried <= RETRIES_MAX; retried += 1) {
    const response = await pool.request({
      method: 'POST',
      path: '/v1/ingest',
      headers: { 'content-type': 'application/x-ndjson' },
      body,
    })
    if (NO_ROOM.includes(response.statusCode)) {
      await response.body.dump()
      await sleep(1000 * (Number(response.headers['retry-after']) || RETRY_SECONDS))
      continue
    }
    if (response.statusCode !== 200 && response.statusCode !== 422) {
      throw new Error(`the intake answered ${response.statusCode}: ${await response.body.text()}`)
    }
    const told = (await response.body.json()) as Pick<Sent, 'accepted' | 'rejected'>
    return { ...told, retried }
  }
  throw new Error(`the intake had no room ${RETRIES_MAX} times in a row`)
}

async function levelOf(pool: Pool, account_id: string): Promise<string> {
  const response = await pool.request({
    method: 'POST',
    path: '/v1/decide',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account_id }),
  })
  if (response.statusCode !== 200) throw new Error(`/v1/decide answered ${response.statusCode}`)
  return ((await response.body.json()) as { level: string }).level
}
