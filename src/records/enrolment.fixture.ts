import { type Person, ROLES, type Role } from '../domain/people.js'
import { type Acted, decideAct, remember } from './act.js'
import type { World } from './deed.js'
import { type EnrolmentChange, type EnrolmentState, enrolmentAct, isChange } from './enrolment.js'
import { newState } from './state.js'

export const NOW_MS = 1_800_000_000_000
const person = (name: string, letter: string, roles: readonly Role[] = ROLES): Person => ({
  ...{ name, roles },
  sha256: letter.repeat(64),
})
export const ALICE = person('alice', 'a')
export const BOB = person('bob', 'b')
export const CAROL = person('carol', 'c')
const guards = { isConnected: false, isKilled: false, neverTouch: new Set<string>(), company: [] }

/** What the service saw and people did, one after the other. */
export function desk() {
  const state = newState()
  let ids = 0
  const newId = () => {
    ids += 1
    return `id-${ids}`
  }
  const see = (to: EnrolmentState, more: Partial<EnrolmentChange> = {}): boolean => {
    const change: EnrolmentChange = {
      ...{
        application_id: 'a',
        account_id: 'acct',
        program: 'education',
        tier: 'starting',
        to,
        cause: 'assessed',
      },
      ...{ due_ms: null, asked: [], held: [], input_id: ids + 1, campaign_id: '', ...more },
    }
    if (!isChange(state, change)) return false
    const { subject: _, ...act } = enrolmentAct(state, change, newId)
    remember(state, { ...act, at_ms: NOW_MS })
    return true
  }
  const act = (by: Person, deed: string, input: object, at: Partial<World> = {}): Acted => {
    const world: World = {
      ...{ nowMs: NOW_MS, policies: [], restrictions: [], guards, canErase: true, ...at },
    }
    const people = [ALICE, BOB, CAROL]
    const acted = decideAct(state, { person: by, deed, input, world, people, id: newId() })
    if (acted.kind !== 'refused') remember(state, { ...acted.act, at_ms: world.nowMs })
    return acted
  }
  const one = () => {
    const found = state.enrolments.get(state.enrolmentOf.get('a') ?? '')
    if (found === undefined) throw new Error('there is none')
    return found
  }
  const all = (deed: string, by = ALICE, more: object = {}, at: Partial<World> = {}) =>
    act(by, deed, { enrolment_ids: [one().enrolment_id], reason: 'looked at', ...more }, at)
  return { state, see, act, one, all }
}
