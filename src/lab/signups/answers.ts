/** What honest applicants show when they are asked, and what becomes of them. */
import type { Application, Assessment, Proof } from '../../domain/application.js'
import { createRandom, type Random } from '../random.js'
import { type Applicant, cardOf, DAY_MS, HOUR_MS } from './applicants.js'
import { LANDS } from './land.js'

/** How often somebody comes back with what was asked before they give up. */
const ROUNDS_MAX = 3
const SCHOOLS = new Set(LANDS.flatMap(([{ schools }]) => schools))

export interface Outcomes {
  readonly applications: number
  /** Asked for nothing but what the programme asks of everybody. */
  readonly granted_at_once: number
  readonly granted_after_one: number
  readonly granted_after_more: number
  readonly not_granted: number
}

export interface HonestOutcomes {
  readonly innocent: Outcomes
  readonly twins: Readonly<Record<string, Outcomes>>
}

interface Waiting {
  readonly place: number
  readonly atMs: number
  readonly application: Application
  readonly round: number
}

/**
 * Lets every honest applicant of a world come back within three days with what was asked, hours apart and in the order of
 * time among all others, and says of whom something is granted. Sets do not answer. `assess` assesses one as it comes.
 */
export function answerAll(
  world: readonly Applicant[],
  assess: (application: Application) => Assessment,
  seed: string,
): HonestOutcomes {
  const random = createRandom(`answers ${seed}`)
  const waiting: Waiting[] = []
  const extras = new Map<number, number>()
  const granted = new Set<number>()
  const see = ({ place, atMs, application, round }: Waiting) => {
    const assessment = assess(application)
    const who = world[place]
    if (who === undefined || who.set !== undefined) return
    extras.set(place, (extras.get(place) ?? 0) + assessment.extra.length)
    if (assessment.step === 'grant' && assessment.required.length === 0) granted.add(place)
    else if (round < ROUNDS_MAX && assessment.step !== 'person')
      keep(waiting, {
        place,
        atMs: Math.round(atMs + random.uniform(HOUR_MS, 3 * DAY_MS)),
        application: answerOf(random, application, assessment),
        round: round + 1,
      })
  }
  for (const [place, { application, atMs }] of world.entries()) {
    while ((waiting[0]?.atMs ?? Number.POSITIVE_INFINITY) <= atMs) see(waiting.shift() as Waiting)
    see({ place, atMs, application, round: 0 })
  }
  while (waiting.length > 0) see(waiting.shift() as Waiting)

  const outcomesOf = (places: readonly number[]): Outcomes => {
    const after = (wanted: (count: number) => boolean) =>
      places.filter((place) => granted.has(place) && wanted(extras.get(place) ?? 0)).length
    return {
      applications: places.length,
      granted_at_once: after((count) => count === 0),
      granted_after_one: after((count) => count === 1),
      granted_after_more: after((count) => count > 1),
      not_granted: places.length - after(() => true),
    }
  }
  const honest = world.flatMap(({ set }, place) => (set === undefined ? [place] : []))
  const kinds = [...new Set(world.flatMap(({ twin }) => twin ?? []))].sort()
  return {
    innocent: outcomesOf(honest),
    twins: Object.fromEntries(
      kinds.map((kind) => [
        kind,
        outcomesOf(honest.filter((place) => world[place]?.twin === kind)),
      ]),
    ),
  }
}

/** Keeps who waits in the order of time. */
function keep(waiting: Waiting[], one: Waiting): void {
  let [low, high] = [0, waiting.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((waiting[middle]?.atMs ?? 0) <= one.atMs) low = middle + 1
    else high = middle
  }
  waiting.splice(low, 0, one)
}

/** Who has no address at an institution shows a letter of it instead, as the programmes allow. */
function answerOf(
  random: Random,
  application: Application,
  { required, extra }: Assessment,
): Application {
  const isMember = SCHOOLS.has(application.email_domain ?? '')
  const shown = [...required, ...extra].map(
    (proof): Proof => (proof === 'institution_mail' && !isMember ? 'documents' : proof),
  )
  const shows = (...wanted: readonly Proof[]) => shown.some((proof) => wanted.includes(proof))
  return {
    ...application,
    proofs: [...new Set([...(application.proofs ?? []), ...shown])],
    ...(shows('documents', 'identity') ? { document_hash: random.hex(24) } : {}),
    ...(shows('phone') ? { phone_hash: application.phone_hash ?? random.hex(24) } : {}),
    ...(shows('payment') && application.payment_hash == null ? cardOf(random) : {}),
  }
}
