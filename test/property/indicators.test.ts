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
  is_suspect: fc.boolean(),
  domain: fc.constantFrom(11, 12, 13),
  is_let_go: fc.constantFrom(false, false, false, false, true),
})
type Drawn = typeof account extends fc.Arbitrary<infer A> ? A : never
const accounts = fc.array(account, { minLength: 1, maxLength: 60 })
/** Most that are drawn at random have nothing to tell: here a pool has a domain nearly to itself. */
const pools = fc
  .tuple(
    fc.integer({ min: 3, max: 40 }),
    fc.integer({ min: 3, max: 8 }),
    fc.array(account, { maxLength: 5 }),
  )
  .map(([size, second, others]) => [
    ...Array.from({ length: size }, () => operatorAt(11)),
    ...Array.from({ length: second }, () => operatorAt(12)),
    ...others,
  ])
const operatorAt = (domain: Drawn['domain']): Drawn => ({
  ...{ campaign: 'one', role: 'operator', is_reference: false, is_suspect: true },
  ...{ domain, is_let_go: false },
})

test('of what may leave nine of ten who are known among its carriers are operators, by it or by its kind, and no proven customer carries it', async () => {
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
  await store.insert(
    'account_mission',
    rows.map(({ run_id, account_id, is_suspect }) => ({ run_id, account_id, is_suspect })),
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
  return ['one', 'two'].flatMap((campaign) => {
    const values = [11, 12, 13]
      .map((domain) => domainOf(drawn, campaign, domain))
      .filter(({ operators }) => operators >= 2)
    const ofKind = values.filter(({ reference }) => reference === 0)
    const beyond = {
      operators: sum(ofKind.map(({ operators }) => operators - 2)),
      known: sum(ofKind.map(({ known }) => known - 2)),
    }
    return values.map((one) => ({
      campaign_id: campaign,
      value_hash: String(one.domain),
      operators: one.operators,
      carriers: one.carriers,
      reference_carriers: one.reference,
      kept_out: reasonOf(one, beyond),
    }))
  })
}

function domainOf(drawn: readonly Drawn[], of: string, domain: number) {
  const carriers = drawn.filter((one) => one.domain === domain)
  return {
    domain,
    carriers: carriers.length,
    operators: carriers.filter(
      ({ campaign, role, is_let_go }) => campaign === of && role === 'operator' && !is_let_go,
    ).length,
    known: carriers.filter(
      ({ campaign, is_suspect, is_let_go }) => campaign !== '' || !is_suspect || is_let_go,
    ).length,
    reference: carriers.filter(({ is_reference }) => is_reference).length,
  }
}

interface Known {
  readonly operators: number
  readonly known: number
}

function reasonOf(one: ReturnType<typeof domainOf>, beyond: Known): string {
  if (one.reference > 0) return 'proven customers carry it'
  if (one.operators < 4) return 'few operators carry it'
  const byKind = one.known === one.operators && isPrecise(beyond)
  return one.operators * 2 >= one.carriers && (isPrecise(one) || byKind) ? '' : 'others carry it'
}

const isPrecise = ({ operators, known }: Known) => (operators + 1) / (known + 2) >= 0.9 - 1e-9
const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)

const contextOf = (store: Store): RunContext => ({
  ...optionsOf(store, []),
  fingerprintUnkept,
  sources: [],
  linkers: [],
  detectors: [],
  window: { start: '2026-03-02 00:00:00.000', end: '2026-03-08 00:00:00.000' },
  settingsOf: () => ({}),
})
