import { describe, expect, test } from 'vitest'
import type { Enrolment, EnrolmentState } from '../../records/enrolment.js'
import { newState } from '../../records/state.js'
import { qualityOf, type Stratum } from './quality.js'

const NOW_MS = 1_800_000_000_000
const DAY_MS = 86_400_000

type Walk = readonly (readonly [to: EnrolmentState, cause?: string])[]

function world(...all: readonly { risk: number; walk: Walk; mail?: string; sinceDays?: number }[]) {
  const state = newState()
  const strata = new Map<string, Stratum>()
  all.forEach(({ risk, walk, mail = 'free', sinceDays = 0 }, place) => {
    const id = `${place}`
    const since_ms = NOW_MS - sinceDays * DAY_MS
    const steps = walk.map(([to, cause = 'assessed']) => ({
      to,
      cause,
      at_ms: since_ms,
      asked: [],
      held: [],
      due_ms: null,
      people: [],
    }))
    const one: Enrolment = {
      ...{ enrolment_id: id, application_id: `of ${id}`, account_id: `acct ${id}` },
      ...{
        program: 'education',
        tier: 'starting',
        purpose: '',
        use: [],
        opened_ms: since_ms,
        state: walk.at(-1)?.[0] ?? 'applied',
      },
      ...{ since_ms, due_ms: null, asked: [], held: [], accepted: [], input_id: 1 },
      ...{ campaigns: new Set<string>(), risk, odds_bits: Math.log2(risk / (100 - risk)) },
      ...{ statement: '', steps, is_lapsed: false },
    }
    state.enrolments.set(id, one)
    strata.set(one.application_id, {
      ...{ application_id: one.application_id, program: 'education', plan: '', mail_kind: mail },
    })
  })
  return { state, strata }
}

describe('quality', () => {
  test('says nothing of nobody', () => {
    expect(qualityOf(newState(), new Map(), NOW_MS)).toMatchObject({
      rows: [],
      calibration: { outcomes: 0 },
    })
  })

  test('counts honest people turned away by what their risk lacks to certainty, refused or gone without an answer', () => {
    const { state, strata } = world(
      { risk: 10, walk: [['proof_asked'], ['expired', 'unanswered']] },
      { risk: 90, walk: [['applied'], ['suspended', 'campaign']] },
      { risk: 2, walk: [['granted']] },
      { risk: 2, walk: [['granted'], ['expired', 'over']] },
    )
    const [whole] = qualityOf(state, strata, NOW_MS).rows
    expect(whole).toMatchObject({
      ...{ program: 'education', stratum: '', applications: 4, turned_away: 2 },
      ...{ honest_expected: 1, asked: 1, answered: 0 },
    })
    expect(whole?.false_rejection_percent).toBeCloseTo((100 * 1) / (0.9 + 0.1 + 0.98 + 0.98), 0)
  })

  test('tells strata apart, each by itself', () => {
    const { state, strata } = world(
      { risk: 30, walk: [['proof_asked'], ['granted']], mail: 'free' },
      { risk: 30, walk: [['proof_asked'], ['expired', 'unanswered']], mail: 'own' },
    )
    const rows = qualityOf(state, strata, NOW_MS).rows
    const of = (stratum: string) => rows.find((row) => row.stratum === stratum)
    expect(of('mail: free')).toMatchObject({
      applications: 1,
      asked: 1,
      answered: 1,
      turned_away: 0,
    })
    expect(of('mail: own')).toMatchObject({
      applications: 1,
      asked: 1,
      answered: 0,
      turned_away: 1,
    })
  })

  test('says how many refusals were overturned, and the most that it may be', () => {
    const refused: Walk = [['applied'], ['suspended', 'undecided'], ['appealed', 'customer']]
    const { state, strata } = world(
      { risk: 50, walk: [...refused, ['granted', 'overturned']] },
      { risk: 50, walk: [...refused, ['suspended', 'upheld']] },
    )
    const [whole] = qualityOf(state, strata, NOW_MS).rows
    expect(whole).toMatchObject({
      appeals_decided: 2,
      appeals_overturned: 1,
      overturned_percent: 50,
    })
    expect(whole?.overturned_percent_most).toBeGreaterThan(85)
  })

  test('knows outcomes by rulings, and by ninety quiet days; of the others nothing', () => {
    const { state, strata } = world(
      { risk: 5, walk: [['granted']], sinceDays: 91 },
      { risk: 5, walk: [['granted']], sinceDays: 89 },
      { risk: 60, walk: [['proof_asked'], ['expired', 'unanswered']], sinceDays: 200 },
      { risk: 80, walk: [['applied'], ['suspended', 'campaign']] },
      { risk: 80, walk: [['applied'], ['suspended', 'undecided']] },
    )
    expect(qualityOf(state, strata, NOW_MS).calibration).toMatchObject({
      outcomes: 2,
      fraudulent: 1,
    })
  })
})
