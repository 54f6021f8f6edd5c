import { describe, expect, test } from 'vitest'
import { type Reason, type ReasonCase, reasonPage } from './define.js'
import { loadReasons } from './index.js'
import { worldOf } from './verification.fixture.js'

const reasons = await loadReasons()
const bitsOf = (reason: Reason, given: ReasonCase): number => {
  const { facts, around, marks } = worldOf(given)
  if (reason.programs !== undefined && !reason.programs.includes(facts.program)) return 0
  return reason.weigh(facts, around, marks)?.bits ?? 0
}

describe.each(reasons)('$id', (reason) => {
  const { speaks, quiet } = reason.cases
  // Half of what it can say is what its cases are about.
  test.each(Object.entries(speaks))('speaks of %s', (_, given) => {
    expect(bitsOf(reason, given)).toBeGreaterThanOrEqual(reason.bits_max / 2)
    expect(bitsOf(reason, given)).toBeLessThanOrEqual(reason.bits_max)
  })
  test.each(Object.entries(quiet))('is quiet on %s', (_, given) => {
    expect(bitsOf(reason, given)).toBeLessThan(reason.bits_max / 2)
  })
  test('has cases on both sides', () => {
    expect(Object.keys(speaks).length * Object.keys(quiet).length).toBeGreaterThan(0)
  })
  test('its page is current', async () => {
    const page = `../../docs/reference/reasons/${reason.id}.md`
    await expect(reasonPage(reason)).toMatchFileSnapshot(page)
  })
})
