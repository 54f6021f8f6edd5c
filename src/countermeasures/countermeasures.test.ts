import { describe, expect, test } from 'vitest'
import {
  type Countermeasure,
  countermeasurePage,
  type Effect,
  type Given,
  type Measured,
} from './define.js'
import { COUNTERMEASURES } from './index.js'

const measured = ({
  body = {},
  path = '/v1/x',
  query = '',
  limits = {},
  use = {},
  foreign = 0,
  now_ms = 0,
  kind,
}: Given): Measured => ({
  ...{ kind, path, query },
  body,
  limits,
  now_ms,
  foreign: () => foreign,
  use: { in_hand: 0, allowance: 1, seconds_to_next: 0, ...use },
})

/** What a measure makes of a request, or of the answer to it. */
const effectOf = (one: Countermeasure, given: Given): Effect | null | undefined =>
  given.answer === undefined
    ? one.look(measured(given))
    : one.look_answer?.({ kind: given.kind, limits: given.limits ?? {}, ...given.answer })

describe.each(COUNTERMEASURES)('$id', (one) => {
  test.each(Object.entries(one.cases.touches))('touches %s', (_, { effect, ...given }) => {
    const before = JSON.stringify(given)
    expect(effectOf(one, given)).toMatchObject(effect)
    expect(JSON.stringify(given)).toBe(before)
  })

  test.each(Object.entries(one.cases.leaves))('leaves %s', (_, given) => {
    expect(effectOf(one, given)).toBeNull()
  })

  test('changes once what it changes', () => {
    for (const given of Object.values(one.cases.touches)) {
      const effect = one.look(measured(given))
      if (effect?.kind !== 'change') continue
      const body = { ...given.body, [effect.key]: effect.value }
      expect(one.look(measured({ ...given, body }))).toBeNull()
    }
  })

  test('says what it costs and what it does not do, and its page is current', async () => {
    expect(one.costs.length * one.falls_short.length).toBeGreaterThan(0)
    const page = `../../docs/reference/countermeasures/${one.id}.md`
    await expect(countermeasurePage(one)).toMatchFileSnapshot(page)
  })
})
