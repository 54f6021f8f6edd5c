import { expect, test } from 'vitest'
import { bytesOf, isSealed, lineUnder, newSealKey, openedLine } from './texts.js'

const EXCHANGE = {
  exchange_id: 'e1',
  received_at: '2026-03-01T00:00:00Z',
  account_id: 'a',
  system: 'Be brief. Быть кратким.',
  messages: [
    { role: 'user' as const, content: 'the heron waits for nobody' },
    { role: 'assistant' as const, content: '白鷺は誰も待たない' },
  ],
  response: 'half a pair \ud83d and "quotes"\n',
}
const said = (line: Buffer) => JSON.parse(line.toString('utf8')) as Record<string, unknown>

test('what is to be fingerprinted and not kept is sealed, and comes back as it was, policy and all', () => {
  const key = newSealKey()
  const line = lineUnder({ textPolicy: 'fingerprint_only', sealKey: key }, EXCHANGE, { extra: 1 })
  expect(isSealed(line)).toBe(true)
  for (const text of ['heron', '白鷺', 'кратким', 'quotes']) {
    expect(line.includes(text)).toBe(false)
    expect(line.includes(JSON.stringify(text).slice(1, -1))).toBe(false)
  }
  const opened = openedLine(line, key)
  expect(opened.isOpened).toBe(true)
  expect(said(opened.line)).toEqual({
    ...EXCHANGE,
    response: 'half a pair \ufffd and "quotes"\n',
    text_policy: 'fingerprint_only',
    extra: 1,
  })
  expect(Math.abs(bytesOf(line) - opened.line.length)).toBeLessThan(300)
})

test('under another key, or moved to another exchange, nothing is opened and the exchange stays', () => {
  const key = newSealKey()
  const line = lineUnder({ textPolicy: 'fingerprint_only', sealKey: key }, EXCHANGE)
  const bare = said(lineUnder({ textPolicy: 'fingerprint_only' }, EXCHANGE))
  const moved = Buffer.from(
    line.toString('utf8').replace('"exchange_id":"e1"', '"exchange_id":"e2"'),
  )
  expect(openedLine(line, newSealKey())).toEqual({ line: expect.any(Buffer), isOpened: false })
  expect(said(openedLine(line, undefined).line)).toEqual(bare)
  expect(said(openedLine(moved, key).line)).toEqual({ ...bare, exchange_id: 'e2' })
})

test('the same texts are never sealed alike', () => {
  const keeping = { textPolicy: 'fingerprint_only' as const, sealKey: newSealKey() }
  expect(lineUnder(keeping, EXCHANGE)).not.toEqual(lineUnder(keeping, EXCHANGE))
})

test('a record says more than the settings, and what has no text needs no seal', () => {
  const sealKey = newSealKey()
  const kept = lineUnder({ textPolicy: 'none', sealKey }, { ...EXCHANGE, text_policy: 'full' })
  expect(said(kept).response).toContain('half a pair')
  const none = lineUnder({ textPolicy: 'full', sealKey }, { ...EXCHANGE, text_policy: 'none' })
  expect([isSealed(none), said(none).response, said(none).messages]).toEqual([
    false,
    undefined,
    EXCHANGE.messages.map(({ role }) => ({ role, content: '' })),
  ])
  const { exchange_id, received_at, account_id } = EXCHANGE
  const silent = lineUnder(
    { textPolicy: 'fingerprint_only', sealKey },
    { exchange_id, received_at, account_id },
  )
  expect(isSealed(silent)).toBe(false)
})
