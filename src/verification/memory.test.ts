import { describe, expect, test } from 'vitest'
import type { Application } from '../domain/application.js'
import { signupWorld } from '../lab/signups/world.js'
import { makeAssessor } from './assessor.js'
import { factsOf } from './facts.js'
import { loadReasons } from './index.js'
import { makeMemory } from './memory.js'
import { makeNames } from './names.js'
import { applied, ORIGINS } from './verification.fixture.js'

const reasons = await loadReasons()

describe('forgetting', () => {
  const made = signupWorld({ seed: '1', applications: 4000, hostile: 0.1, days: 20 })
  const given = made.map(({ application }) => application)
  const LEFT = 700

  test('one by one, who is forgotten counts no more than who never came', () => {
    const remembering = makeAssessor({ reasons, origins: ORIGINS })
    for (const one of given) {
      remembering.assess(one)
      remembering.keep(LEFT)
    }
    const anew = makeAssessor({ reasons, origins: ORIGINS })
    for (const one of given.slice(-LEFT)) anew.assess(one)
    expect(remembering.size).toBe(LEFT)
    // The last ones ask once more: twice is one application, and nothing is changed by it.
    for (const one of given.slice(-200)) expect(remembering.assess(one)).toEqual(anew.assess(one))
  })

  test('values that nobody is left with are forgotten as well, and their numbers given again', () => {
    const memory = makeMemory()
    const facts = (at: number, one: Partial<Application> = {}) =>
      factsOf(
        applied({ payment_hash: `card-${at}`, referrer: 'https://a.example/', ...one }, at),
        ORIGINS,
      )
    for (let at = 0; at < 5000; at++) {
      memory.add(facts(at))
      memory.keep(10)
    }
    const value = (at: number) => memory.numberOf(facts(at).values.payment ?? '')
    expect(value(4980)).toBe(0)
    expect(value(4995)).toBeGreaterThan(0)
    // Three values of each of ten, and what all have.
    expect(value(4999)).toBeLessThan(50)
    expect(memory.holding(memory.numberOf('any payment')).length).toBeLessThanOrEqual(25)
  })

  test('a proof that comes when others came since is theirs from then on, until they are forgotten', () => {
    const memory = makeMemory()
    const shared = (at: number, proofs: Application['proofs'] = ['phone']) =>
      factsOf(applied({ phone_hash: 'p', proofs }, at), ORIGINS)
    const holding = () => memory.holding(memory.numberOf(shared(0).values.phone ?? ''))
    memory.add(shared(0, []))
    memory.add(shared(1))
    memory.add(shared(2))
    memory.add(shared(0))
    expect([...holding()]).toEqual([0, 1, 2])
    memory.keep(1)
    expect(holding().filter((at) => at >= memory.first)).toEqual([2])
    memory.keep(0)
    expect(holding()).toEqual([])
  })
})

test('names are told apart wherever they differ', () => {
  const names = makeNames()
  const texts = ['', 'a', 'b', 'ba', 'mail:0000000000000001', 'phone:0000000000000001']
  for (const [at, text] of texts.entries()) names.set(text, at)
  names.delete('a')
  expect(texts.map((text) => names.get(text))).toEqual([0, undefined, 2, 3, 4, 5])
})
