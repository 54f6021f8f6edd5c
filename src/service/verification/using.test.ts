import { describe, expect, test } from 'vitest'
import { fill, testStore } from '../../../test/store.js'
import type { Purpose } from '../../domain/application.js'
import { ELICITATION_CLASSES } from '../../domain/elicitation.js'
import { guardName } from '../../records/account-requests.js'
import { ALICE, desk, NOW_MS } from '../../records/enrolment.fixture.js'
import {
  ENROLMENT_TIMES,
  type EnrolmentChange,
  type EnrolmentState,
  isChange,
} from '../../records/enrolment.js'
import { statement } from '../../store/sql.js'
import { readUses, watchUses } from './using.js'

const held = testStore()
const NOBODY = { enrolments: new Map(), enrolmentOf: new Map() }
const TABLES = [
  ...['account_identity', 'account_mission', 'account_profile', 'application'],
  ...['campaign', 'campaign_member', 'reference'],
]
const GUARDS = { isConnected: false, isKilled: false, neverTouch: new Set<string>() }
const at = (date: string) => `${date} 00:00:00.000`
const hoursOf = (hour: number, count: number) =>
  Array.from({ length: 24 }, (_, one) => (one === hour ? count : 0))
const askedOf = (name: string, count: number) =>
  Array.from({ length: 16 }, (_, bit) => (ELICITATION_CLASSES[bit] === name ? count : 0))

interface Wish {
  readonly account_id: string
  readonly purpose?: string
  /** What is sent under the same id once it is granted. */
  readonly later?: object
  /** Another application of the account. */
  readonly also?: string
  readonly granted?: EnrolmentState
  /** Where the account is named after it is granted. */
  readonly isNamedLater?: boolean
  /** Of the application, when it began to send, and when it was made. */
  readonly more?: object
  readonly began?: readonly [date: string, hour: number]
  readonly made?: string
  readonly asks?: number
  readonly role?: string
}
const RUN = '00000000-0000-4000-8000-000000000001'
const day = (account_id: string, profile_date: string, exchanges: number, asks = 0, hour = 9) => ({
  ...{ account_id, profile_date, exchanges, hours: hoursOf(hour, exchanges) },
  ...{ elicitation_counts: askedOf('fine_tuning_format', asks) },
})

const sixDaysAfter = (date: string) =>
  new Date(Date.parse(date) + 6 * 86_400_000).toISOString().slice(0, 10)

/** Forty proven customers with ordinary use, and these with a grant. */
async function world(wishes: readonly Wish[]) {
  const proven = Array.from({ length: 40 }, (_, place) => `proven-${place}`)
  await fill(
    held.store,
    {
      account_identity: [
        ...proven.map((account_id) => ({
          ...{ account_id, entity_id: account_id, is_known: 1, has_paid: 1, is_verified: 1 },
          ...{ created_at: at('2026-03-02'), program: 'none' },
        })),
        ...wishes.map(({ account_id, made = '2026-03-02' }) => ({
          ...{ account_id, entity_id: account_id, is_known: 1, created_at: at(made) },
          program: 'education',
        })),
      ],
      account_profile: [
        ...proven.flatMap((one) => [day(one, '2026-03-02', 9), day(one, '2026-03-09', 20)]),
        ...wishes.flatMap(({ account_id, asks, began: [date, hour] = ['2026-03-03', 9] }) => [
          day(account_id, date, 30, 0, hour),
          day(account_id, sixDaysAfter(date), 200, asks),
        ]),
      ],
      reference: proven.map((account_id) => ({
        ...{ run_id: RUN, account_id, entity_id: account_id },
      })),
      application: wishes.flatMap(({ account_id, purpose = '', later, also, more }) => {
        const first = {
          ...{ application_id: `of ${account_id}`, applied_at: at('2026-03-02'), account_id },
          ...{ program: 'education', purpose, input_id: 1, ...more },
        }
        return [
          first,
          ...(later === undefined ? [] : [{ ...first, ...later, input_id: 2 }]),
          ...(also === undefined ? [] : [{ ...first, application_id: also }]),
        ]
      }),
      campaign_member: wishes.flatMap(({ account_id, role }) =>
        role === undefined
          ? []
          : [{ run_id: RUN, campaign_id: 'c', account_id, role, membership: 1 }],
      ),
    },
    TABLES,
  )
  return RUN
}

