import type { Application, Assessment } from '../domain/application.js'
import { ASSESS_SETTINGS, assess } from './assess.js'
import { type AssessorOptions, makeAssessor } from './assessor.js'
import { factsOf } from './facts.js'
import { NO_MARKS } from './marks.js'
import { makeSignups, WINDOW_MS } from './signups.js'

export interface Batch extends AssessorOptions {
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
  const inTime = applications
    .map((application, place) => ({ application, place, atMs: Date.parse(application.applied_at) }))
    .sort((a, b) => a.atMs - b.atMs || a.place - b.place)
  const made = new Array<Assessment>(applications.length)
  if (batch.when === 'then') {
    const assessor = makeAssessor(batch)
    for (const { application, place } of inTime) made[place] = assessor.assess(application)
    return made
  }
  const { reasons, origins, marks = NO_MARKS, settings = ASSESS_SETTINGS } = batch
  const signups = makeSignups()
  const known = inTime.map(({ application, place }) => ({
    facts: factsOf(application, origins),
    place,
  }))
  for (const { facts } of known) signups.add(facts)
  for (const { facts, place } of known) {
    const around = signups.around(facts, facts.at_ms + WINDOW_MS)
    made[place] = assess(reasons, facts, around, marks, settings)
  }
  return made
}
