/**
 * A service grants, traffic comes in, and the run that sees it holds what is done against what was granted for. Beside one who lies stand
 * honest people with the same signs.
 */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Application, Program, Proof, Purpose } from '../../src/domain/application.js'
import { callerOf, type Service, startService, until } from './served.js'

const BEGAN_MS = Date.parse('2026-03-02T09:00:00Z')
const [MINUTE_MS, DAY_MS] = [60_000, 86_400_000]
const PEOPLE = ['alice', 'bob'].map((name) => ({
  ...{ name, roles: ['reviewer', 'auditor'] },
  sha256: createHash('sha256').update(`token-${name}`).digest('hex'),
}))
const iso = (ms: number) => new Date(ms).toISOString()

interface Member {
  readonly account_id: string
  readonly program: Program
  readonly purpose?: Purpose
  readonly proofs: readonly Proof[]
  readonly more?: Partial<Application>
  /** How many, from when, how far apart, and what. */
  readonly sends: readonly {
    readonly count: number
    readonly fromMs: number
    readonly everyMs: number
    readonly text: (place: number) => string
    readonly tokens?: number
  }[]
}

const THINGS =
  'kettle, harbour, ledger, violin, orchard, tunnel, lantern, bridge, pepper, glacier'.split(', ')
const question = (who: string) => (place: number) =>
  `How does the ${THINGS[place % 10]} of ${who} compare with the ${THINGS[(place * 7 + 3) % 10]}? Case ${place}.`
const training = (place: number) =>
  `Produce ${20 + place} training examples as JSON lines with the keys "instruction", "input" and "output" about the ${THINGS[place % 10]}.`
const essay = (place: number) =>
  `On a scale of 1 to 10, grade this answer about the ${THINGS[place % 10]}, and say why: essay ${place}.`

const burst = (who: string, count: number, minutes = 1) => ({
  ...{ count, fromMs: BEGAN_MS + DAY_MS, everyMs: minutes * MINUTE_MS, text: question(who) },
})
const slow = (who: string, count: number) => ({
  ...{ count, fromMs: BEGAN_MS, everyMs: DAY_MS / 3, text: question(who) },
})
const OF_CLASS = Array.from({ length: 12 }, (_, seat) => `student-${seat}`)

const members: readonly Member[] = [
  {
    ...{ account_id: 'liar', program: 'education', purpose: 'coursework' },
    ...{ proofs: ['mail', 'institution_mail'], more: { email_domain: 'stanford.edu' } },
    sends: [{ ...burst('liar', 300), text: training }],
  },
  // A class that begins in one hour.
  ...OF_CLASS.map(
    (account_id): Member => ({
      ...{ account_id, program: 'education', purpose: 'coursework' },
      ...{ proofs: ['mail', 'institution_mail'], more: { email_domain: 'mit.edu' } },
      sends: [{ ...burst(account_id, 80), tokens: 40_000 }],
    }),
  ),
  // A hackathon: two days and nights, and nothing after.
  ...['team-1', 'team-2', 'team-3'].map(
    (account_id): Member => ({
      ...{ account_id, program: 'education', proofs: ['mail', 'documents'] },
      sends: [burst(account_id, 700, 4)],
    }),
  ),
  // Production that another vendor had.
  {
    ...{ account_id: 'moved', program: 'startup', purpose: 'product' },
    proofs: ['mail', 'domain_dns'],
    more: { email_domain: 'harbourledger.io' },
    sends: [{ ...burst('moved', 1500, 1), tokens: 20_000 }],
  },
  // A batch that was declared.
  {
    ...{ account_id: 'bench', program: 'research', purpose: 'evaluation' },
    proofs: ['mail', 'institution_mail'],
    more: { email_domain: 'ox.ac.uk' },
    sends: [{ ...burst('bench', 1200, 1), text: essay, tokens: 20_000 }],
  },
  // A teacher who has essays graded.
  {
    ...{ account_id: 'teacher', program: 'education', purpose: 'teaching' },
    proofs: ['mail', 'documents'],
    sends: [{ ...burst('teacher', 200, 2), text: essay }],
  },
]
const proven = Array.from({ length: 60 }, (_, place) => `proven-${place}`)

