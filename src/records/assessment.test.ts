import { describe, expect, test } from 'vitest'
import { digestOf, signedJudgement, verifySigned } from '../domain/judgement.js'
import { remember } from './act.js'
import {
  ALICE,
  BOB,
  CAROL,
  DRAFT,
  doneId,
  drafted,
  NOW_MS,
  PUBLIC,
  signedOnce,
  trail,
} from './assessment.fixture.js'
import { contentDigest, judgementsInForce, matrixOf, versionState } from './assessment.js'
import { sharedJudgement } from './shared-judgement.js'
import { newState } from './state.js'

const DAY_MS = 86_400_000

describe('a judgement is signed', () => {
  test('by two people, of whom one at most is its author, and holds against the public key', () => {
    const { one, version } = signedOnce()
    const { judgement, digest, signature } = version
    const signed = signedJudgement.parse({ judgement, digest, signature })
    expect(verifySigned(signed, PUBLIC)).toBe('VALID')
    expect(judgement).toMatchObject({
      ...{ author: 'carol', signed_by: ['alice', 'bob'], version: 1, supersedes: null },
      ...{ claim: DRAFT.claim, would_change: DRAFT.would_change, likelihood: 'likely' },
    })
    expect(
      judgement.hypotheses.map(({ hypothesis, inconsistency }) => [hypothesis, inconsistency]),
    ).toEqual([
      ['h1', 0],
      ['flag', 1],
      ['tool', 3],
    ])
    expect(one.draft).toBeNull()
  })

  test('not by one person, and not by who is no reviewer', () => {
    const { sign } = drafted()
    expect(sign(CAROL)).toMatchObject({ why: 'ROLE_MISSING' })
    expect(sign(ALICE).kind).toBe('proposed')
    expect(sign(ALICE)).toMatchObject({ why: 'SAME_PERSON' })
  })

  test('as both read it: whoever adds, rates or dissents meanwhile makes it another', () => {
    const meanwhile: readonly (readonly [string, object])[] = [
      ['add_fact', { text: 'Another card.', file_sha256: 'a'.repeat(64) }],
      ['rate_item', { item: 'e1', hypothesis: 'h1', rating: '--' }],
      ['dissent', { text: 'I see two hands.' }],
      ['drop_item', { item: 'e2' }],
      ['draft_judgement', { ...DRAFT, confidence: 'high' }],
    ]
    for (const [deed, input] of meanwhile) {
      const { act, sign, assessment_id, one } = drafted()
      const read = contentDigest(one)
      expect(sign(ALICE, read).kind).toBe('proposed')
      doneId(act(CAROL, deed, { assessment_id, ...input }))
      expect([deed, sign(BOB, read)]).toMatchObject([deed, { why: 'NOT_AS_READ' }])
      expect(one.versions).toEqual([])
    }
  })

  test('not before everything is rated, without a key, or once it would have ended', () => {
    const { act, sign, assessment_id } = drafted()
    expect(sign(ALICE, undefined, { signing: () => undefined })).toMatchObject({ why: 'NO_KEY' })
    const late = { nowMs: Date.parse(DRAFT.expires_at) }
    expect(sign(ALICE, undefined, late)).toMatchObject({ why: 'PAST' })
    doneId(act(BOB, 'add_hypothesis', { assessment_id, text: 'A class of students.' }))
    expect(sign(ALICE)).toMatchObject({ why: 'NOT_RATED' })
    const without = trail()
    const id = doneId(
      without.act(ALICE, 'open_assessment', { campaign_id: 'c', question: 'operator' }),
    )
    const draft = { assessment_id: id, ...DRAFT, hypothesis: 'flag' }
    for (const key of ['would_change', 'confidence_grounds', 'expires_at', 'review_at'] as const) {
      const { [key]: _, ...rest } = draft
      expect(without.act(ALICE, 'draft_judgement', rest)).toMatchObject({
        why: 'INPUT_INVALID',
        places: [key],
      })
    }
    doneId(without.act(ALICE, 'draft_judgement', draft))
    const bare = without.state.assessments.get(id)
    if (bare === undefined) throw new Error(id)
    const input = { assessment_id: id, digest: contentDigest(bare), reason: 'Read all of it.' }
    expect(without.act(ALICE, 'sign_judgement', input)).toMatchObject({ why: 'NOT_RATED' })
  })
})

