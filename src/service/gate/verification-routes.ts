import type { FastifyInstance } from 'fastify'
import { challengeSecrets, firstSetSecret, type HashSecrets, hashKeyOf } from '../../config/key.js'
import type { ServeSettings } from '../../config/serve.js'
import { makeChallenges } from '../verification/challenges.js'
import { type Desk, openDesk } from '../verification/desk.js'
import { makeInvitations } from '../verification/invitations.js'
import type { Keeper } from '../verification/keeping.js'
import { makeLetters } from '../verification/letters.js'
import { makeLookup } from '../verification/lookup.js'
import { makeSignIns } from '../verification/sign-ins.js'
import { addChallengeRoutes } from './challenge-route.js'
import { addInvitationRoutes } from './invitation-route.js'
import { addLetterRoutes } from './letter-route.js'
import { addSignInRoutes } from './sign-in-route.js'
import { addSignupRoute } from './signup-route.js'

interface VerificationOptions {
  readonly hashSecret: HashSecrets
  readonly keeper: Keeper
  readonly desk?: Desk | undefined
  readonly now?: (() => number) | undefined
}

/** What is asked about those who apply, and of them. */
export function addVerification(
  scope: FastifyInstance,
  { hashSecret, keeper, desk: given, now = Date.now }: VerificationOptions,
  settings: () => ServeSettings,
): void {
  const secrets = challengeSecrets(hashSecret)
  const desk =
    given ??
    openDesk({
      hashKey: hashKeyOf(hashSecret),
      state: settings().state,
      calibration: settings().verification.calibration,
      problem: (problem) =>
        scope.log.warn({ problem }, 'not all that is known of applicants was read'),
    })
  const challenges = makeChallenges({
    secrets,
    days: () => settings().verification.challenge_days,
    lookUp: (record) => makeLookup(settings().verification)(record),
    now,
  })
  const letters = makeLetters({
    secrets,
    settings: () => settings().verification,
    now,
    unsent: (problem) => scope.log.warn({ problem }, 'letter not sent'),
  })
  const signIns = makeSignIns({
    secrets,
    personSecret: firstSetSecret(hashSecret),
    settings: () => settings().verification,
    now,
    failed: (issuer, problem) => scope.log.warn({ issuer, problem }, 'issuer not answered'),
  })
  // Before the gate waits for what is in hand: a mail server or an issuer that hangs is not waited for.
  scope.addHook('preClose', async () => {
    letters.close()
    signIns.close()
  })
  scope.addHook('onClose', async () => desk.close())
  addSignupRoute(scope, { desk, keeper, now })
  addChallengeRoutes(scope, challenges)
  addLetterRoutes(scope, letters)
  const days = () => settings().verification.challenge_days
  addInvitationRoutes(scope, makeInvitations({ secrets, days, now }))
  addSignInRoutes(scope, signIns)
}
