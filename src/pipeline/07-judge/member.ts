// What is an account of a judged cluster? Guilt is not contagious: who is tied to a campaign is an operator of
// it for what it does itself, and a victim where it has a life of its own beside the harvest. Customers are told
// later, by what was taken through whom.

export interface SubjectEvidence {
  readonly subject_id: string
  readonly extraction_millibits: number
  readonly families: readonly (readonly [family: string, detector: string, millibits: number])[]
}

export interface MemberFacts {
  readonly cluster_id: string
  readonly account_id: string
  readonly is_core: number
  readonly weight_millibits: number
  readonly links: number
  /** Exchanges in texts that hardly anybody outside the cluster sends. */
  readonly family_exchanges: string
  /** And in texts that hardly anybody sends who asks for nothing that trains. */
  readonly known_exchanges: string
  /** Half of its exchanges are under a system prompt that fewer than three seeds of its cluster send. */
  readonly has_own_program: boolean
  readonly mission_millibits: number
  readonly asked_millibits: number
  readonly other_life_bits: number
  readonly is_reference: number
  readonly is_organization_verified: number
  readonly is_known: number
  readonly age_days: string
  readonly age_days_typical: number
}

/** What an account needs of its own to count as a member that circumstance alone ties to a campaign. */
export const OWN_EXTRACTION_MILLIBITS_MIN = 3000
/** Or so many exchanges cut from texts that the cluster is known by. */
export const FAMILY_EXCHANGES_MIN = 2
/** Half a year, and three times the age of the pool around it. Spares the owner of a stolen key. */
const BYSTANDER_DAYS_MIN = 180
const BYSTANDER_AGE_RATIO = 3
/** So many exchanges through one program show what it is used for. */
export const LIFE_EXCHANGES_MIN = 5
/** And on so many days: a life is no afternoon. */
export const LIFE_DAYS_MIN = 3
/** Four to one that a part of its life which hardly harvests is not so quiet by chance. */
const OTHER_LIFE_BITS_MIN = 2
/** Sixteen to one. */
const PLAIN_LIFE_BITS_MIN = 4

export interface Standing {
  readonly role: 'operator' | 'victim'
  readonly verdict: string
}

/** The role and verdict of an account in a cluster that was judged; undefined where it is no member. */
export function standingOf(
  member: MemberFacts,
  evidence: SubjectEvidence | undefined,
  cluster: { readonly verdict: string; readonly rests: string },
): Standing | undefined {
  const own = ownHarvest(evidence)
  if (member.is_core === 0 && !partakes(member, own)) return undefined
  if (isVictim(member, own)) return { role: 'victim', verdict: 'watch' }
  // Whom one cause alone ties to a core, a lecture or a tutorial, is not accused for it.
  const isTiedByOneCause = member.is_core === 0 && cluster.rests !== ''
  if (isTiedByOneCause || cluster.verdict === 'watch') return { role: 'operator', verdict: 'watch' }
  const mayAct = !isAged(member) && member.other_life_bits < PLAIN_LIFE_BITS_MIN
  // Of whom nothing is on record nobody can say that the key was not stolen.
  const acts = member.is_core === 1 && member.is_known === 1 && mayAct && asks(member, evidence)
  return { role: 'operator', verdict: acts ? cluster.verdict : 'review' }
}

/** Whether the account itself harvests. Who is only tied to who does is for a person to look at. */
const partakes = (member: MemberFacts, own: number) =>
  isOnlyAlike(member)
    ? member.asked_millibits >= OWN_EXTRACTION_MILLIBITS_MIN || livesOnKnownTexts(member)
    : livesOnKnownTexts(member) || harvests(member, own)

/** Texts that hardly anybody outside the cluster sends: who has them has them from where its members do. */
const sendsOwnTexts = (member: MemberFacts) =>
  Number(member.family_exchanges) >= FAMILY_EXCHANGES_MIN

/** No link and no tie holds it. A loop alone, at the pace of a pool, may be anybody's work. */
const isOnlyAlike = (member: MemberFacts) => member.is_core === 0 && member.links === 0

/**
 * What an account shows of a harvest itself. How it uses what it pays for, from the day of a release on and without
 * a ramp, is how a newcomer looks as well: it counts for a pool, and makes no member of anybody.
 */
function ownHarvest(evidence: SubjectEvidence | undefined): number {
  const usage = (evidence?.families ?? []).filter(([family]) => family === 'economy')
  return (evidence?.extraction_millibits ?? 0) - usage.reduce((sum, [, , bits]) => sum + bits, 0)
}

/** By what it asks for; the texts of a pool may be those of a reseller's customers. */
export const harvests = (member: MemberFacts, own: number) =>
  own >= OWN_EXTRACTION_MILLIBITS_MIN ||
  (own >= 0 && member.mission_millibits >= OWN_EXTRACTION_MILLIBITS_MIN)

/**
 * Whether it asks for training data itself, or in its cluster's own words. A loop over words of its own may be
 * the app of a reseller's honest customer.
 */
const asks = (member: MemberFacts, evidence: SubjectEvidence | undefined) =>
  sendsOwnTexts(member) || asksOpenly(evidence)

/** By the content of its requests, or by what it replays: of an account, or of a whole cluster. */
export const asksOpenly = (evidence: SubjectEvidence | undefined) =>
  (evidence?.families ?? []).some(
    ([family, , bits]) =>
      (family === 'content' || family === 'replay') && bits >= OWN_EXTRACTION_MILLIBITS_MIN,
  )

/** The detectors that speak for what an account does itself. */
export const spokenOf = (evidence: SubjectEvidence | undefined): readonly string[] =>
  (evidence?.families ?? []).filter(([, , bits]) => bits > 0).map(([, detector]) => detector)

/**
 * A verified organisation is one, and so is a proven customer: old, paid, and verified by more than a mail address.
 * An old account is one where it does not harvest itself, or leads two lives: a program through which it goes on
 * with what it always did, or a time before, and another that harvests. Where the whole pool is old, as stolen keys
 * are, the two lives must be plain. Old with one life, all of it harvest, may have been bought for the
 * purpose: it is for a person to look at, and never to be acted on by itself.
 */
function isVictim(member: MemberFacts, own: number): boolean {
  if (member.is_organization_verified === 1 || member.is_reference === 1) return true
  return leadsTwoLives(member) || (isAged(member) && !harvests(member, own))
}

/** Plainly, where the whole pool may be old. */
export const leadsTwoLives = (member: MemberFacts) =>
  isAged(member) &&
  member.other_life_bits >= (isOld(member) ? OTHER_LIFE_BITS_MIN : PLAIN_LIFE_BITS_MIN)

/**
 * A turn of phrase that pools use more than others do is met by whoever sends enough texts. Who runs a program of
 * its own, under a system prompt that the cluster does not use, is explained by that.
 */
const livesOnKnownTexts = (member: MemberFacts) =>
  sendsOwnTexts(member) ||
  (Number(member.known_exchanges) >= FAMILY_EXCHANGES_MIN && !member.has_own_program)

const isAged = (member: MemberFacts) =>
  member.is_known === 1 && Number(member.age_days) >= BYSTANDER_DAYS_MIN

/** Aged, and far older than the pool around it. */
const isOld = (member: MemberFacts) =>
  isAged(member) &&
  Number(member.age_days) >= BYSTANDER_AGE_RATIO * Math.max(1, member.age_days_typical)
