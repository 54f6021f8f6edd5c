import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseCut } from './salvage.js'

it('reads a JSON text cut at any letter, and invents nothing', () => {
  const property = fc.property(fc.json({ maxDepth: 4 }), fc.nat(), (text, cut) => {
    const whole: unknown = JSON.parse(text)
    const part = parseCut(text.slice(0, cut % (text.length + 1)))
    expect(isPartOf(part, whole)).toBe(true)
  })
  fc.assert(property, { numRuns: 3000, seed: 5 })
})

it('keeps the beginning of a text that was cut, without half an escape', () => {
  const text = '{"model":"m","messages":[{"role":"user","content":"one \\"two\\" \\u00fcber'
  expect(parseCut(text)).toEqual({
    model: 'm',
    messages: [{ role: 'user', content: 'one "two" über' }],
  })
  for (const tail of ['\\', '\\u', '\\u00', '\\u00f']) {
    expect(parseCut(`{"a":"b${tail}`)).toEqual({ a: 'b' })
  }
})

it('takes no longer for a text of backslashes than for any other', () => {
  const startedMs = performance.now()
  expect(parseCut(`{"a":"${'\\'.repeat(2_000_000)}x`)).toEqual({ a: `${'\\'.repeat(1_000_000)}x` })
  expect(performance.now() - startedMs).toBeLessThan(2000)
})

it('gives up on what is no JSON', () => {
  for (const text of ['', '{]', 'x', '['.repeat(100_000)]) {
    expect(parseCut(text) ?? null).toBeNull()
  }
})

/** Whether a value is the beginning of another: its keys, elements and texts, up to some place. */
function isPartOf(part: unknown, whole: unknown): boolean {
  if (part === undefined || part === null) return true
  if (typeof part === 'string') return typeof whole === 'string' && whole.startsWith(part)
  if (typeof part === 'number') return typeof whole === 'number'
  if (typeof part !== 'object') return part === whole
  if (typeof whole !== 'object' || whole === null) return false
  return Object.entries(part).every(([key, value]) =>
    isPartOf(value, (whole as Record<string, unknown>)[key]),
  )
}
