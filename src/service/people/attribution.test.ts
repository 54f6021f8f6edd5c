import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { verifySigned } from '../../domain/judgement.js'
import type { Person } from '../../domain/people.js'
import { DRAFT, NOW_MS, PUBLIC, signing } from '../../records/assessment.fixture.js'
import { type Answer, type Ledger, openLedger } from '../../records/ledger.js'
import { statement } from '../../store/sql.js'
import { type AssessmentSummary, type AssessmentTold, ATTRIBUTION_READINGS } from './attribution.js'
import type { ReadFrom } from './reading.js'

const held = testStore()
const people: readonly Person[] = ['alice', 'bob', 'carol'].map((name, at) => ({
  ...{ name, roles: ['reviewer'] },
  sha256: `${at}`.repeat(64),
}))
const [alice, bob, carol] = people as [Person, Person, Person]
const open = () =>
  openLedger({
    store: held.store,
    now: () => NOW_MS,
    newId: randomUUID,
    people: () => people,
    policies: () => [],
    guards: () => ({ isConnected: false }) as never,
    company: async () => [],
    canErase: true,
    signing,
  })
const idOf = (answer: Answer): string => {
  if (answer.kind === 'refused') throw new Error(`${answer.why} ${answer.places?.join(', ') ?? ''}`)
  return answer.id
}
const asked = (ledger: Ledger, path: string, query = {}, nowMs = NOW_MS) =>
  ATTRIBUTION_READINGS.find((one) => one.path === path)?.read({
    ...{ ledger, reader: held.store, query: new URLSearchParams(query), nowMs },
  } as ReadFrom)
const whole = async (ledger: Ledger, assessment_id: string, nowMs = NOW_MS) => {
  const said = await asked(ledger, '/assessments/one', { assessment_id }, nowMs)
  return (said as { assessment: AssessmentTold }).assessment
}

beforeEach(async () => {
  for (const table of ['audit', 'record_text', 'campaign_evidence', 'attribution']) {
    await held.store.run(statement('clear', `TRUNCATE TABLE ${table}`))
  }
  await held.store.insert('campaign_evidence', [
    { run_id: randomUUID(), campaign_id: 'c', evidence_id: 'kept', statement: 'One card.' },
  ])
})

/** An assessment that is ready to be signed. */
async function drafted(ledger: Ledger): Promise<string> {
  const act = (deed: string, input: object) => ledger.act({ person: alice, deed, input })
  const assessment_id = idOf(
    await act('open_assessment', { campaign_id: 'c', question: 'operator' }),
  )
  const of = (input: object) => ({ assessment_id, ...input })
  await act('add_hypothesis', of({ text: 'A reseller.' }))
  for (const evidence_id of ['kept', 'gone'])
    await act('add_fact', of({ text: 'One card.', evidence_id }))
  for (const item of ['e1', 'e2']) {
    for (const [hypothesis, rating] of Object.entries({ h1: '+', flag: '-', tool: '--' })) {
      idOf(await act('rate_item', of({ item, hypothesis, rating })))
    }
  }
  idOf(await act('draft_judgement', of(DRAFT)))
  return assessment_id
}

async function signed(ledger: Ledger, assessment_id: string) {
  const digest = (await whole(ledger, assessment_id)).draft?.digest
  const sign = (person: Person) =>
    ledger.act({
      person,
      deed: 'sign_judgement',
      input: { assessment_id, digest, reason: 'Read it.' },
    })
  return Promise.all([alice, bob, carol, bob, alice].map(sign))
}

describe('an assessment, as it is read', () => {
  test('has the matrix, whether its sources are kept, and what the draft is signed by', async () => {
    const ledger = await open()
    const id = await drafted(ledger)
    const one = await whole(ledger, id)
    expect(
      one.hypotheses.map(({ hypothesis, inconsistency }) => [hypothesis, inconsistency]),
    ).toEqual([
      ['h1', 0],
      ['flag', 2],
      ['tool', 4],
    ])
    expect(
      one.items.map(({ item, source_is_kept, diagnosticity }) => [
        item,
        source_is_kept,
        diagnosticity,
      ]),
    ).toEqual([
      ['e1', true, 3],
      ['e2', false, 3],
    ])
    expect(one.draft?.digest).toMatch(/^[0-9a-f]{64}$/)
    const { assessments } = asked(ledger, '/assessments') as {
      assessments: readonly AssessmentSummary[]
    }
    expect(assessments).toMatchObject([
      { assessment_id: id, state: 'open', is_drafted: true, least_inconsistent: 'h1' },
    ])
    expect(await asked(ledger, '/assessments/one', { assessment_id: 'none' })).toEqual({
      assessment: null,
    })
  })

  test('is signed once by however many who sign at once, in the trail, and known to the next process', async () => {
    const ledger = await open()
    const id = await drafted(ledger)
    const answers = await signed(ledger, id)
    expect(answers.map((answer) => (answer.kind === 'refused' ? answer.why : answer.kind))).toEqual(
      [...['proposed', 'done', 'NOT_THERE', 'NOT_THERE', 'NOT_THERE']],
    )
    for (const known of [ledger, await open()]) {
      const { versions } = await whole(known, id)
      expect(versions).toMatchObject([
        { state: 'in_force', is_as_signed: true, is_review_due: false },
      ])
      const [version] = versions
      expect(version && verifySigned(version, PUBLIC)).toBe('VALID')
    }
    const query = { campaign_id: 'c' }
    expect(await asked(ledger, '/attribution', query)).toMatchObject({
      items: [],
      judgements: [{ digest: (await whole(ledger, id)).versions[0]?.digest }],
    })
    const later = await whole(ledger, id, Date.parse(DRAFT.expires_at))
    expect(later.versions).toMatchObject([{ state: 'expired', is_review_due: true }])
  })

  test('keeps what people wrote apart from the trail; once that is erased it is not as it was signed', async () => {
    const ledger = await open()
    const id = await drafted(ledger)
    await signed(ledger, id)
    const trail = await held.store.rows<{ facts: string }>(
      statement('trail', 'SELECT facts FROM audit'),
    )
    expect(JSON.stringify(trail)).not.toMatch(/reseller|card/)
    await held.store.run(
      statement(
        'erase',
        `DELETE FROM record_text WHERE position(text, 'One reseller runs both') > 0`,
      ),
    )
    const [version] = (await whole(await open(), id)).versions
    expect(version).toMatchObject({
      state: 'in_force',
      is_as_signed: false,
      judgement: { claim: '' },
    })
    expect(version && verifySigned(version, PUBLIC)).toBe('CHANGED')
  })

  test('two who rate one cell at once leave the last word, and both in the trail', async () => {
    const ledger = await open()
    const assessment_id = await drafted(ledger)
    const rate = (person: Person, rating: string) =>
      ledger.act({
        person,
        deed: 'rate_item',
        input: { assessment_id, item: 'e1', hypothesis: 'h1', rating },
      })
    await Promise.all([rate(bob, '--'), rate(carol, '-')])
    const one = await whole(ledger, assessment_id)
    expect(one.items[0]?.ratings.h1).toBe('-')
    const trail = await held.store.rows<{ actor: string }>(
      statement(
        'rated',
        `SELECT actor FROM audit WHERE action = 'rate_item' ORDER BY seq DESC LIMIT 2`,
      ),
    )
    expect(trail.map(({ actor }) => actor)).toEqual(['person carol', 'person bob'])
  })
})
