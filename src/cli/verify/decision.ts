import { z } from 'zod'
import { StillwatchError } from '../../domain/errors.js'
import type { AskFlags } from '../asking.js'
import { type ActTold, act, mayBeEnrolment, queueTold, read } from './told.js'

/** What is to become of several, as a deed of the service. */
export interface Decision {
  readonly deed: string
  /** As a person reads it: "suspend". */
  readonly verb: string
  /** What the deed takes beside whom and why. */
  readonly input: Readonly<Record<string, unknown>>
}

const previewTold = z.object({
  enrolments: z.number(),
  unknown: z.array(z.string()),
  states: z.record(z.string(), z.number()),
  programs: z.record(z.string(), z.number()),
  tiers: z.record(z.string(), z.number()),
  granted_now: z.number(),
  appealed: z.number(),
  of_campaigns: z.number(),
  honest_expected: z.number(),
})
export type PreviewTold = z.infer<typeof previewTold>

/** So many the service takes at once. */
export const PORTION = 100

/** Those that are named, in portions that are the same for whoever names the same. */
export function portionsOf(ids: Iterable<string>): readonly (readonly string[])[] {
  const sorted = [...new Set(ids)].sort()
  return Array.from({ length: Math.ceil(sorted.length / PORTION) }, (_, place) =>
    sorted.slice(place * PORTION, (place + 1) * PORTION),
  )
}

export interface Named {
  readonly portions: readonly (readonly string[])[]
  readonly unknown: readonly string[]
}

/** Whom ids name: each the id of a state, or else of an application. */
export async function named(flags: AskFlags, ids: readonly string[]): Promise<Named> {
  const own: string[] = []
  const others = new Set(ids.filter((id) => !mayBeEnrolment(id)))
  for (const portion of portionsOf(ids.filter(mayBeEnrolment))) {
    const nobody = new Set((await previewOf(flags, portion)).unknown)
    own.push(...portion.filter((id) => !nobody.has(id)))
    for (const id of nobody) others.add(id)
  }
  const unknown: string[] = []
  for (const application_id of others) {
    const { enrolments } = queueTold.parse(await read(flags, '', { application_id, limit: '1' }))
    const [one] = enrolments
    if (one === undefined) unknown.push(application_id)
    else own.push(one.enrolment_id)
  }
  return { portions: portionsOf(own), unknown }
}

const previewOf = async (flags: AskFlags, ids: readonly string[]): Promise<PreviewTold> =>
  previewTold.parse(await read(flags, '/preview', { enrolment_ids: ids.join(',') }))

/** What a decision on all portions would do. */
export async function previewed(
  flags: AskFlags,
  { portions, unknown }: Named,
): Promise<PreviewTold> {
  const all: PreviewTold[] = []
  for (const portion of portions) all.push(await previewOf(flags, portion))
  const sum = (of: (one: PreviewTold) => number) =>
    Math.round(10 * all.reduce((total, one) => total + of(one), 0)) / 10
  return {
    enrolments: sum((one) => one.enrolments),
    unknown: [...unknown, ...all.flatMap((one) => one.unknown)],
    states: added(all.map((one) => one.states)),
    programs: added(all.map((one) => one.programs)),
    tiers: added(all.map((one) => one.tiers)),
    granted_now: sum((one) => one.granted_now),
    appealed: sum((one) => one.appealed),
    of_campaigns: sum((one) => one.of_campaigns),
    honest_expected: sum((one) => one.honest_expected),
  }
}

function added(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const [word, count] of all.flatMap((one) => Object.entries(one)))
    counts.set(word, (counts.get(word) ?? 0) + count)
  return Object.fromEntries(counts)
}

export interface Became {
  readonly enrolment_ids: readonly string[]
  /** `failed`: the service was not there, or did not answer. What came of it is not known. */
  readonly state: ActTold['state'] | 'refused' | 'failed' | 'not_tried'
  readonly problem: string
  readonly hint: string
}

type Outcome = Omit<Became, 'enrolment_ids'>

/** Does it portion by portion. What one is refused for says nothing of the next; a service that is gone does. */
export async function decided(
  flags: AskFlags,
  portions: Named['portions'],
  { deed, input }: Decision,
  reason: string,
  tell: (became: Became, place: number) => void,
): Promise<readonly Became[]> {
  const all: Became[] = []
  let isGone = false
  for (const [place, enrolment_ids] of portions.entries()) {
    const outcome: Outcome = isGone
      ? { state: 'not_tried', problem: '', hint: '' }
      : await outcomeOf(() => act(flags, deed, { ...input, enrolment_ids, reason }))
    isGone ||= outcome.state === 'failed'
    const became = { enrolment_ids, ...outcome }
    all.push(became)
    tell(became, place)
  }
  return all
}

async function outcomeOf(work: () => Promise<ActTold>): Promise<Outcome> {
  try {
    return { state: (await work()).state, problem: '', hint: '' }
  } catch (error) {
    if (!(error instanceof StillwatchError)) throw error
    const state = error.code === 'PEOPLE_REFUSED' ? 'refused' : 'failed'
    return { state, problem: error.message, hint: error.hint }
  }
}
