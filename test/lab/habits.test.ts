/** Which account shares what is drawn by lot, told beside the truth, and true of the files that do not name it. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Account } from '../../src/domain/account.js'
import { rowsOf } from '../../src/lab/replay-log.js'
import { type HABITS, SHARING } from '../../src/lab/scenarios/sharing.js'
import { PRESETS, type Simulation, simulate } from '../../src/lab/simulate.js'

let folder: string
let made: Simulation
const operators = () => made.truth.campaigns.flatMap(({ accounts }) => accounts)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stillwatch-habits-'))
  const scenarios = ['reasoning-harvest', 'two-pools', 'slow-relay'].map((id) => ({
    ...{ id, scale: 1.5, discipline: 'careful' as const },
  }))
  made = simulate({
    ...{ ...PRESETS.tiny, scenarios, accounts: 50, days: 2, textScale: 0.1 },
    ...{ folder, seed: 'habits' },
  })
})
afterAll(() => rmSync(folder, { recursive: true }))

test('every operator has habits, as often as its discipline says', () => {
  expect(operators().filter((id) => !made.habits.has(id))).toEqual([])
  const share = (habit: (typeof HABITS)[number]) =>
    operators().filter((id) => made.habits.get(id)?.[habit]).length / operators().length
  const SE = Math.sqrt(0.25 / operators().length)
  for (const habit of ['exits', 'template', 'batch', 'continuation', 'disguise'] as const) {
    expect(Math.abs(share(habit) - SHARING.careful[habit])).toBeLessThan(4 * SE)
  }
  // Whoever pays nothing has no card.
  expect(share('card')).toBeGreaterThan(0.1)
  expect(share('card')).toBeLessThan(SHARING.careful.card + 4 * SE)
})

test('accounts with a common card pay by one that others have too, and no others do', () => {
  const accounts = rowsOf<Account>(join(folder, 'account.jsonl'))
  const payers = new Map<string, number>()
  for (const { payment_hash } of accounts) {
    if (payment_hash) payers.set(payment_hash, (payers.get(payment_hash) ?? 0) + 1)
  }
  const own = new Set(operators())
  for (const { account_id, payment_hash } of accounts.filter((one) => own.has(one.account_id))) {
    if (made.habits.get(account_id)?.card) continue
    expect(payment_hash ? payers.get(payment_hash) : 1).toBe(1)
  }
  const shared = operators().filter((id) => made.habits.get(id)?.card)
  const common = accounts.filter(
    ({ account_id, payment_hash }) =>
      shared.includes(account_id) && (payers.get(payment_hash ?? '') ?? 0) > 1,
  )
  expect(common.length).toBeGreaterThan(shared.length * 0.8)
})

test('no file that a product reads says a word of it', () => {
  for (const name of readdirSync(folder)) {
    const text = readFileSync(join(folder, name), 'utf8')
    expect(text).not.toMatch(/"(?:habits|exits|disguise|keepsTemplate|crosses)"/)
  }
})

test('a world has each shape at each discipline', () => {
  const levels = new Map<string, string[]>()
  for (const choice of PRESETS.timing.scenarios) {
    if (!('discipline' in choice) || choice.discipline === undefined) continue
    levels.set(choice.id, [...(levels.get(choice.id) ?? []), choice.discipline])
  }
  expect(levels.size).toBe(10)
  for (const level of levels.values()) expect(level).toEqual(['sloppy', 'careful', 'disciplined'])
})
