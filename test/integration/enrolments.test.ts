import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Application } from '../../src/domain/application.js'
import type { Truth } from '../../src/domain/truth.js'
import { callerOf, type Service, startService, until } from './served.js'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const PEOPLE = ['alice', 'bob', 'carol'].map((name) => ({
  name,
  sha256: sha256(`token-${name}`),
  roles: ['reviewer', 'auditor'],
}))
const truth = JSON.parse(readFileSync('examples/harvest/truth.json', 'utf8')) as Truth
const operators = new Set(truth.campaigns.flatMap(({ accounts }) => accounts))
const lines = (file: string) =>
  gunzipSync(readFileSync(`examples/harvest/${file}.jsonl.gz`))
    .toString('utf8')
    .trim()
    .split('\n')

let service: Service
const call = callerOf(() => service)
const people = (path: string, body?: unknown, who = 'alice') =>
  call(`/stillwatch/v1/enrolments${path}`, body, who)

interface Told {
  readonly enrolment_id: string
  readonly application_id: string
  readonly account_id: string
  readonly state: string
  readonly program: string
  readonly campaigns: readonly string[]
}
async function queue(query = ''): Promise<{ all: number; enrolments: readonly Told[] }> {
  const { body } = await people(`?limit=1000${query}`)
  return body as never
}

/** As somebody would apply who says what is known of the account; every second one for a programme, with what it asks. */
const applications = lines('account').map((line, place): Application => {
  const { account_id, created_at, status: _, ...rest } = JSON.parse(line)
  const proofs = place % 2 === 0 ? ['mail', 'domain_dns'] : ['mail']
  const program = place % 2 === 0 ? 'startup' : 'none'
  return {
    ...rest,
    application_id: `of ${account_id}`,
    account_id,
    applied_at: created_at,
    proofs,
    program,
  }
})
const answers: { step: string; account_id: string; program: string }[] = []

beforeAll(async () => {
  service = await startService({ people: PEOPLE })
  await until('people are heard', async () => (await call('/stillwatch/v1/me')).status === 200)
  for (const one of applications) {
    const { status, body } = await call('/v1/signup/assess?wait=disk', one)
    expect(status).toBe(200)
    expect(body.record).toBe('kept')
    answers.push({
      step: `${body.step}`,
      account_id: `${one.account_id}`,
      program: `${one.program}`,
    })
  }
}, 120_000)
afterAll(() => service?.remove())

