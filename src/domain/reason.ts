/**
 * A reason for an account's standing: a word that programs may hold to, and what is known, for whoever has to answer
 * for it or is concerned. Reasons that are a detector's id have no sentence: its page is one.
 */
export const reason = (word: string, text: string) => `${word}: ${text}`

/** The word of a reason, its sentence left out. */
export const wordOf = (given: string) => given.split(':', 1)[0] ?? ''

/** Why a member of a campaign is not to be acted on: what is known, and what a person can find out. */
export const SPARED = {
  'two-lives': {
    known:
      'leads two lives: one program, or the time before, has hardly anything of what the rest of its exchanges ask for',
    check:
      'That is how a stolen key looks, or access that its owner bought besides. Ask the owner which of the two is theirs, and have the key changed where one is not.',
  },
  'verified-organisation': {
    known: 'belongs to a verified organisation and sends what the campaign sends',
    check:
      'It may be a stolen key, one employee, or work that shares its texts. Ask the organisation whose requests they are; nothing here shows a theft.',
  },
  'proven-customer': {
    known:
      'is a proven customer, by age, payment and proof of identity or by a ruling, and sends what the campaign sends',
    check:
      'It may be a stolen key, or an ordinary customer who shares its texts or its way out. Ask whose requests they are before a key is changed; nothing here shows a theft.',
  },
  'old-account': {
    known: 'is half a year old or more, and nothing that it asks for itself trains',
    check:
      'It may be a stolen key, or whoever shares a text with the campaign. Ask whose requests they are; nothing here shows a theft.',
  },
  'took-nothing': {
    known: 'took nothing where the others take much, and sends what everybody sends',
    check:
      'It may have bought its access from the operator, or be a stranger with the same shelf. Tell it what it is sold; its own requests are its own.',
  },
} as const
export type Spared = keyof typeof SPARED

export const isSpared = (word: string): word is Spared => Object.hasOwn(SPARED, word)

/**
 * The judge's reasons begin with a role and a cluster, if the account is of one. The campaign has a name of its own by
 * now, and may have given it another role; of a cluster that is no campaign, nobody is an operator.
 */
export function reasonsTold(reasons: readonly string[], role: string): readonly string[] {
  const [judged = '', cluster = '', ...rest] = reasons
  if (role === 'customer') {
    return [role, reason('took-nothing', SPARED['took-nothing'].known), ...rest]
  }
  if (role !== '') return [role, ...rest]
  return judged === 'operator' || judged === 'victim'
    ? [
        reason('group', `of cluster ${cluster}, which is watched as a whole and is no campaign`),
        ...rest,
      ]
    : reasons
}
