import type { Program, Proof, Tier } from '../domain/application.js'

interface TierRules {
  /** Any one of each list must be held before anything is granted. */
  readonly required: readonly (readonly Proof[])[]
  /** What is asked beyond them where there is doubt, the easiest to give first. */
  readonly extra: readonly Proof[]
}

const OF_INSTITUTION: Readonly<Record<Tier, TierRules>> = {
  starting: {
    required: [['institution_mail', 'institution_sign_in', 'documents', 'invitation']],
    extra: ['phone', 'documents', 'identity'],
  },
  // An address may outlive its holder's years there, and a code is handed on: of more they are there today, and are somebody.
  full: {
    required: [
      ['institution_sign_in', 'documents'],
      ['phone', 'payment', 'identity'],
    ],
    extra: ['documents', 'identity'],
  },
}

/** The same for whichever tier. */
const ORDINARY: TierRules = { required: [['mail']], extra: ['phone', 'payment', 'identity'] }

/**
 * Proofs by programme and tier: more is given to whoever shows more. An invitation by a verified organisation stands for what its
 * members would have to show, at first.
 */
export const PROGRAM_RULES: Readonly<Record<Program, Readonly<Record<Tier, TierRules>>>> = {
  none: { starting: ORDINARY, full: ORDINARY },
  education: OF_INSTITUTION,
  research: OF_INSTITUTION,
  startup: {
    starting: {
      required: [['domain_dns', 'invitation', 'documents']],
      extra: ['phone', 'documents', 'identity'],
    },
    // A domain costs ten dollars: of more there is a company, and somebody who pays or answers for it.
    full: {
      required: [['domain_dns'], ['documents'], ['payment', 'identity']],
      extra: ['phone', 'identity'],
    },
  },
}

/** One proof of each group that lacks one: the first, which is the easiest. */
export const requiredOf = (
  { program, tier }: { readonly program: Program; readonly tier: Tier },
  held: ReadonlySet<Proof>,
): readonly Proof[] =>
  PROGRAM_RULES[program][tier].required
    .filter((group) => !group.some((proof) => held.has(proof)))
    .flatMap(([first]) => (first === undefined ? [] : [first]))