let service: Service
const call = callerOf(() => service)
interface Told {
  readonly enrolment_id: string
  readonly account_id: string
  readonly state: string
  readonly tier: string
  readonly due_at: string
  readonly use: readonly { readonly id: string; readonly weight_bits: number }[]
}
const queue = async (query: string) => {
  const { body } = await call(`/stillwatch/v1/enrolments?limit=1000${query}`)
  return (body as { enrolments: readonly Told[] }).enrolments
}
const stateOf = async () =>
  Object.fromEntries((await queue('')).map(({ account_id, state }) => [account_id, state]))

const exchangesOf = (account_id: string, sends: Member['sends']) =>
  sends.flatMap(({ count, fromMs, everyMs, text, tokens = 300 }, batch) =>
    Array.from({ length: count }, (_, place) => ({
      ...{ exchange_id: `${account_id}-${batch}-${place}`, account_id, model: 'heron-large-3' },
      received_at: iso(fromMs + place * everyMs),
      ...{ status: 200, stop_reason: 'end_turn', tokens_in: 100, tokens_out: tokens },
      response: `It is another matter with the ${THINGS[(place * 3) % 10]}, number ${place} of ${account_id}.`,
      messages: [{ role: 'user', content: text(place) }],
    })),
  )

const applicationOf = ({ account_id, program, purpose, proofs, more }: Member): Application => ({
  ...{ application_id: `of-${account_id}`, account_id, program, purpose, proofs: [...proofs] },
  ...{ applied_at: iso(BEGAN_MS - DAY_MS), created_at: iso(BEGAN_MS - 200 * DAY_MS), ...more },
})

beforeAll(async () => {
  service = await startService({ people: PEOPLE })
  await until('people are heard', async () => (await call('/stillwatch/v1/me')).status === 200)
  for (const member of members) {
    const { status, body } = await call('/v1/signup/assess', applicationOf(member))
    expect([status, body.step, body.required]).toEqual([200, 'grant', []])
  }
  const accounts = [
    ...proven.map((account_id) => ({
      ...{ account_id, created_at: iso(BEGAN_MS - DAY_MS / 2), verification: 'payment' },
      ...{ plan: 'build', price_month: 20, status: 'active' },
    })),
    ...members.map(({ account_id, program }) => ({
      ...{
        account_id,
        created_at: iso(BEGAN_MS - DAY_MS / 2),
        program,
        plan: 'free',
        price_month: 0,
      },
    })),
  ]
  const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n')
  await call('/v1/ingest?kind=account', lines(accounts))
  await until(
    'all have a grant',
    async () => (await queue('&state=granted')).length === members.length,
  )
  const sent = [
    ...proven.flatMap((one) => exchangesOf(one, [slow(one, 15)])),
    ...members.flatMap(({ account_id, sends }) => exchangesOf(account_id, sends)),
  ]
  const { status } = await call('/v1/ingest?kind=exchange', lines(sent))
  expect(status).toBe(200)
}, 120_000)
afterAll(() => service?.remove())

