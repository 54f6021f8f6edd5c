/**
 * What two people let leave, and what became of telling it. Pure: whether something is given out follows from what people did and
 * from the clock, and is kept nowhere.
 */
import { isAsStrict } from '../domain/indicator.js'
import type { Doing, World } from './deed.js'
import {
  DELIVERY_STEPS,
  type Delivery,
  type DeliveryStep,
  type DeliverySteps,
  type Share,
  type Whom,
} from './share.js'
import type { State } from './state.js'

/** By anybody whom it was released to: two people want it, nobody withdrew it, and its time is not over. */
export const isGivenOut = ({ withdrawn_ms, expires_ms }: Share, nowMs: number): boolean =>
  withdrawn_ms === null && nowMs < expires_ms

/** What is given to a partner or a collection now, in the order of release. */
export const sharesFor = (
  { shares }: Pick<State, 'shares'>,
  to: string,
  nowMs: number,
): readonly Share[] =>
  [...shares.values()].filter((one) => one.to.includes(to) && isGivenOut(one, nowMs))

/**
 * The shares in force of campaigns of an account that is let go, for the answer and the trail. They may tell what it carries, and tell of
 * others as well: so people look at each anew, and withdraw it where it does.
 */
export function standingTold(
  { shares }: Pick<State, 'shares'>,
  { line, nowMs }: Pick<World, 'line' | 'nowMs'>,
): Readonly<Record<string, string>> {
  const { campaigns, lacks } = line ?? { campaigns: [] }
  const named = new Set(campaigns)
  const standing = [...shares.values()].filter(
    (one) => named.has(one.campaign_id) && isGivenOut(one, nowMs),
  )
  return {
    ...(lacks === undefined ? {} : { line_lacks: lacks }),
    ...(standing.length === 0
      ? {}
      : { shares_standing: standing.map(({ share_id }) => share_id).join('\n') }),
  }
}

/** Of what {@link standingTold} said, for the ruling. */
export const standingOf = ({ line_lacks, shares_standing }: Doing['told']) => ({
  line_lacks,
  shares_standing: shares_standing?.split('\n'),
})

/** These go back, for good: also when whoever said so says otherwise later. */
export function withdrawAll(
  { shares, proposals }: Pick<State, 'shares' | 'proposals'>,
  share_ids: readonly string[],
  at_ms: number,
): void {
  for (const one of share_ids.flatMap((id) => shares.get(id) ?? [])) {
    one.withdrawn_ms ??= at_ms
    voidRelease({ proposals }, one.sha256)
  }
}

/** What somebody proposed before they knew that it was withdrawn. */
export function voidRelease({ proposals }: Pick<State, 'proposals'>, sha256: string): void {
  proposals.delete(`release_share\n${sha256}`)
}

const deliveryId = (share_id: string, to: string, what: Delivery['what']): string =>
  `${share_id}.${to}${what === 'withdrawal' ? '.withdrawn' : ''}`

const isSettled = ({ accepted, refused, given_up }: DeliverySteps): boolean =>
  (accepted ?? refused ?? given_up) !== undefined

type Sharing = Pick<State, 'shares' | 'deliveries'>
/** By the names that shares go to. */
export type Everybody = ReadonlyMap<string, Whom>

/** What partners can be told now of {@link deliveriesWaiting}. */
export const deliveriesDue = (
  state: Sharing,
  everybody: Everybody,
  nowMs: number,
): readonly Delivery[] =>
  deliveriesWaiting(state, nowMs).filter(
    (one) => everybody.get(one.to)?.isTold === true && hindranceOf(one, everybody) === undefined,
  )

/** What of it nobody can be told by the settings as they are now, and why. */
export const deliveriesHeld = (
  state: Sharing,
  everybody: Everybody,
  nowMs: number,
): readonly (Delivery & { readonly cause: string })[] =>
  deliveriesWaiting(state, nowMs).flatMap((one) => {
    const cause = hindranceOf(one, everybody)
    return cause === undefined ? [] : [{ ...one, cause }]
  })

/** That something was withdrawn is told to whoever may have it, whatever they are trusted with by now. */
function hindranceOf({ what, share, to }: Delivery, everybody: Everybody): string | undefined {
  const whom = everybody.get(to)
  if (whom === undefined) return 'not in the settings'
  const isTrusted = what === 'withdrawal' || isAsStrict(share.marking, whom.strictest)
  return isTrusted ? undefined : 'not trusted with its marking'
}

/**
 * What is still to be told, in the order of release: what is given out, and that it no more is where somebody withdrew what may have
 * arrived. That the time of it is over it says itself.
 */
function deliveriesWaiting({ shares, deliveries }: Sharing, nowMs: number): readonly Delivery[] {
  const stepsOf = (id: string) => deliveries.get(id) ?? {}
  return [...shares.values()].flatMap((share) =>
    share.to.flatMap((to): readonly Delivery[] => {
      const what = share.withdrawn_ms === null ? 'share' : 'withdrawal'
      const told = stepsOf(deliveryId(share.share_id, to, 'share'))
      if (what === 'share' && !isGivenOut(share, nowMs)) return []
      if (what === 'withdrawal' && told.sent === undefined) return []
      const delivery_id = deliveryId(share.share_id, to, what)
      const steps = stepsOf(delivery_id)
      return isSettled(steps) ? [] : [{ delivery_id, what, share, to, steps }]
    }),
  )
}

/** All deliveries of a share, for whoever looks at it. */
export const deliveriesOf = (
  { deliveries }: Pick<State, 'deliveries'>,
  { share_id, to }: Share,
): readonly {
  readonly to: string
  readonly what: Delivery['what']
  readonly steps: DeliverySteps
}[] =>
  to.flatMap((one) =>
    (['share', 'withdrawal'] as const).flatMap((what) => {
      const steps = deliveries.get(deliveryId(share_id, one, what))
      return steps === undefined ? [] : [{ to: one, what, steps }]
    }),
  )

const ACTION = /^delivery_(\w+)$/
export const deliveryAction = (step: DeliveryStep): string => `delivery_${step}`
export const isOfDelivery = (action: string): boolean => ACTION.test(action)

interface DeliveryEntry {
  readonly action: string
  readonly at_ms: number
  readonly facts: Readonly<Record<string, unknown>>
}

/** Takes in what the service noted of telling a partner. */
export function takeDelivery(
  { deliveries }: Pick<State, 'deliveries'>,
  { action, at_ms, facts }: DeliveryEntry,
): void {
  const step = DELIVERY_STEPS.find((one) => deliveryAction(one) === action)
  if (step === undefined) return
  const known = deliveries.get(`${facts.id}`) ?? {}
  if (known[step] === undefined) deliveries.set(`${facts.id}`, { ...known, [step]: at_ms })
}
