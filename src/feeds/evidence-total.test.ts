import { expect, test } from 'vitest'
import { strongestEvidence, totalEvidence } from './evidence-total.js'
import { makeCampaign, makeEvidence } from './report.fixture.js'

const campaign = makeCampaign()

test('of a family of links only the strongest is added, and what speaks against comes last', () => {
  const { items, bits } = totalEvidence(campaign, 'linkage')
  expect(items.map(({ evidence }) => evidence.evidence_id)).toEqual(['e1', 'e2', 'e4', 'e3', 'e7'])
  expect(items.map((item) => item.is_counted)).toEqual([true, true, true, false, true])
  expect(bits).toBeCloseTo(17 + 12.4 + 7 - 3)
})

test('the strongest are of what is added: of a family one', () => {
  const ids = strongestEvidence(campaign, 9).map(({ evidence_id }) => evidence_id)
  expect(ids).toEqual(['e1', 'e2', 'e5', 'e4', 'e6'])
})

test('each piece starts where the one before it ended', () => {
  const { items } = totalEvidence(campaign, 'linkage')
  for (const [index, item] of items.entries()) {
    expect(item.bits_before).toBe(items[index - 1]?.bits_after ?? 0)
  }
})

test('linkage and extraction are never added to each other', () => {
  expect(totalEvidence(campaign, 'extraction').bits).toBeCloseTo(9.2 + 5 - 1.6)
})

test('an innocent explanation speaks against the harvest, separate lives against one hand', () => {
  const history = makeCampaign({
    counter_evidence: [
      makeEvidence({ evidence_id: 'a', family: 'history', kind: 'shared_slots', weight_bits: -2 }),
      makeEvidence({ evidence_id: 'b', family: 'history', kind: 'old_apart', weight_bits: -3 }),
    ],
  })
  const opposing = (question: 'linkage' | 'extraction') =>
    totalEvidence(history, question)
      .items.filter((item) => item.evidence.weight_bits < 0)
      .map((item) => item.evidence.kind)
  expect(opposing('extraction')).toEqual(['shared_slots'])
  expect(opposing('linkage')).toEqual(['old_apart'])
})
