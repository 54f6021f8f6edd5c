import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { keyIdOf } from '../domain/judgement.js'
import { type Person, ROLES, type Role } from '../domain/people.js'
import { type Acted, decideAct, type Remembered, remember } from './act.js'
import { contentDigest } from './assessment.js'
import type { World } from './deed.js'
import { newState } from './state.js'

/** People who weigh hypotheses, one act after the other, and a key that was made for this alone. */

export const NOW_MS = Date.parse('2026-03-01T00:00:00Z')
const person = (name: string, roles: readonly Role[] = ROLES): Person => ({
  ...{ name, roles },
  sha256: name.padEnd(64, '0').replaceAll(/[^0-9a-f]/g, 'e'),
})
export const ALICE = person('alice')
export const BOB = person('bob')
export const CAROL = person('carol', ['analyst'])
const PEOPLE = [ALICE, BOB, CAROL]

// 32 bytes of no secret, in the form that every key of Ed25519 has.
const PRIVATE = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)]),
  ...{ format: 'der', type: 'pkcs8' },
})
export const PUBLIC = createPublicKey(PRIVATE)
export const signing = () => ({
  key_id: keyIdOf(PUBLIC),
  sign: (bytes: Uint8Array) => sign(null, bytes, PRIVATE).toString('base64'),
})

export const DRAFT = {
  ...{ claim: 'One reseller runs both pools.', hypothesis: 'h1', likelihood: 'likely' },
  ...{ confidence: 'moderate', confidence_grounds: 'Two sources that know nothing of each other.' },
  ...{ would_change: 'A card that only one of them ever used.' },
  ...{ review_at: '2026-06-01T00:00:00Z', expires_at: '2026-09-01T00:00:00Z' },
}

export function trail() {
  const state = newState()
  const entries: Remembered[] = []
  let ids = 0
  const act = (by: Person, deed: string, input: object, at: Partial<World> = {}): Acted => {
    const guards = {
      isConnected: true,
      isKilled: false,
      neverTouch: new Set<string>(),
      company: [],
    }
    const world: World = {
      ...{ nowMs: NOW_MS, policies: [], restrictions: [], guards, canErase: true, signing },
      isEvidence: true,
      ...at,
    }
    ids += 1
    const asked = { person: by, deed, input, world, people: PEOPLE, id: `id-${ids}` }
    const acted = decideAct(state, asked)
    if (acted.kind === 'refused') return acted
    const { actor, action, object, facts, hidden } = acted.act
    // As it is read back.
    entries.push(
      JSON.parse(JSON.stringify({ actor, action, object, facts, hidden, at_ms: world.nowMs })),
    )
    remember(state, entries.at(-1) as Remembered)
    return acted
  }
  return { state, entries, act }
}

type Trail = ReturnType<typeof trail>

export const doneId = (acted: Acted): string => {
  if (acted.kind === 'refused') throw new Error(`${acted.why} ${acted.places?.join(', ') ?? ''}`)
  return acted.id
}

/** An assessment with a hypothesis of ours, a fact and an inference, each rated against all three. */
export function opened({ act }: Trail): string {
  const input = { campaign_id: 'campaign_a', question: 'operator' }
  const assessment_id = doneId(act(ALICE, 'open_assessment', input))
  const of = (more: object) => ({ assessment_id, ...more })
  act(ALICE, 'add_hypothesis', of({ text: 'A reseller.' }))
  act(BOB, 'add_fact', of({ text: 'One card pays for both.', evidence_id: 'evidence-1' }))
  act(ALICE, 'add_inference', of({ text: 'One purse.', rests_on: ['e1'] }))
  const cells = { e1: { h1: '+', flag: '+', tool: '--' }, e2: { h1: '+', flag: '-', tool: '-' } }
  for (const [item, ratings] of Object.entries(cells)) {
    for (const [hypothesis, rating] of Object.entries(ratings)) {
      doneId(act(CAROL, 'rate_item', of({ item, hypothesis, rating })))
    }
  }
  return assessment_id
}

/** An assessment with a draft of Carol's, what it is signed by, and who may say what of it. */
export function drafted() {
  const world = trail()
  const assessment_id = opened(world)
  doneId(world.act(CAROL, 'draft_judgement', { assessment_id, ...DRAFT }))
  const one = world.state.assessments.get(assessment_id)
  if (one === undefined) throw new Error('it is not there')
  const sign = (who: typeof ALICE, digest = contentDigest(one), at = {}) =>
    world.act(who, 'sign_judgement', { assessment_id, digest, reason: 'Read all of it.' }, at)
  return { ...world, assessment_id, one, sign }
}

export function signedOnce() {
  const world = drafted()
  doneId(world.sign(ALICE))
  doneId(world.sign(BOB))
  const [version] = world.one.versions
  if (version === undefined) throw new Error('it was not signed')
  return { ...world, version }
}
