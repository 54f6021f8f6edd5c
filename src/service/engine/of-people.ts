import { hashKeyOf } from '../../config/key.js'
import { signingWith } from '../../config/signing.js'
import type { EnrolmentTimes } from '../../records/enrolment.js'
import type { Ledger } from '../../records/ledger.js'
import { fileGuards } from '../connector/guards.js'
import { policiesKnown } from '../decisions/by-people.js'
import type { Log } from '../log.js'
import { makeWho } from '../people/who.js'
import { makePreviews } from '../sharing/previews.js'
import { sourcesOf } from '../sharing/sources.js'
import { everybodyIn, waysOf } from '../sharing/ways.js'
import { endsMsOf } from './ends-clock.js'
import type { EngineMind } from './mind.js'
import type { OfPeople } from './opened.js'
import type { EngineFile, EngineOptions } from './options.js'
import type { Publisher } from './publisher.js'

const HOUR_MS = 3_600_000

/** Who may act, by what file, and what comes of it. */
export const ofPeople = (
  publisher: Publisher,
  hands: () => { readonly file: EngineFile; readonly mind: Pick<EngineMind, 'endsClock'> },
  options: EngineOptions,
  file = () => hands().file,
): OfPeople => ({
  now: options.now,
  endsMs: () =>
    endsMsOf(hands().mind.endsClock, { clockMs: options.clock(), wallMs: options.now() }),
  who: makeWho(() => file().serve, options),
  policies: () => {
    const policy = publisher.policy()
    return policy === undefined ? [] : policiesKnown(policy)
  },
  proposalMs: () => file().serve.proposal_hours * HOUR_MS,
  enrolling: () => timesOf(file()),
  acted: publisher.acted,
  inForce: publisher.inForce,
  signing: () => {
    const key = file().serve.signing_key
    return key === undefined ? undefined : signingWith(key)
  },
  everybody: () => everybodyIn(file().serve.sharing),
  previews: (store, reader, state) =>
    makePreviews({
      ...{ store, reader, now: options.now, log: options.log },
      ways: () => waysOf(file().serve.sharing),
      sources: sourcesOf({
        sharing: () => file().serve.sharing,
        hashKey: () => hashKeyOf(file().hashSecret),
        state: async () => state(),
        now: options.now,
      }),
    }),
  guards: () => fileGuards(file().serve, publisher.policy()),
  // Noted where the store is not: whoever makes the trail anew cannot make this line anew.
  noted: ({ seq, hash }) => options.log.info({ seq, hash }, 'audit'),
})

const DAY_MS = 24 * HOUR_MS

/** For how long something is granted, and an answer waited for. */
export const timesOf = ({ serve: { verification } }: EngineFile): EnrolmentTimes => ({
  programMs: verification.program_days * DAY_MS,
  answerMs: verification.answer_days * DAY_MS,
})

/** That the records are not what was written is nothing that anybody would look for. */
export function tellOfTrail(ledger: Ledger, log: Log): void {
  const [broken, changed] = [ledger.broken(), ledger.changed()]
  if (broken !== null) log.error({ ...broken }, 'the audit trail breaks: nobody can act')
  if (changed > 0)
    log.error({ entries: changed }, 'what people wrote was changed: it does not count')
}
