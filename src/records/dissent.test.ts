import { expect, test } from 'vitest'
import { remember } from './act.js'
import { ALICE, BOB, CAROL, doneId, NOW_MS, signedOnce } from './assessment.fixture.js'
import { sharedJudgement } from './shared-judgement.js'
import { newState } from './state.js'

test('dissent is told others as a number, and in words by an id that two people can release; who wrote it is not', () => {
  const { act, assessment_id, entries, state } = signedOnce()
  doneId(act(CAROL, 'dissent', { assessment_id, text: 'I see two hands.' }))
  doneId(act(BOB, 'dissent', { assessment_id, text: 'So do I.' }))
  const told = sharedJudgement(state, 'campaign_a', NOW_MS)
  expect(told).toMatchObject({
    dissents: 2,
    dissent_texts: [
      { dissent_id: `${assessment_id}.dissent-1`, text: 'I see two hands.' },
      { dissent_id: `${assessment_id}.dissent-2`, text: 'So do I.' },
    ],
  })
  expect(JSON.stringify(told)).not.toMatch(/carol|bob/)
  const erased = newState()
  const isFirst = ({ action, actor }: (typeof entries)[number]) =>
    action === 'dissent' && actor === 'person carol'
  for (const entry of entries) remember(erased, isFirst(entry) ? { ...entry, hidden: {} } : entry)
  expect(sharedJudgement(erased, 'campaign_a', NOW_MS)).toMatchObject({
    ...{ dissents: 2, dissent_texts: [{ dissent_id: `${assessment_id}.dissent-2` }] },
  })
})

test('dissent stays with its author, also after the signature', () => {
  const { act, assessment_id, one } = signedOnce()
  doneId(act(CAROL, 'dissent', { assessment_id, text: 'I see two hands.' }))
  doneId(act(BOB, 'dissent', { assessment_id, text: 'So do I.' }))
  expect(one.dissents.map(({ by, text }) => [by, text])).toEqual([
    ['carol', 'I see two hands.'],
    ['bob', 'So do I.'],
  ])
})

test('one author fills the place of no other: ten are all that one may, and whoever said nothing yet always can', () => {
  const { act, assessment_id, one } = signedOnce()
  const dissent = (by: typeof ALICE) =>
    act(by, 'dissent', { assessment_id, text: 'I see two hands.' })
  for (let more = 0; more < 10; more += 1) doneId(dissent(CAROL))
  expect(dissent(CAROL)).toMatchObject({ why: 'FULL' })
  doneId(dissent(BOB))
  // As if many others had written all that there may be.
  for (let more = one.dissents.length; more < 100; more += 1) {
    one.dissents.push({ by: `person ${more}`, at_ms: NOW_MS, text: 'So do I.' })
  }
  expect(dissent(BOB)).toMatchObject({ why: 'FULL' })
  doneId(dissent(ALICE))
})
