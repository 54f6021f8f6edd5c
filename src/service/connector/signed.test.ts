import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { secretBytes } from '../../config/webhook.js'
import { signedHeaders } from './signed.js'

const secretOf = (bytes: Uint8Array) => `whsec_${Buffer.from(bytes).toString('base64')}`

describe('a signature', () => {
  test('is the one that the reference library makes and verifies, whatever the body says', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 24, maxLength: 64 }),
        fc.uuid(),
        fc.jsonValue().map((value) => JSON.stringify(value)),
        (bytes, id, body) => {
          const secret = secretOf(bytes)
          const nowMs = Date.now()
          const headers = signedHeaders(secret, { id, nowMs, body })
          const webhook = new Webhook(secret)
          expect(webhook.verify(body, headers)).toEqual(JSON.parse(body))
          expect(headers['webhook-signature']).toBe(webhook.sign(id, new Date(nowMs), body))
          expect(() => webhook.verify(`${body} `, headers)).toThrow()
        },
      ),
      { numRuns: 300 },
    )
  })

  test('is the one of the vector that libraries of the specification share', () => {
    const headers = signedHeaders('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      nowMs: 1_614_265_330_000,
      body: '{"test": 2432232314}',
    })
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })

  test('is made with no secret of another form', () => {
    for (const text of [
      '',
      'whsec_',
      'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'whsec_a b',
      'whpk_AAAA',
    ]) {
      expect(secretBytes(text)).toHaveLength(0)
    }
  })
})