/** The first test is told of before there is any traffic, the second with it. */
describe('applications', () => {
  test('have the state that they were assessed to, and ordinary sign-ups that nobody doubts have none', async () => {
    const startups = answers.filter(({ program }) => program === 'startup')
    const found = await until('all are there', async () => {
      const told = await queue('&program=startup')
      return told.all === startups.length && told
    })
    const states = new Map(found.enrolments.map(({ account_id, state }) => [account_id, state]))
    const expected = {
      grant: 'granted',
      one_proof: 'proof_asked',
      more_proofs: 'proof_asked',
      person: 'applied',
    }
    for (const { account_id, step } of startups) {
      expect(states.get(account_id)).toBe(expected[step as keyof typeof expected])
    }
    const ordinary = await queue('&program=none')
    expect(ordinary.enrolments.filter(({ state }) => state === 'granted')).toEqual([])
  })

  test('that passed are asked anew by the first run that finds them in a campaign, and nobody innocent is', async () => {
    const passed = answers.filter(
      ({ step, account_id }) => step === 'grant' && operators.has(account_id),
    )
    expect(passed.length).toBeGreaterThan(20)
    for (const kind of ['account', 'exchange']) {
      const { status } = await call(`/v1/ingest?kind=${kind}`, lines(kind).join('\n'))
      expect(status).toBe(200)
    }
    const asked = await until(
      'a run found them',
      async () => {
        const { enrolments } = await queue('&state=step_up_asked')
        return enrolments.length > 0 && enrolments
      },
      180,
    )
    // What the first run that sees the traffic asks is all there at once: it is one write.
    const ids = new Set(asked.map(({ account_id }) => account_id))
    expect(passed.filter(({ account_id }) => !ids.has(account_id))).toEqual([])
    expect(asked.filter(({ account_id }) => !operators.has(account_id))).toEqual([])
    expect(asked.every(({ campaigns }) => campaigns.length === 1)).toBe(true)
  }, 240_000)

  test('that answer with what they held are still asked, and with a new proof are watched', async () => {
    const [one, other] = (await queue('&state=step_up_asked')).enrolments
    const again = (told: Told | undefined, proofs: readonly string[]) => {
      const given = applications.find(
        ({ application_id }) => application_id === told?.application_id,
      )
      const applied_at = new Date().toISOString()
      return call('/v1/signup/assess', {
        ...given,
        applied_at,
        proofs: [...(given?.proofs ?? []), ...proofs],
      })
    }
    await again(other, [])
    await again(one, ['identity'])
    await until('it is watched', async () => {
      const { enrolments } = await queue('&state=watched')
      return enrolments.some(({ enrolment_id }) => enrolment_id === one?.enrolment_id)
    })
    const { body } = await people(`/one?enrolment_id=${other?.enrolment_id}`)
    expect(body.enrolment).toMatchObject({ state: 'step_up_asked' })
  })

  test('are looked at side by side, previewed, refused by two and let go by one', async () => {
    const asked = (await queue('&state=step_up_asked')).enrolments
    const { body } = await people(
      `/one?application_id=${encodeURIComponent(asked[0]?.application_id ?? '')}`,
    )
    expect(body.application).toMatchObject({ application_id: asked[0]?.application_id })
    const text = JSON.stringify(body)
    const own = applications.find(
      ({ application_id }) => application_id === asked[0]?.application_id,
    )
    expect(text).not.toContain(own?.email_hash)
    const enrolment_ids = asked.slice(0, 3).map(({ enrolment_id }) => enrolment_id)
    const preview = await people(`/preview?enrolment_ids=${enrolment_ids.join(',')},none`)
    expect(preview.body).toMatchObject({
      enrolments: 3,
      unknown: ['none'],
      states: { step_up_asked: 3 },
      granted_now: 3,
      of_campaigns: 3,
    })
    const refusal = { enrolment_ids, conclusion: 'campaign', reason: 'one maker, one harvest' }
    expect((await people('/suspend', refusal)).body.state).toBe('proposed')
    expect((await people('/suspend', refusal)).body).toMatchObject({
      error: { code: 'SAME_PERSON' },
    })
    expect((await people('/suspend', refusal, 'bob')).body.state).toBe('done')
    const [first] = enrolment_ids
    await people(`/${first}/appeal`, { statement: 'Our key was stolen.' })
    const decision = { outcome: 'overturned', answer: 'the key was theirs' }
    const no = { ...decision, outcome: 'upheld' }
    expect((await people(`/${first}/appeal/decide`, no, 'bob')).body).toMatchObject({
      error: { code: 'OWN_DECISION' },
    })
    expect((await people(`/${first}/appeal/decide`, decision, 'carol')).body.state).toBe('done')
    const { rulings } = (await call('/stillwatch/v1/rulings')).body as {
      rulings: { conclusion: string }[]
    }
    expect(rulings.map(({ conclusion }) => conclusion)).toEqual([
      'campaign',
      'campaign',
      'campaign',
      'benign',
    ])
    const quality = (await people('/quality')).body as { rows: Record<string, unknown>[] }
    expect(quality.rows.length).toBeGreaterThan(2)
    expect(quality).toMatchObject({ calibration: { outcomes: 3, fraudulent: 2 } })
  })

  test('are all there after the service was killed, and the trail is whole', async () => {
    const before = await queue()
    const { state } = service
    await service.end('SIGKILL')
    service = await startService({ people: PEOPLE }, state)
    await until('people are heard', async () => (await call('/stillwatch/v1/me')).status === 200)
    const after = await queue()
    const place = ({ enrolments }: typeof before) =>
      new Map(enrolments.map(({ enrolment_id, state }) => [enrolment_id, state]))
    expect(place(after)).toEqual(place(before))
    const { entries } = (await call('/stillwatch/v1/audit?limit=1000')).body as {
      entries: { facts: string }[]
    }
    expect(entries.length).toBeGreaterThan(100)
    // What it knows of accounts and of who applied it knows again, by what was told.
    const shared = applications.find(
      ({ account_id, payment_hash }) => operators.has(`${account_id}`) && payment_hash != null,
    )
    const fresh = {
      application_id: 'fresh',
      applied_at: new Date().toISOString(),
      proofs: ['mail'] as const,
    }
    const reasonsOf = async (one: object) => {
      const { body } = await call('/v1/signup/assess', { ...fresh, ...one })
      return (body.reasons as { id: string }[]).map(({ id }) => id)
    }
    expect(await reasonsOf({ payment_hash: shared?.payment_hash })).toContain('tied-to-campaign')
    expect(await reasonsOf({ account_id: shared?.account_id })).toContain('in-campaign')
    // Whom an entry is about stands apart from it.
    expect(JSON.stringify(entries)).not.toMatch(/acct_/)
  }, 60_000)
})
