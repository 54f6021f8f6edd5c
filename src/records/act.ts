/**
 * What a person does, decided and remembered. Pure: the present is what all entries of the trail make, one after the
 * other, so what a process knows after a crash is what it had written down.
 */

import type { z } from 'zod'
import { holds, isSameName, type Person } from '../domain/people.js'
import { REQUEST_STEPS } from './account-request.js'
import { takeStep } from './account-steps.js'
import type { Entry } from './audit.js'
import { type Deed, type Doing, type Fault, PROPOSAL_MS_MAX, type World } from './deed.js'
import { DEEDS } from './deeds/index.js'
import { isOfEnrolment, takeEnrolment } from './enrolment.js'
import { isOfErasure, takeErasure } from './erasures.js'
import { isOfDelivery, takeDelivery } from './shares.js'
import type { Proposal, State } from './state.js'

export { PROPOSAL_MS_MAX }

export type Refusal = Fault | 'DEED_UNKNOWN' | 'INPUT_INVALID' | 'ROLE_MISSING' | 'TOKEN_REVOKED'

export interface Asked {
  readonly person: Person
  readonly deed: string
  readonly input: unknown
  readonly world: World
  /** Everybody who may act, as the settings have them now. */
  readonly people: readonly Person[]
  /** An id that nothing has. */
  readonly id: string
}

/** A row of the trail and what is kept apart from it. `subject` is not told to the trail. */
export interface Act extends Omit<Entry, 'subject'> {
  readonly subject: readonly [kind: string, id: string] | undefined
  readonly hidden: Readonly<Record<string, unknown>>
}

export type Acted =
  | { readonly kind: 'refused'; readonly why: Refusal; readonly places?: readonly string[] }
  | { readonly kind: 'proposed' | 'done'; readonly act: Act; readonly id: string }

const PROPOSE = 'propose'

/** What comes of it, if it is written down. Changes nothing. */
export function decideAct(state: State, asked: Asked): Acted {
  const { person, people, world, id } = asked
  const deed = DEEDS.find((one) => one.id === asked.deed) as Deed<unknown> | undefined
  if (deed === undefined) return refused('DEED_UNKNOWN')
  if (state.revoked.has(person.sha256)) return refused('TOKEN_REVOKED')
  if (!holds(person, deed.who)) return refused('ROLE_MISSING')
  const parsed = deed.input.safeParse(asked.input)
  if (!parsed.success) {
    return refused(
      'INPUT_INVALID',
      parsed.error.issues.map((issue) => `${issue.path.map(String).join('.')}${boundOf(issue)}`),
    )
  }
  const input = parsed.data
  const fault = deed.fault(input as never, state, world, person.name, person.roles)
  if (typeof fault === 'object') return refused(fault.why, fault.places)
  if (fault !== undefined) return refused(fault, deed.places?.(world))
  const agreed = deed.agreed(input as never, state, world)
  const doing = (names: readonly string[]): Doing => {
    const told = deed.told?.(input as never, world, state, names) ?? {}
    return { by: person.name, at_ms: world.nowMs, id, people: names, told }
  }
  if (agreed === null) return { kind: 'done', id, act: actOf(deed, input, doing([person.name])) }
  const key = keyOf(deed, agreed)
  const first = state.proposals.get(key)
  if (first === undefined || !isStanding(first, { state, people, world })) {
    const facts = { deed: deed.id, proposal_id: id, sha256: person.sha256 }
    // What only the second makes true, a signature say, is not made yet.
    const proposing = { by: person.name, at_ms: world.nowMs, id, people: [person.name], told: {} }
    const act = actOf(deed, input, proposing)
    const hidden = { ...act.hidden, key, input }
    return { kind: 'proposed', id, act: { ...act, action: PROPOSE, facts, hidden } }
  }
  if (isSameName(first.by, person.name) || first.sha256 === person.sha256)
    return refused('SAME_PERSON')
  const act = actOf(deed, input, doing([first.by, person.name]))
  return { kind: 'done', id, act: { ...act, hidden: { ...act.hidden, key } } }
}

/** What a text is too short or too long for. What was sent is never said. */
function boundOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small' && issue.origin === 'string')
    return `: ${issue.minimum} characters at least`
  if (issue.code === 'too_big' && issue.origin === 'string')
    return `: ${issue.maximum} characters at most`
  return ''
}

const refused = (why: Refusal, places?: readonly string[]): Acted => ({
  kind: 'refused',
  why,
  ...(places === undefined ? {} : { places }),
})

const keyOf = ({ id }: { readonly id: string }, agreed: string): string => `${id}\n${agreed}`

export interface Standing {
  readonly state: Pick<State, 'revoked'>
  /** Everybody who may act, as the settings have them now. */
  readonly people: readonly Person[]
  readonly world: Pick<World, 'nowMs' | 'proposalMs'>
}