/** A desk on which each has a grant, and a run that looks. */
function granted(wishes: readonly Wish[]) {
  const { state, see, act } = desk()
  for (const { account_id, purpose = '', granted: to = 'granted', isNamedLater } of wishes) {
    const said = { application_id: `of ${account_id}`, account_id, purpose: purpose as Purpose }
    see(to, { ...said, ...(isNamedLater ? { account_id: '' } : {}), due_ms: NOW_MS + 9 })
  }
  const noteEnrolments = async (changes: readonly EnrolmentChange[]) => {
    const noted = changes.filter((change) => isChange(state, change))
    for (const { to, ...change } of noted) see(to, change)
    return noted
  }
  const look = async (run_id: string, guards = GUARDS) => {
    const ledger = { state: () => state, noteEnrolments }
    const enrolling = {
      ledger,
      store: held.store,
      times: ENROLMENT_TIMES,
      nowMs: NOW_MS,
      endsMs: NOW_MS,
    }
    await watchUses(enrolling, run_id, guards)
    return Object.fromEntries(
      [...state.enrolments.values()].map(({ account_id, state: now }) => [account_id, now]),
    )
  }
  return { state, act, see, look }
}

const LIAR = { account_id: 'liar', purpose: 'coursework', asks: 150 }

describe('after a run', () => {
  test('who does what their purpose has no use for is watched, with reasons, and keeps it as long', async () => {
    const all = [
      LIAR,
      { account_id: 'open', purpose: 'data_generation', asks: 150 },
      { account_id: 'mute', asks: 150 },
      { account_id: 'student', purpose: 'coursework', asks: 2 },
    ]
    const { look, state } = granted(all)
    expect(await look(await world(all))).toEqual({
      ...{ liar: 'watched', open: 'granted', mute: 'granted', student: 'granted' },
    })
    const liar = state.enrolments.get(state.enrolmentOf.get('of liar') ?? '')
    expect(liar).toMatchObject({ due_ms: NOW_MS + 9, program: 'education', asked: [] })
    expect(liar?.use.map(({ id }) => id)).toContain('against-purpose')
    expect(liar?.use[0]?.statement).toMatch(/coursework, and asked 150 times for examples/)
    expect(liar?.steps.at(-1)).toMatchObject({ to: 'watched', cause: 'use', people: [] })
  })

  test('what it was granted for counts, whatever the same id says later', async () => {
    const all = [
      { ...LIAR, account_id: 'other word', later: { purpose: 'evaluation' } },
      { ...LIAR, account_id: 'no word', later: { purpose: '' } },
      { ...LIAR, account_id: 'no programme', later: { program: 'none' } },
    ]
    expect(new Set(Object.values(await granted(all).look(await world(all))))).toEqual(
      new Set(['watched']),
    )
  })

  test('whose account was named after it was granted is watched too', async () => {
    const all = ['one', 'two'].map((account_id) => ({ ...LIAR, account_id, isNamedLater: true }))
    expect(await granted(all).look(await world(all))).toEqual({ one: 'watched', two: 'watched' })
  })

  test('a declared evaluation answers for training data where a person granted it', async () => {
    const declared = { ...LIAR, purpose: 'evaluation', asks: 14 }
    const all = [
      { ...declared, account_id: 'word' },
      { ...declared, account_id: 'granted by a person', granted: 'applied' as const },
    ]
    const { act, look, state } = granted(all)
    const id = state.enrolmentOf.get('of granted by a person')
    act(ALICE, 'grant_enrolments', { enrolment_ids: [id], reason: 'a laboratory' })
    expect(await look(await world(all))).toEqual({
      ...{ word: 'watched', 'granted by a person': 'granted' },
    })
  })

  test('a person takes it back, and no later run watches it again', async () => {
    const { look, act, state } = granted([LIAR])
    const run_id = await world([LIAR])
    await look(run_id)
    const enrolment_ids = [...state.enrolments.keys()]
    expect(act(ALICE, 'undo_enrolments', { enrolment_ids, reason: 'a thesis' }).kind).toBe('done')
    expect(await look(run_id)).toEqual({ liar: 'granted' })
  })

  test('more that is granted is watched by itself, and the same once', async () => {
    const { look, see, state } = granted([LIAR])
    const run_id = await world([{ ...LIAR, also: 'again' }])
    await look(run_id)
    const again = { application_id: 'again', account_id: 'liar', purpose: 'coursework' as const }
    see('granted', again)
    await look(run_id)
    const stateOf = () => state.enrolments.get(state.enrolmentOf.get('again') ?? '')?.state
    expect(stateOf()).toBe('granted')
    see('granted', { ...again, tier: 'full' })
    await look(run_id)
    expect(stateOf()).toBe('watched')
  })

  test('nobody is watched who is protected, a victim, or of the bystanders of a campaign', async () => {
    const all = [LIAR, { ...LIAR, account_id: 'victim', role: 'victim' }]
    const { look } = granted(all)
    const neverTouch = new Set([guardName('account', 'liar')])
    expect(await look(await world(all), { ...GUARDS, neverTouch })).toEqual({
      liar: 'granted',
      victim: 'granted',
    })
  })

  test('what a run knows of use is what was done', async () => {
    const [{ row, use } = raise()] = await readUses(held.store, await world([LIAR]), NOBODY)
    expect(row).toMatchObject({ exchanges: 230, days: 2, days_between: 6, first_hours: 30 })
    expect(use.use).toMatchObject({ is_beginning_seen: true, first_day: 30, fullest_day: 200 })
    expect(use.use.asked.fine_tuning_format).toBe(150)
    expect(use.use.asked_bits.fine_tuning_format).toBeGreaterThan(100)
    expect(use.use.usual).toEqual({ first_hours: 9, used: 0 })
  })
})