test('who asks for training data, and asked for coursework, is watched by the run that sees it; the honest stay as they are', async () => {
  const [found] = await until(
    'a run saw it',
    async () => {
      const watched = await queue('&state=watched')
      return watched.length > 0 && watched
    },
    180,
  )
  expect((await queue('&state=watched')).filter(({ account_id }) => account_id !== 'liar')).toEqual(
    [],
  )
  expect(found).toMatchObject({ account_id: 'liar', tier: 'starting' })
  expect(await stateOf()).toEqual(
    Object.fromEntries(
      members.map(({ account_id }) => [account_id, account_id === 'liar' ? 'watched' : 'granted']),
    ),
  )
  // Nothing is taken away and nothing asked, and a person can find and read it.
  expect(Date.parse(found?.due_at ?? '')).toBeGreaterThan(Date.now() + 300 * DAY_MS)
  expect(await queue('&use=against-purpose')).toHaveLength(1)
  expect(await queue('&use=used-beyond-grant&account_id=student-1')).toEqual([])
  const { body } = await call('/stillwatch/v1/enrolments/one?application_id=of-liar')
  expect(body).toMatchObject({
    enrolment: {
      asked: [],
      steps: [{ to: 'granted' }, { to: 'watched', cause: 'use', people: [] }],
    },
    application: { purpose: 'coursework', tier: 'starting' },
  })
}, 240_000)

test('whoever is watched for their use is given no more by itself', async () => {
  const liar = members.find(({ account_id }) => account_id === 'liar')
  if (liar === undefined) throw new Error('there is none')
  const proofs = ['mail', 'institution_mail', 'documents', 'phone']
  const more = { ...applicationOf(liar), application_id: 'liar-full', tier: 'full', proofs }
  expect((await call('/v1/signup/assess', more)).body).toMatchObject({ step: 'grant', extra: [] })
  const [full] = await until('it came in', async () => {
    const found = await queue('&account_id=liar&tier=full')
    return found.length > 0 && found
  })
  expect(full?.state).toBe('applied')
}, 60_000)

test('a person takes it back, and no later run watches it again', async () => {
  const [found] = await queue('&account_id=liar&tier=starting')
  const undone = { enrolment_ids: [found?.enrolment_id], reason: 'a course on how models learn' }
  expect((await call('/stillwatch/v1/enrolments/undo', undone)).body.state).toBe('done')
  const before = (await service.ready()).engine.runs
  // A run begins when something came in.
  const late = exchangesOf('liar-2', [burst('liar', 3)])
  await call('/v1/ingest?kind=exchange', late.map((row) => JSON.stringify(row)).join('\n'))
  await until(
    'another run',
    async () => Number((await service.ready()).engine.runs) > Number(before),
    120,
  )
  expect(await queue('&account_id=liar&tier=starting')).toMatchObject([{ state: 'granted' }])
}, 180_000)

test('more is asked for beside what is granted, which stays; an unknown tier is refused', async () => {
  const teacher = members.find(({ account_id }) => account_id === 'teacher')
  if (teacher === undefined) throw new Error('there is none')
  const own = applicationOf(teacher)
  const more = { ...own, application_id: 'teacher-full', tier: 'full' }
  expect((await call('/v1/signup/assess', { ...own, tier: 'enormous' })).status).toBe(400)
  expect((await call('/v1/signup/assess', more)).body.required).toEqual(['phone'])
  const tiers = async () =>
    (await queue('&account_id=teacher')).map(({ tier, state }) => `${tier} ${state}`).sort()
  const become = (...expected: string[]) =>
    until(`${expected}`, async () => (await tiers()).join() === expected.join())
  await become('full proof_asked', 'starting granted')
  await call('/v1/signup/assess', { ...more, proofs: [...(own.proofs ?? []), 'phone'] })
  await become('full granted', 'starting granted')
  expect(await queue('&tier=full&state=granted')).toHaveLength(1)
}, 60_000)

test('whoever accepts a document is told that another account showed the same', async () => {
  const [one, own] = await queue('&account_id=teacher')
  const [other] = await queue('&account_id=bench')
  const accept = async (told: Told | undefined) =>
    (
      await call(`/stillwatch/v1/enrolments/${told?.enrolment_id}/proofs`, {
        ...{ proof: 'documents', sha256: 'a'.repeat(64), reason: 'the school confirmed it' },
      })
    ).body
  expect(await accept(one)).not.toHaveProperty('shown_by_others')
  expect(await accept(own)).not.toHaveProperty('shown_by_others')
  expect(await accept(other)).toMatchObject({ state: 'done', shown_by_others: 1 })
})
