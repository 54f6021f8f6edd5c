import type { Program, Proof } from '../domain/application.js'

interface ProgramRules {
  /** Any one of each list must be held before anything is granted. */
  readonly required: readonly (readonly Proof[])[]
  /** What is asked beyond them where there is doubt, the easiest to give first. */
  readonly extra: readonly Proof[]
}

/** Proofs by programme. An invitation by a verified organisation stands for what its members would have to show. */
export const PROGRAM_RULES: Readonly<Record<Program, ProgramRules>> = {
  none: { required: [['mail']], extra: ['phone', 'payment', 'identity'] },
  education: {
    required: [['institution_mail', 'institution_sign_in', 'documents', 'invitation']],
    extra: ['phone', 'documents', 'identity'],
  },
  research: {
    required: [['institution_mail', 'institution_sign_in', 'documents', 'invitation']],
    extra: ['phone', 'documents', 'identity'],
  },
  startup: {
    required: [['domain_dns', 'invitation', 'documents']],
    extra: ['phone', 'documents', 'identity'],
  },
}

/** One proof of each group that lacks one: the first, which is the easiest. */
export const requiredOf = (program: Program, held: ReadonlySet<Proof>): readonly Proof[] =>
  PROGRAM_RULES[program].required
    .filter((group) => !group.some((proof) => held.has(proof)))
    .flatMap(([first]) => (first === undefined ? [] : [first]))