describe('what was signed', () => {
  test('is never changed: what is added later makes another version, which says what it supersedes', () => {
    const { act, sign, assessment_id, one, version, state } = signedOnce()
    const before = JSON.stringify(version)
    doneId(act(BOB, 'add_fact', { assessment_id, text: 'Two cards.', file_sha256: 'b'.repeat(64) }))
    for (const hypothesis of ['h1', 'flag', 'tool']) {
      doneId(act(BOB, 'rate_item', { assessment_id, item: 'e3', hypothesis, rating: '0' }))
    }
    doneId(act(BOB, 'drop_item', { assessment_id, item: 'e1' }))
    expect(one.items.size, 'what rests on it goes with it').toBe(1)
    doneId(act(BOB, 'draft_judgement', { assessment_id, ...DRAFT, likelihood: 'unlikely' }))
    expect([sign(ALICE).kind, sign(BOB).kind]).toEqual(['proposed', 'done'])
    expect(JSON.stringify(version)).toBe(before)
    expect(one.versions.map((each) => versionState(one, each, NOW_MS))).toEqual([
      'superseded',
      'in_force',
    ])
    expect(one.versions[1]?.judgement).toMatchObject({
      version: 2,
      supersedes: version.digest,
      author: 'bob',
    })
    expect(judgementsInForce(state, 'campaign_a', NOW_MS)).toEqual([one.versions[1]])
  })

  test('ends at its time, is withdrawn by one with a reason, and stays to be read', () => {
    const { act, assessment_id, one, version, state } = signedOnce()
    const endMs = Date.parse(DRAFT.expires_at)
    expect([endMs - 1, endMs].map((ms) => versionState(one, version, ms))).toEqual([
      'in_force',
      'expired',
    ])
    const withdrawal = { assessment_id, digest: version.digest, reason: 'The card was stolen.' }
    doneId(act(BOB, 'withdraw_judgement', withdrawal))
    expect(act(ALICE, 'withdraw_judgement', withdrawal)).toMatchObject({ why: 'SO_ALREADY' })
    expect(versionState(one, version, NOW_MS)).toBe('withdrawn')
    expect(judgementsInForce(state, 'campaign_a', NOW_MS)).toEqual([])
    expect(version.judgement.claim).toBe(DRAFT.claim)
  })

  test('is what the trail makes anew, and another where a text of it was erased', () => {
    const { entries, version, assessment_id } = signedOnce()
    const again = newState()
    for (const entry of entries) remember(again, entry)
    const [made] = again.assessments.get(assessment_id)?.versions ?? []
    expect(made).toEqual(version)
    const erased = newState()
    for (const entry of entries) {
      remember(erased, entry.action === 'add_fact' ? { ...entry, hidden: {} } : entry)
    }
    const [without] = erased.assessments.get(assessment_id)?.versions ?? []
    expect(without?.digest).toBe(version.digest)
    expect(without && digestOf(without.judgement)).not.toBe(version.digest)
    expect(sharedJudgement(erased, 'campaign_a', NOW_MS)).toBeNull()
  })

  test('is told others without who signed it, while it counts', () => {
    const { state, version, assessment_id } = signedOnce()
    const told = sharedJudgement(state, 'campaign_a', NOW_MS)
    expect(told).toMatchObject({
      ...{ assessment_id, judgement_sha256: version.digest, expires_at: DRAFT.expires_at },
      hypotheses: [
        { about: 'operator', statement: DRAFT.claim, likelihood: 'likely', confidence: 'moderate' },
        { about: 'operator', against: 1, place: 2, likelihood: null, confidence: null },
        { about: 'operator', against: 3, place: 3, likelihood: null, confidence: null },
      ],
      would_change: [DRAFT.would_change],
    })
    expect([told?.facts.length, told?.inferences.length]).toEqual([1, 1])
    for (const name of ['alice', 'bob', 'carol']) expect(JSON.stringify(told)).not.toContain(name)
    expect(sharedJudgement(state, 'campaign_b', NOW_MS)).toBeNull()
    expect(sharedJudgement(state, 'campaign_a', Date.parse(DRAFT.expires_at))).toBeNull()
  })
})