/**
 * A proposal counts while its time runs and whoever made it still may: by the token it was made with. One from further ahead than
 * that time was made by a clock that was wrong.
 */
export function isStanding(
  { at_ms, by, sha256, deed }: Proposal,
  { state, people, world: { nowMs, proposalMs = PROPOSAL_MS_MAX } }: Standing,
): boolean {
  if (Math.abs(nowMs - at_ms) >= proposalMs || state.revoked.has(sha256)) return false
  const who = people.find((one) => one.name === by && one.sha256 === sha256)
  const may = DEEDS.find(({ id }) => id === deed)?.who
  return who !== undefined && may !== undefined && holds(who, may)
}

function actOf(deed: Deed<unknown>, input: unknown, doing: Doing): Act {
  const keys: readonly string[] = deed.hidden
  const all = Object.entries(input as object)
  const { by, id, people } = doing
  const [toldApart, told] = parted(doing.told, deed.toldApart ?? [])
  const isTold = Object.keys(told).length > 0
  const isToldApart = Object.keys(toldApart).length > 0
  return {
    actor: `person ${by}`,
    action: deed.id,
    object: deed.object(input as never, doing as never),
    subject: deed.subject?.(input as never),
    facts: {
      ...{ id, people, ...(isTold ? { told } : {}) },
      ...Object.fromEntries(all.filter(([key]) => !keys.includes(key))),
    },
    hidden: {
      ...Object.fromEntries(all.filter(([key]) => keys.includes(key))),
      ...(isToldApart ? { [TOLD]: toldApart } : {}),
    },
  }
}

/** Under it lies apart what was told and names somebody; no deed takes an input of this name. */
const TOLD = 'told'

type Told = Doing['told']

const parted = (told: Told, keys: readonly string[]): readonly [apart: Told, open: Told] => {
  const of = (isApart: boolean) =>
    Object.fromEntries(Object.entries(told).filter(([key]) => keys.includes(key) === isApart))
  return [of(true), of(false)]
}

/** An entry of the trail, with what was kept apart from it; empty where that was erased. */
export interface Remembered {
  readonly actor: string
  readonly action: string
  readonly object: string
  readonly at_ms: number
  readonly facts: Readonly<Record<string, unknown>>
  readonly hidden: Readonly<Record<string, unknown>>
}

const STEP = /^account_(\w+)$/

/** What the service notes of a request to the account system. */
export const stepAction = (step: string): string => `account_${step}`

/** Whether an entry changes what is so: what people did, and what came of it. */
export const isRemembered = ({ actor, action }: Pick<Remembered, 'actor' | 'action'>): boolean =>
  actor.startsWith('person ') ||
  STEP.test(action) ||
  isOfErasure(action) ||
  isOfDelivery(action) ||
  isOfEnrolment(action)

/** Takes an entry into the state. */
export function remember(state: State, entry: Remembered): void {
  if (entry.actor.startsWith('person ')) rememberPerson(state, entry)
  else if (isOfErasure(entry.action)) takeErasure(state, entry)
  else if (isOfDelivery(entry.action)) takeDelivery(state, entry)
  else if (isOfEnrolment(entry.action)) takeEnrolment(state, entry)
  else rememberStep(state, entry)
}

function rememberStep(state: State, { action, at_ms, facts }: Remembered): void {
  const step = REQUEST_STEPS.find((one) => stepAction(one) === action)
  if (step === undefined) return
  takeStep(state, { step, at_ms, request_id: `${facts.id}`, cause: `${facts.cause ?? ''}` })
}

function rememberPerson(state: State, entry: Remembered): void {
  const { actor, action, object, at_ms, facts, hidden } = entry
  const by = actor.slice('person '.length)
  if (action === PROPOSE) {
    const { deed, proposal_id, sha256 } = facts as Readonly<Record<string, string>>
    const { key, reason, input } = hidden as Readonly<Record<string, string>>
    const made = { proposal_id: `${proposal_id}`, deed: `${deed}`, sha256: `${sha256}` }
    if (key === undefined) return
    state.proposals.set(key, { ...made, key, object, by, at_ms, reason: reason ?? '', input })
    return
  }
  const deed = DEEDS.find((one) => one.id === action)
  if (deed === undefined) return
  const {
    id,
    people,
    told = {},
    ...open
  } = facts as { id: string } & Pick<Doing, 'people' | 'told'>
  const { key } = hidden
  // What the trail has is sealed; what was kept apart says what the deed lets it, and nothing else.
  const apart = Object.fromEntries(deed.hidden.map((name: string) => [name, hidden[name] ?? '']))
  const [toldApart] = parted((hidden[TOLD] ?? {}) as Told, deed.toldApart ?? [])
  const doing = { by, at_ms, id, people, told: { ...told, ...toldApart } }
  deed.done(state, { ...apart, ...open } as never, doing)
  if (typeof key === 'string') state.proposals.delete(key)
}
