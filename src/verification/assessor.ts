import type { Application, Assessment } from '../domain/application.js'
import { ASSESS_SETTINGS, type AssessSettings, assess } from './assess.js'
import type { Reason } from './define.js'
import { factsOf, type Origins } from './facts.js'
import { type Marks, NO_MARKS } from './marks.js'
import { makeSignups } from './signups.js'

export interface AssessorOptions {
  readonly reasons: readonly Reason[]
  readonly origins: Origins
  readonly marks?: Marks
  readonly settings?: AssessSettings
}

export interface Assessor {
  /** Assesses an application by those before it, and remembers it. What is dated after `nowMs` came then. */
  assess(application: Application, nowMs?: number): Assessment
  /** Remembers one that was assessed before. They come in the order of their time. */
  remember(application: Application): void
  /** From now on more is known of accounts. */
  mark(marks: Marks): void
  /** Forgets the oldest, so that as many are left. */
  keep(count: number): void
  readonly size: number
}

/** Assesses applications one by one, as they come. */
export function makeAssessor(options: AssessorOptions): Assessor {
  const { reasons, origins, settings = ASSESS_SETTINGS } = options
  let marks = options.marks ?? NO_MARKS
  const signups = makeSignups()
  return {
    assess: (application, nowMs) => {
      const facts = factsOf(application, origins, nowMs)
      const assessment = assess(reasons, facts, signups.around(facts), marks, settings)
      signups.add(facts)
      return assessment
    },
    remember: (application) => signups.add(factsOf(application, origins)),
    mark: (next) => {
      marks = next
    },
    keep: signups.keep,
    get size() {
      return signups.size
    },
  }
}