describe('what people may say', () => {
  test('no item has a country, a language or a nationality to be rated by', () => {
    const { act, assessment_id } = drafted()
    const fact = { assessment_id, text: 'It came from there.', evidence_id: 'x' }
    for (const key of ['country', 'language', 'nationality', 'ip_country', 'weight']) {
      expect(act(ALICE, 'add_fact', { ...fact, [key]: 'AQ' })).toMatchObject({
        why: 'INPUT_INVALID',
      })
    }
  })

  test('a fact has one source, an inference rests on facts', () => {
    const { act, assessment_id } = drafted()
    const fact = { assessment_id, text: 'It is so.' }
    const both = { evidence_id: 'x', file_sha256: 'a'.repeat(64) }
    for (const source of [{}, both]) {
      expect(act(ALICE, 'add_fact', { ...fact, ...source })).toMatchObject({ why: 'INPUT_INVALID' })
    }
    expect(act(ALICE, 'add_inference', { ...fact, rests_on: [] })).toMatchObject({
      why: 'INPUT_INVALID',
    })
    for (const rests_on of [['e9'], ['e1', 'e2']]) {
      expect(act(ALICE, 'add_inference', { ...fact, rests_on })).toMatchObject({ why: 'NOT_THERE' })
    }
  })

  test('hostile text is bounded, kept as it is, and half a character is refused', () => {
    const { act, assessment_id, one } = drafted()
    const add = (text: string) => act(ALICE, 'add_fact', { assessment_id, text, evidence_id: 'x' })
    expect(add('x'.repeat(10_000))).toMatchObject({
      why: 'INPUT_INVALID',
      places: ['text: 2000 characters at most'],
    })
    expect(add('half \ud800 of it')).toMatchObject({ why: 'INPUT_INVALID' })
    const hostile = '\u001b]0;owned\u0007 \u202egnorw\u2066 <script> | `x`'
    doneId(add(hostile))
    expect(one.items.get('e3')?.text).toBe(hostile)
  })

  test('as many as there may be, and no more; a name is never given twice', () => {
    const { act, assessment_id, one } = drafted()
    const add = () => act(ALICE, 'add_hypothesis', { assessment_id, text: 'Another.' })
    for (let more = one.hypotheses.size; more < 8; more += 1) doneId(add())
    expect(add()).toMatchObject({ why: 'FULL' })
    doneId(act(ALICE, 'drop_hypothesis', { assessment_id, hypothesis: 'h2' }))
    doneId(add())
    expect([...one.hypotheses.keys()]).toEqual(['flag', 'tool', 'h1', 'h3', 'h4', 'h5', 'h6', 'h7'])
    const late = { nowMs: NOW_MS + 400 * DAY_MS }
    expect(act(ALICE, 'draft_judgement', { assessment_id, ...DRAFT }, late)).toMatchObject({
      why: 'PAST',
    })
  })

  test('the last word on a cell counts, and what was dropped is in no matrix', () => {
    const { act, assessment_id, one } = drafted()
    const rate = (rating: string) =>
      act(BOB, 'rate_item', { assessment_id, item: 'e1', hypothesis: 'h1', rating })
    doneId(rate('--'))
    expect(rate('--')).toMatchObject({ why: 'SO_ALREADY' })
    expect(
      matrixOf(one).standings.find(({ hypothesis }) => hypothesis === 'h1')?.inconsistency,
    ).toBe(2)
    doneId(act(BOB, 'drop_hypothesis', { assessment_id, hypothesis: 'h1' }))
    expect(matrixOf(one).standings.map(({ hypothesis }) => hypothesis)).toEqual(['flag', 'tool'])
    for (const hypothesis of ['flag', 'tool']) {
      expect(act(BOB, 'drop_hypothesis', { assessment_id, hypothesis })).toMatchObject({
        why: 'FIXED',
      })
    }
  })
})
