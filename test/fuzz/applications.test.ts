import { afterAll, expect } from 'vitest'
import { application } from '../../src/domain/application.js'
import { bearer, gateWith, spool } from '../../src/service/gate/gate.fixture.js'
import { makeAssessor } from '../../src/verification/assessor.js'
import { loadReasons } from '../../src/verification/index.js'
import { ORIGINS } from '../../src/verification/verification.fixture.js'
import { fuzz } from './fuzz.js'

const reasons = await loadReasons()
const assessor = makeAssessor({ reasons, origins: ORIGINS })
const REMEMBERED = 2000

const usual = {
  application_id: 'a',
  applied_at: '2026-03-10T12:00:00Z',
  program: 'education',
  email_domain: 'hаrvard.edu.xn--e1afmkfd.com',
  email_shape: 'aaaa.aaaaaa99',
  email_hash: 'd41d8cd98f00b204e9800998ecf8427f',
  signup_ip: '2001:db8::1',
  signup_user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/141.0.0.0',
  signup_ja4: 't13d1516h2_8daaf6152771_b1ff8ab2d16f',
  referrer: 'https://a.example/b?c#d',
  payment_hash: 'p',
  payment_kind: 'card',
  proofs: ['mail', 'phone'],
}

fuzz({
  name: 'applications: what is applied with',
  corpus: [
    JSON.stringify(usual),
    JSON.stringify({ ...usual, institution_domain: 'uni-heidelburg.de', program: 'research' }),
    JSON.stringify({
      ...usual,
      domain_registered_at: '0001-01-01T00:00:00Z',
      created_at: '9999-12-31T23:59:59Z',
    }),
  ].map((text) => Buffer.from(text)),
  run: (bytes) => {
    let given: unknown
    try {
      given = JSON.parse(bytes.toString())
    } catch {
      return
    }
    const read = application.safeParse(given)
    if (!read.success) return
    const { risk, odds_bits, reasons: doubts, similar } = assessor.assess(read.data)
    expect(risk).toBeGreaterThanOrEqual(0)
    expect(risk).toBeLessThanOrEqual(100)
    expect(Number.isFinite(odds_bits)).toBe(true)
    expect(similar.length).toBeLessThanOrEqual(20)
    for (const { statement } of doubts) expect(statement).not.toMatch(/\{\w+\}|undefined|NaN/)
    if (assessor.size > REMEMBERED) assessor.keep(REMEMBERED / 2)
  },
})

const lines: Buffer[] = []
const { app } = gateWith({
  rest: {
    desk: { assess: async (one, atMs) => assessor.assess(one, atMs), close: async () => {} },
    spool: { ...spool, append: async (_, given) => void lines.push(...given) },
    log: { write: () => undefined },
  },
})
afterAll(() => app.close())

fuzz({
  name: 'gate: the body of /v1/signup/assess',
  corpus: [usual, { ...usual, account_id: 'é'.repeat(64), proofs: [] }].map((one) =>
    Buffer.from(JSON.stringify(one)),
  ),
  run: async (payload, random) => {
    lines.length = 0
    const url = `/v1/signup/assess${['', '?wait=disk', '?wait=no'][Math.floor(random() * 3)]}`
    const headers = { ...bearer, 'content-type': 'application/json' }
    const { statusCode, body } = await app.inject({ method: 'POST', url, headers, payload })
    expect([200, 400, 413]).toContain(statusCode)
    expect(lines).toHaveLength(statusCode === 200 ? 1 : 0)
    if (statusCode !== 200) return
    const { application_id, record } = JSON.parse(body)
    expect(record).toBe(url.endsWith('=disk') ? 'kept' : 'keeping')
    // The spool divides by lines, and the engine reads each as one object.
    const [line = ''] = lines.map(String)
    expect(line).not.toContain('\n')
    expect(JSON.parse(line)).toMatchObject({
      application_id,
      assessment: { step: expect.any(String) },
    })
    if (assessor.size > REMEMBERED) assessor.keep(REMEMBERED / 2)
  },
})
