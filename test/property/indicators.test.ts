import fc from 'fast-check'
import { expect, test } from 'vitest'
import { measureIndicators } from '../../src/pipeline/10-share/indicators.js'
import { fingerprintUnkept } from '../../src/pipeline/segments.js'
import type { RunContext } from '../../src/pipeline/stage.js'
import { statement } from '../../src/store/sql.js'
import type { Store } from '../../src/store/store.js'
import { testStore } from '../store.js'
import { forgetAll, optionsOf, RUN_ID } from './world.js'

const held = testStore()
const SEED = Number(process.env.STILLWATCH_SEED ?? 20_261_127)

/** Campaigns that people let go. */
const CLEARED: readonly string[] = ['cleared']
/** What one account is, and which of three mail domains it signed up with. */
const account = fc.record({
  campaign: fc.constantFrom('one', 'one', 'two', 'cleared', ''),
  role: fc.constantFrom('operator', 'operator', 'operator', 'customer', 'victim'),
  is_reference: fc.constantFrom(false, false, false, false, false, true),
  domain: fc.constantFrom(11, 12, 13),
  is_let_go: fc.constantFrom(false, false, false, false, true),
})
type Drawn = typeof account extends fc.Arbitrary<infer A> ? A : never
const accounts = fc.array(account, { minLength: 1, maxLength: 60 })
/** Most that are drawn at random have nothing to tell: here a pool has a domain nearly to itself. */
const pools = fc
  .tuple(fc.integer({ min: 6, max: 40 }), fc.array(account, { maxLength: 5 }))
  .map(([size, others]) => [
    ...Array.from(
      { length: size },
      (): Drawn => ({
        campaign: 'one',
        role: 'operator',
        is_reference: false,
        domain: 11,
        is_let_go: false,
      }),
    ),
    ...others,
  ])

test('what may leave is carried by eight operators, nine of ten who carry it are, and no proven customer does', async () => {
  let told = 0
  const property = fc.asyncProperty(fc.oneof(accounts, pools), async (drawn) => {
    const found = await measured(held.store, drawn)
    expect(found).toEqual(byDefinition(drawn))
    told += found.filter(({ kept_out }) => kept_out === '').length
  })
  await fc.assert(property, { numRuns: 24, seed: SEED })
  expect(told, `seed ${SEED}`).toBeGreaterThan(5)
})

interface Row {
  readonly campaign_id: string
  readonly value_hash: string
  readonly operators: number
  readonly carriers: number
  readonly reference_carriers: number
  readonly kept_out: string
}

async function measured(store: Store, drawn: readonly Drawn[]): Promise<readonly Row[]> {
  await forgetAll(store)
  const rows = drawn.map((one, at) => ({ ...one, account_id: `a${at}`, run_id: RUN_ID }))
  await store.insert(
    'campaign',
    ['one', 'two', ...CLEARED].map((campaign_id) => ({ run_id: RUN_ID, campaign_id })),
  )
  await store.insert(
    'account_identity',
    rows.map(({ account_id, domain }) => ({
      ...{ account_id, entity_id: account_id, is_known: 1 },
      ...{ email_kind: 'private', email_domain_hash: domain },
    })),
  )
  const members = rows.filter(({ campaign }) => campaign !== '')
  await store.insert(
    'campaign_member',
    members.map(({ run_id, account_id, role, campaign }) => ({
      ...{ run_id, account_id, role, campaign_id: campaign },
    })),
  )
  const proven = rows.filter(({ is_reference }) => is_reference)
  await store.insert(
    'reference',
    proven.map(({ run_id, account_id }) => ({ run_id, account_id, entity_id: account_id })),
  )
  const letGo = rows.filter(({ is_let_go }) => is_let_go)
  await store.insert('cleared', [
    ...letGo.map(({ run_id, account_id }) => ({
      ...{ run_id, subject_kind: 'account', subject_id: account_id, ruling_id: 'r' },
    })),
    ...CLEARED.map((subject_id) => ({
      ...{ run_id: RUN_ID, subject_kind: 'campaign', subject_id, ruling_id: 'r' },
    })),
  ])
  await measureIndicators(contextOf(store))
  return store.rows<Row>(
    statement(
      'measured',
      `SELECT campaign_id, value_hash, operators, carriers, reference_carriers, kept_out
       FROM indicator WHERE kind = 'mail-domain' ORDER BY campaign_id, value_hash`,
    ),
  )
}

function byDefinition(drawn: readonly Drawn[]): readonly Row[] {
  const operators = drawn.filter(
    ({ campaign, role, is_let_go }) =>
      campaign !== '' && role === 'operator' && !is_let_go && !CLEARED.includes(campaign),
  )
  return ['one', 'two'].flatMap((campaign_id) =>
    [11, 12, 13].flatMap((domain) => {
      const carriers = drawn.filter((one) => one.domain === domain)
      const own = operators.filter((one) => one.domain === domain && one.campaign === campaign_id)
      if (own.length < 2) return []
      const reference = carriers.filter(({ is_reference }) => is_reference).length
      const precision = (own.length + 1) / (carriers.length + 2)
      return [
        {
          campaign_id,
          value_hash: String(domain),
          operators: own.length,
          carriers: carriers.length,
          reference_carriers: reference,
          kept_out:
            reference > 0
              ? 'proven customers carry it'
              : own.length < 8
                ? 'few operators carry it'
                : precision < 0.9 - 1e-9
                  ? 'others carry it'
                  : '',
        },
      ]
    }),
  )
}

const contextOf = (store: Store): RunContext => ({
  ...optionsOf(store, []),
  fingerprintUnkept,
  sources: [],
  linkers: [],
  detectors: [],
  window: { start: '2026-03-02 00:00:00.000', end: '2026-03-08 00:00:00.000' },
  settingsOf: () => ({}),
})
