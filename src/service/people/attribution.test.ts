import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { verifySigned } from '../../domain/judgement.js'
import type { Person } from '../../domain/people.js'
import { DRAFT, NOW_MS, PUBLIC, signing } from '../../records/assessment.fixture.js'
import { type Answer, type Ledger, openLedger } from '../../records/ledger.js'
import { statement } from '../../store/sql.js'
import { type AssessmentSummary, type AssessmentTold, ATTRIBUTION_READINGS } from './attribution.js'
import { beforeActs, LINE_MAX } from './before-acts.js'
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
    ...beforeActs(held.store),
  })
const idOf = (answer: Answer): string => {
  if (answer.kind === 'refused') throw new Error(`${answer.why} ${answer.places?.join(', ') ?? ''}`)
  return answer.id
}
const asked = (ledger: Ledger, path: string, query = {}, nowMs = NOW_MS) =>
  ATTRIBUTION_READINGS.find((one) => one.path === path)?.read({
    ...{ ledger, reader: held.store, query: new URLSearchParams(query), nowMs },
  } as unknown as ReadFrom)
const whole = async (ledger: Ledger, assessment_id: string, nowMs = NOW_MS) => {
  const said = await asked(ledger, '/assessments/one', { assessment_id }, nowMs)
  return (said as { assessment: AssessmentTold }).assessment
}

beforeEach(async () => {
  const tables = ['audit', 'record_text', 'campaign_evidence', 'attribution', 'run', 'campaign']
  for (const table of [...tables, 'ruling']) {
    await held.store.run(statement('clear', `TRUNCATE TABLE ${table}`))
  }
  await held.store.insert(
    'run',
    [FINISHED, UNFINISHED].map((run_id) => ({
      ...{ run_id, started_at: '2026-02-28 00:00:00.000' },
      finished_at: run_id === FINISHED ? '2026-02-28 01:00:00.000' : null,
    })),
  )
  const of = { run_id: FINISHED, campaign_id: 'c', statement: 'One card.' }
  await held.store.insert('campaign_evidence', [
    { ...of, evidence_id: 'kept' },
    { ...of, evidence_id: 'of another', campaign_id: 'd' },
    { ...of, evidence_id: 'of no run', run_id: UNFINISHED },
  ])
  await held.store.insert('attribution', [{ ...of, evidence_id: 'gone' }])
})
const FINISHED = '00000000-0000-4000-8000-0000000000f1'
const UNFINISHED = '00000000-0000-4000-8000-0000000000f2'

/** An assessment that is ready to be signed. */
async function drafted(ledger: Ledger): Promise<string> {
  const act = (deed: string, input: object) => ledger.act({ person: alice, deed, input })
  const assessment_id = idOf(
    await act('open_assessment', { campaign_id: 'c', question: 'operator' }),
  )
  const of = (input: object) => ({ assessment_id, ...input })
  await act('add_hypothesis', of({ text: 'A reseller.' }))
  for (const evidence_id of ['kept', 'gone'])
    idOf(await act('add_fact', of({ text: 'One card.', evidence_id })))
  await held.store.run(statement('forget', 'TRUNCATE TABLE attribution'))
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

  test('takes evidence of its own campaign in a run that finished, and no other', async () => {
    const ledger = await open()
    const id = await drafted(ledger)
    for (const evidence_id of ['of another', 'of no run', 'of nobody', 'gone']) {
      const input = { assessment_id: id, text: 'One card.', evidence_id }
      const answer = await ledger.act({ person: alice, deed: 'add_fact', input })
      expect([evidence_id, answer]).toEqual([evidence_id, { kind: 'refused', why: 'NO_EVIDENCE' }])
    }
    const file = { assessment_id: id, text: 'A price list.', file_sha256: 'f'.repeat(64) }
    expect((await ledger.act({ person: alice, deed: 'add_fact', input: file })).kind).toBe('done')
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

test('a ruling that lets a campaign go knows of which line it is, and says so to nobody who reads the trail alone', async () => {
  const campaign = (campaign_id: string, succeeds: readonly string[], cluster_id = '') => ({
    ...{ run_id: FINISHED, campaign_id, succeeds, cluster_id },
  })
  await held.store.insert('campaign', [
    campaign('named', ['before'], 'cluster'),
    campaign('after', ['before', 'named', 'sibling']),
    campaign('stranger', ['other']),
  ])
  const { line } = beforeActs(held.store)
  const lineOf = async (subject_kind: string, subject_id: string) =>
    (await line({ subject_kind, subject_id })).campaigns
  expect(await lineOf('campaign', 'named')).toEqual(['after', 'before'])
  expect(await lineOf('campaign', 'sibling')).toEqual(['after'])
  expect(await lineOf('cluster', 'cluster')).toEqual(['after', 'before', 'named'])
  const member = (account_id: string, role: string) => ({
    ...{ run_id: FINISHED, campaign_id: 'named', account_id, role, membership: 1 },
  })
  await held.store.insert('campaign_member', [
    member('pool_1', 'operator'),
    member('shop', 'victim'),
  ])
  expect(await lineOf('account', 'pool_1')).toEqual(['after', 'before', 'named'])
  expect(await lineOf('account', 'shop')).toEqual([])
  const ledger = await open()
  const input = { subject_kind: 'campaign', subject_id: 'named', reason: 'A class.' }
  idOf(await ledger.act({ person: alice, deed: 'rule_benign', input }))
  for (const known of [ledger, await open()]) {
    const [ruling] = known.state().rulings.values()
    expect(ruling?.line).toEqual(['after', 'before'])
  }
  const trail = await held.store.rows<{ facts: string }>(statement('t', 'SELECT facts FROM audit'))
  expect(JSON.stringify(trail)).not.toMatch(/after|before|named/)
})

test('whoever lets a campaign go waits for nothing: where its line cannot be read it is let go all the same', async () => {
  const ledger = await openLedger({
    ...{ store: held.store, now: () => NOW_MS, newId: randomUUID, people: () => people },
    ...{ policies: () => [], company: async () => [], canErase: true },
    guards: () => ({ isConnected: false }) as never,
    line: () => Promise.reject(new Error('no store')),
  })
  const input = { subject_kind: 'campaign', subject_id: 'named', reason: 'A class.' }
  expect((await ledger.act({ person: alice, deed: 'rule_benign', input })).kind).toBe('done')
  const [ruling] = ledger.state().rulings.values()
  expect(ruling).toMatchObject({ line: [], line_lacks: 'unread' })
})

test('of a line that is longer than one entry of the trail has it is said that it is cut', async () => {
  const names = Array.from({ length: LINE_MAX + 1 }, (_, at) => `before_${10_000 + at}`)
  const campaign = (succeeds: readonly string[], campaign_id: string) => ({
    ...{ run_id: FINISHED, campaign_id, succeeds, cluster_id: '' },
  })
  await held.store.insert('campaign', [
    campaign(names, 'long'),
    campaign(names.slice(1), 'as long as fits'),
  ])
  const ledger = await open()
  for (const [subject_id, line_lacks] of [
    ['long', 'cut'],
    ['as long as fits', undefined],
  ] as const) {
    const input = { subject_kind: 'campaign', subject_id, reason: 'A class.' }
    const id = idOf(await ledger.act({ person: alice, deed: 'rule_benign', input }))
    const ruling = ledger.state().rulings.get(id)
    expect(ruling?.line).toHaveLength(LINE_MAX)
    expect(ruling?.line_lacks).toBe(line_lacks)
  }
})
