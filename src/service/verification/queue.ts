/** Whom a person has to look at first. Pure. */
import { ENROLMENT_STATES, type Enrolment, type EnrolmentState } from '../../records/enrolment.js'

/** Of one kind the doubtful come first, and of these who waits longest. */
const PLACE: Readonly<Record<EnrolmentState, number>> = {
  appealed: 0,
  applied: 1,
  step_up_asked: 2,
  proof_asked: 2,
  watched: 3,
  suspended: 4,
  granted: 5,
  expired: 6,
}
/** Of whom nothing can be asked a person looks, as of who applied. */
const placeOf = ({ state, asked }: Enrolment): number =>
  state === 'step_up_asked' && asked.length === 0 ? PLACE.applied : PLACE[state]
export const inQueue = (a: Enrolment, b: Enrolment): number =>
  placeOf(a) - placeOf(b) ||
  (b.odds_bits ?? 0) - (a.odds_bits ?? 0) ||
  a.since_ms - b.since_ms ||
  (a.enrolment_id < b.enrolment_id ? -1 : 1)

export interface QueueAsked {
  readonly is: (one: Enrolment) => boolean
  readonly after: number
  readonly limit: number
}

export interface Queue {
  /** How many of those that were asked for there are. */
  readonly all: number
  /** How many of all are in each state. */
  readonly states: Readonly<Record<EnrolmentState, number>>
  readonly page: readonly Enrolment[]
}

/**
 * A page of the queue, by one look at each and without sorting them all: whoever comes behind the page is let go as soon as there
 * are twice as many as it needs.
 */
export function queueOf(enrolments: Iterable<Enrolment>, { is, after, limit }: QueueAsked): Queue {
  const states = Object.fromEntries(ENROLMENT_STATES.map((state) => [state, 0])) as Record<
    EnrolmentState,
    number
  >
  const most = after + limit
  let first: Enrolment[] = []
  let last: Enrolment | undefined
  let all = 0
  for (const one of enrolments) {
    // Of whom the name was erased there is nothing left to decide.
    if (one.application_id === '') continue
    states[one.state] += 1
    if (!is(one)) continue
    all += 1
    if (most === 0 || (last !== undefined && inQueue(last, one) < 0)) continue
    first.push(one)
    if (first.length < 2 * most) continue
    first = first.sort(inQueue).slice(0, most)
    last = first.at(-1)
  }
  return { all, states, page: first.sort(inQueue).slice(after, most) }
}
