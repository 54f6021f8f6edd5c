/**
 * Four months of sign-ups with known truth. What is real of it: domains of institutions. Everything else is invented; it
 * shares with the reasons nothing but the contract.
 */
import { createRandom } from '../random.js'
import { type Applicant, DAY_MS, type Discipline, type Span } from './applicants.js'
import { ordinary } from './ordinary.js'
import { fraudulentSet } from './sets.js'
import { TWINS } from './twins.js'

export interface SignupWishes {
  readonly seed: string
  readonly applications: number
  /** Share of them that is of fraudulent sets, a third by each discipline. */
  readonly hostile: number
  readonly startAt?: string
  readonly days?: number
}

const DISCIPLINES: readonly Discipline[] = ['sloppy', 'careful', 'disciplined']

/** In the order of time. The innocent are no others when the sets are left out. */
export function signupWorld(wishes: SignupWishes): readonly Applicant[] {
  const startMs = Date.parse(wishes.startAt ?? '2026-03-02T00:00:00Z')
  const span: Span = { startMs, endMs: startMs + (wishes.days ?? 120) * DAY_MS }
  const random = createRandom(`signups ${wishes.seed}`)
  const made: Applicant[] = []
  const innocent = Math.round(wishes.applications * (1 - wishes.hostile))
  // Every kind of twin twice in ten thousand, and once at least.
  const rounds = Math.max(1, Math.round(wishes.applications / 5000 / 2))
  for (let round = 0; round < rounds; round++)
    for (const [place, twin] of TWINS.entries()) {
      if (made.length > innocent / 2) break
      made.push(...twin(random.split(`twin ${round} ${place}`), span))
    }
  for (let place = 0; made.length < innocent; place++)
    made.push(...ordinary(random.split(`ordinary ${place}`), span))
  const each = Math.round((wishes.applications * wishes.hostile) / DISCIPLINES.length)
  for (const discipline of DISCIPLINES) {
    const draw = random.split(`sets ${discipline}`)
    for (let left = each, place = 0; left > 0; place++) {
      const size = Math.min(left, draw.int(20, 140))
      made.push(...fraudulentSet(draw.split(place), span, discipline, size))
      left -= size
    }
  }
  return made.sort(
    (a, b) =>
      a.atMs - b.atMs || (a.application.application_id < b.application.application_id ? -1 : 1),
  )
}
