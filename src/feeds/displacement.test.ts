import { expect, test } from 'vitest'
import type { Displacement } from '../domain/displacement.js'
import { displacementTexts } from './displacement.js'

const measured = (part: Partial<Displacement>): Displacement => ({
  ...{ campaign_id: 'X', action_id: 'ban 1', kind: 'ban', policy_id: '', touched: 9 },
  ...{ acted_at: '2026-03-15T12:00:00.000Z', horizon_days: 7, days_seen: 7, days_before: 20 },
  ...{ exchanges_staying: 0, accounts_back: 2, exchanges_back: 30, tokens_back: 300 },
  ...{ exchanges_expected: 140, exchanges_expected_least: 100, exchanges_expected_most: 180 },
  ...{
    tokens_expected: 1400,
    accounts_back_before: 0,
    accounts_text_only: 0,
    strangers_with_text: 0,
  },
  ...{ others_per_day_before: 100, others_per_day_after: 100, routes: [] },
  ...part,
})

test('the longest horizon of each action is told, and what else could say the same only where something does', () => {
  const [text, ...more] = displacementTexts([
    measured({ horizon_days: 1, days_seen: 1 }),
    measured({}),
  ])
  expect(more).toEqual([])
  expect(text).toBe(
    'On 2026-03-15 12:00 UTC and that day 9 accounts of it were suspended. In 7 days since, 2 accounts that came after it asked 30 times, and those from before 0 times. Its days before would bring 140 (100 to 180).',
  )
  const doubted = displacementTexts([
    measured({
      accounts_back_before: 3,
      accounts_text_only: 4,
      strangers_with_text: 50,
      others_per_day_after: 200,
    }),
  ])
  expect(doubted[0]).toContain(
    'It may grow by itself: 3 operators were new in as many days before.',
  )
  expect(doubted[0]).toContain(
    '4 newcomers sent only its text, as 50 strangers had before: they are not counted.',
  )
  expect(doubted[0]).toContain('Everybody else asked 2.0 times as much by day as before')
})

test('where the log has no day before or since, nothing is claimed', () => {
  expect(displacementTexts([measured({ days_before: 0 })])[0]).toContain('nobody can say')
  expect(displacementTexts([measured({ days_seen: 0 })])[0]).toContain(
    'Nothing is known of the time since.',
  )
  expect(displacementTexts([])).toEqual([])
})

test('a model may be called anything, and is told on one line that shows what it holds, and not for ever', () => {
  const hostile = `\u202emodel\n\u001b[31m${'x'.repeat(5000)}`
  const routes = Array.from({ length: 50 }, (_, place) => ({
    ...{ kind: 'model', name: `${place}${hostile}`, exchanges_before: 0, exchanges_back: 1 },
  }))
  const [text = ''] = displacementTexts([measured({ routes })])
  for (const hidden of ['\u202e', '\n', '\u001b']) expect(text).not.toContain(hidden)
  expect(text.length).toBeLessThan(1500)
})
