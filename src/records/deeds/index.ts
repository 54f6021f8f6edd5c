import type { Deed } from '../deed.js'
import * as accounts from './accounts.js'
import * as appeals from './appeals.js'
import * as assessments from './assessments.js'
import * as cases from './cases.js'
import * as enrolmentAppeals from './enrolment-appeals.js'
import * as enrolmentEnds from './enrolment-ends.js'
import * as enrolments from './enrolments.js'
import * as erasures from './erasures.js'
import * as guards from './guards.js'
import * as judgements from './judgements.js'
import * as partners from './partners.js'
import * as people from './people.js'
import * as policies from './policies.js'
import * as rulings from './rulings.js'
import * as sharing from './sharing.js'

/** Everything that a person can do. */
export const DEEDS: readonly Deed<never>[] = Object.freeze(
  [
    ...[policies, guards, rulings, accounts, cases, appeals, assessments, judgements, erasures],
    ...[enrolments, enrolmentAppeals, enrolmentEnds, partners, people, sharing],
  ].flatMap((room) => Object.values(room) as Deed<never>[]),
)