test('how an account began is not seen where it is older than the log, however long it was silent', async () => {
  const late = { ...LIAR, began: ['2026-03-25', 9] as const }
  const all = [
    { ...late, account_id: 'back from a holiday', made: '2025-09-01' },
    { ...late, account_id: 'new', made: '2026-03-24' },
  ]
  const seen = (await readUses(held.store, await world(all), NOBODY)).map(({ row, use }) => [
    row.account_id,
    use.use.is_beginning_seen,
  ])
  expect(Object.fromEntries(seen)).toEqual({ 'back from a holiday': false, new: true })
})

describe('a class', () => {
  const others = async (all: readonly Wish[]) =>
    Object.fromEntries(
      (await readUses(held.store, await world(all), NOBODY)).map(({ row, use }) => [
        row.account_id,
        use.use.begun_together,
      ]),
    )
  const mailed = { email_domain: 'uni.example', proofs: ['institution_mail'] }

  test('is whoever began within a day, on whichever dates of UTC', async () => {
    const all = [
      { ...LIAR, account_id: 'before', began: ['2026-03-03', 23] as const, more: mailed },
      { ...LIAR, account_id: 'after', began: ['2026-03-04', 1] as const, more: mailed },
      { ...LIAR, account_id: 'later', began: ['2026-03-05', 2] as const, more: mailed },
    ]
    expect(await others(all)).toEqual({ before: 1, after: 1, later: 0 })
  })

  test('is of the domain that was proved', async () => {
    const said = { ...mailed, institution_domain: 'other.example' }
    const signed = { institution_domain: 'other.example', proofs: ['institution_sign_in'] }
    const all = [
      { ...LIAR, account_id: 'mail', more: mailed },
      { ...LIAR, account_id: 'mail, and says another', more: said },
      { ...LIAR, account_id: 'sign-in', more: signed },
      { ...LIAR, account_id: 'sign-in to nothing', more: { proofs: ['institution_sign_in'] } },
    ]
    expect(await others(all)).toEqual({
      ...{ mail: 1, 'mail, and says another': 1, 'sign-in': 0, 'sign-in to nothing': 0 },
    })
  })
})

function raise(): never {
  throw new Error('there is none')
}

test('where somebody signed up from, how they write their address and by which browser changes nothing', async () => {
  const all = [LIAR, { account_id: 'student', purpose: 'coursework', asks: 2 }]
  const run_id = await world(all)
  const before = await readUses(held.store, run_id, NOBODY)
  const other = [
    "signup_ip = '203.0.113.9', email_shape = 'ααα.99', signup_user_agent = 'x', referrer = 'y',",
    "email_domain = 'example.cn' WHERE 1",
  ].join(' ')
  await held.store.run(
    statement('elsewhere', `ALTER TABLE application UPDATE ${other} SETTINGS mutations_sync = 2`),
  )
  expect(await readUses(held.store, run_id, NOBODY)).toEqual(before)
})
