/**
 * Whose turn it is.
 *
 * A sloppy pool goes round. The others draw, which leaves gaps as people do; where each account has
 * only a few requests to spend they deal, so that nobody is used twice as often as the next. Who is
 * dead, unborn, resting or asleep is passed over.
 */

import type { Random } from '../random.js'
import type { Discipline } from './discipline.js'
import type { Member, Pool } from './pool.js'

export type Turns = (atMs: number, other?: Member) => Member | undefined

const HOUR_MS = 3_600_000
/** Candidates looked at before a job is dropped; after most of them a taker need not cross. */
const ATTEMPTS_MAX = 60
const ATTEMPTS_CHOOSY = 50

export const createTurns = (
  random: Random,
  pool: Pool,
  manner: { readonly discipline: Discipline; readonly isDealt: boolean },
): Turns => {
  const born = new Map<Member, number>()
  const bornAt = (member: Member): number => {
    const known = born.get(member)
    if (known !== undefined) return known
    const atMs = Date.parse(member.sender.account.created_at)
    born.set(member, atMs)
    return atMs
  }
  const isUsable = (member: Member, fromMs: number, toMs: number): boolean =>
    member.diesAtMs > fromMs &&
    bornAt(member) <= toMs &&
    (member.usedFromMs ?? 0) <= toMs &&
    (member.usedUntilMs ?? Number.POSITIVE_INFINITY) > fromMs
  // Conversations run ahead of the queue, so hours come back: each is worked out once.
  const rosters = new Map<number, readonly Member[]>()
  const roster = (atMs: number): readonly Member[] => {
    const hour = Math.floor(atMs / HOUR_MS)
    const known = rosters.get(hour)
    if (known) return known
    const usable = pool.members.filter((member) =>
      isUsable(member, hour * HOUR_MS, (hour + 1) * HOUR_MS),
    )
    const awake = usable.filter((member) => isAwake(member, hour))
    // At an hour when all of them sleep, a queue that must be emptied wakes them.
    const onDuty = awake.length > 0 ? awake : usable
    rosters.set(hour, onDuty)
    return onDuty
  }
  const draw = createDraw(random, manner)
  return (atMs, other) => {
    const members = roster(atMs)
    for (let attempt = 0; attempt < ATTEMPTS_MAX && members.length > 0; attempt += 1) {
      const member = draw(members)
      if (!member || member === other || !isUsable(member, atMs, atMs)) continue
      if (other && !member.crosses && attempt < ATTEMPTS_CHOOSY) continue
      return member
    }
    return undefined
  }
}

/** From seven in the morning to one at night, where the account claims to live. */
const isAwake = (member: Member, hour: number): boolean => {
  if (member.sleepsAtOffset === undefined) return true
  const local = (((hour + member.sleepsAtOffset) % 24) + 24) % 24
  return local >= 7 || local < 1
}

const createDraw = (
  random: Random,
  manner: { readonly discipline: Discipline; readonly isDealt: boolean },
): ((members: readonly Member[]) => Member | undefined) => {
  let next = 0
  let deck: Member[] = []
  return (members) => {
    if (manner.isDealt) {
      if (deck.length === 0) deck = random.shuffle(members)
      return deck.pop()
    }
    const place =
      manner.discipline === 'sloppy' ? next++ % members.length : random.int(0, members.length - 1)
    return members[place]
  }
}
