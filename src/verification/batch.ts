import type { Application, Assessment } from '../domain/application.js'
import { ASSESS_SETTINGS, type AssessSettings, assess } from './assess.js'
import type { Reason } from './define.js'
import { factsOf, type Origins } from './facts.js'
import { type Marks, NO_MARKS } from './marks.js'
import { makeSignups, WINDOW_MS } from './signups.js'

export interface Batch {
  readonly reasons: readonly Reason[]
  readonly origins: Origins
  readonly marks?: Marks
  readonly settings?: AssessSettings
  /**
   * `then`: each as it could be assessed when it came, by those before it. `now`: by those after it as well, which is how a
   * set shows that was not there yet.
   */
  readonly when: 'then' | 'now'
}

/** Assesses applications, in the order in which they are given; they may come in any. */
export function assessAll(
  applications: readonly Application[],
  batch: Batch,
): readonly Assessment[] {
  const { reasons, origins, when, marks = NO_MARKS, settings = ASSESS_SETTINGS } = batch
  const signups = makeSignups()
  const facts = applications.map((one) => factsOf(one, origins))
  const inTime = facts.map((_, at) => at).sort((a, b) => msOf(facts, a) - msOf(facts, b) || a - b)
  if (when === 'now') for (const at of inTime) signups.add(one(facts, at))
  const made = new Array<Assessment>(facts.length)
  for (const at of inTime) {
    const mine = one(facts, at)
    const untilMs = when === 'now' ? mine.at_ms + WINDOW_MS : mine.at_ms
    made[at] = assess(reasons, mine, signups.around(mine, untilMs), marks, settings)
    if (when === 'then') signups.add(mine)
  }
  return made
}

const one = <T>(list: readonly T[], at: number): T => list[at] as T
const msOf = (facts: readonly { readonly at_ms: number }[], at: number): number =>
  facts[at]?.at_ms ?? 0
