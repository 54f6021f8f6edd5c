import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Person, ROLES } from '../../domain/people.js'
import { decideAct, remember } from '../act.js'
import { newState } from '../state.js'

const NOW_MS = 1_800_000_000_000
const PEOPLE: readonly Person[] = ['alice', 'bob'].map((name) => ({
  ...{ name, roles: ROLES },
  sha256: name.slice(0, 1).repeat(64),
}))
const WORLD = {
  ...{ nowMs: NOW_MS, policies: [], restrictions: [], canErase: true },
  guards: { isConnected: true, isKilled: false, neverTouch: new Set<string>(), company: [] },
}

function trail() {
  const state = newState()
  let ids = 0
  const ask = (who: number, deed: string, input: object, channels = new Set<string>()) => {
    const person = PEOPLE[who] ?? PEOPLE[0]
    if (person === undefined) throw new Error('nobody')
    ids += 1
    const world = { ...WORLD, channels }
    const acted = decideAct(state, { person, deed, input, world, people: PEOPLE, id: `id-${ids}` })
    if (acted.kind !== 'refused') remember(state, { ...acted.act, at_ms: NOW_MS })
    return acted
  }
  const act = (who: number, deed: string, partner_id = 'north') =>
    ask(who, deed, { partner_id, reason: 'looked at it' })
  /** Brings a file of so many bytes. */
  const bring = (who: number, bytes: string, partner_id = 'north', channels?: Set<string>) =>
    ask(
      who,
      'receive_told',
      { partner_id, sha256: bytes.repeat(64), bytes: bytes.length },
      channels,
    )
  return { state, ask, act, bring }
}

test('one person pauses a partner, and two resume it', () => {
  const { state, act } = trail()
  expect(act(0, 'pause_partner').kind).toBe('done')
  expect(act(1, 'pause_partner')).toMatchObject({ why: 'SO_ALREADY' })
  expect(act(0, 'resume_partner').kind).toBe('proposed')
  expect(act(0, 'resume_partner')).toMatchObject({ why: 'SAME_PERSON' })
  expect([...state.paused]).toEqual(['north'])
  expect(act(1, 'resume_partner').kind).toBe('done')
  expect([...state.paused]).toEqual([])
  expect(act(0, 'resume_partner')).toMatchObject({ why: 'NOT_THERE' })
})

test('two people vouch for a partner, again after a while, and not while it is paused', () => {
  const { act } = trail()
  expect(act(0, 'vouch_for_partner').kind).toBe('proposed')
  expect(act(0, 'vouch_for_partner')).toMatchObject({ why: 'SAME_PERSON' })
  expect(act(1, 'vouch_for_partner').kind).toBe('done')
  expect(act(1, 'vouch_for_partner').kind).toBe('proposed')
  // Whoever agrees must know of the pause.
  act(1, 'pause_partner')
  expect(act(0, 'vouch_for_partner')).toMatchObject({ why: 'NOT_THERE' })
  act(0, 'resume_partner')
  act(1, 'resume_partner')
  expect(act(0, 'vouch_for_partner').kind).toBe('proposed')
})

test('a file is a partner’s word where two people bring the same bytes by the same name', () => {
  const { act, bring } = trail()
  expect(bring(0, 'a').kind).toBe('proposed')
  expect(bring(0, 'a')).toMatchObject({ why: 'SAME_PERSON' })
  expect(bring(1, 'b').kind).toBe('proposed')
  expect(bring(1, 'a', 'south').kind).toBe('proposed')
  expect(bring(1, 'a').kind).toBe('done')
  // What is brought once more is proposed once more.
  expect(bring(1, 'a').kind).toBe('proposed')
  // A pause keeps nobody from telling.
  act(0, 'pause_partner')
  expect(bring(0, 'a').kind).toBe('done')
})

test('a partner with a channel of its own speaks by no file, also where one was proposed before it had it', () => {
  const { bring } = trail()
  const channels = new Set(['north'])
  expect(bring(0, 'a', 'north', channels)).toMatchObject({ why: 'HAS_CHANNEL' })
  expect(bring(0, 'a', 'south', channels).kind).toBe('proposed')
  expect(bring(0, 'a').kind).toBe('proposed')
  expect(bring(1, 'a', 'north', channels)).toMatchObject({ why: 'HAS_CHANNEL' })
  expect(bring(1, 'a').kind).toBe('done')
})

test('a reason that is too short is told how long one is', () => {
  const { state, ask } = trail()
  expect(ask(0, 'pause_partner', { partner_id: 'north', reason: 'x' })).toMatchObject({
    ...{ why: 'INPUT_INVALID', places: ['reason: 3 characters at least'] },
  })
  expect(state.paused.size).toBe(0)
})

test.each(['', 'North', '-n', 'a b', 'n'.repeat(33), "n' OR 1"])('%j is no partner', (id) => {
  expect(trail().act(0, 'pause_partner', id)).toMatchObject({ why: 'INPUT_INVALID' })
})

test('in whatever order, nobody alone makes the word of a paused partner count', () => {
  const doing = fc.record({
    who: fc.nat({ max: 1 }),
    deed: fc.constantFrom('pause_partner', 'resume_partner'),
  })
  fc.assert(
    fc.property(fc.array(doing, { maxLength: 30 }), (doings) => {
      const { state, act } = trail()
      // Who has asked to resume since the last pause.
      let asked = new Set<number>()
      for (const { who, deed } of doings) {
        const wasPaused = state.paused.has('north')
        const done = act(who, deed).kind !== 'refused'
        if (deed === 'pause_partner') {
          if (done) asked = new Set()
          continue
        }
        if (wasPaused && done) asked.add(who)
        if (wasPaused && !state.paused.has('north')) expect(asked.size).toBe(2)
      }
    }),
  )
})
