/**
 * Webhooks signed as Standard Webhooks 1.0 has it (symmetric, `v1`): HMAC-SHA256 over `{id}.{timestamp}.{body}`. The id stays
 * the same at every attempt, the timestamp is the attempt's.
 */
import { createHmac } from 'node:crypto'
import { secretBytes } from '../../config/webhook.js'

export interface Signed {
  readonly id: string
  readonly nowMs: number
  readonly body: string
}

/** The three headers that a receiver verifies. */
export function signedHeaders(
  secret: string,
  { id, nowMs, body }: Signed,
): Readonly<Record<string, string>> {
  const timestamp = Math.floor(nowMs / 1000)
  const signature = createHmac('sha256', secretBytes(secret))
    .update(`${id}.${timestamp}.${body}`)
    .digest('base64')
  return {
    'webhook-id': id,
    'webhook-timestamp': `${timestamp}`,
    'webhook-signature': `v1,${signature}`,
  }
}
