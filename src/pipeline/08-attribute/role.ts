import type { MemberRole } from '../../domain/findings.js'

/** What the role of a member of a campaign is told from. */
export interface Standing {
  /** What the judge saw: an operator, or a history or second life of its own. */
  readonly standing: MemberRole
  readonly verdict: string
  /** Exchanges that were answered, and those of them that the campaign took. */
  readonly answered: string
  readonly taken: string
  /** Exchanges whose text is one that everybody sends. */
  readonly ordinary: string
  /** Of all that the campaign's members were answered, the share that was taken. */
  readonly campaign_taken_share: number
}

/**
 * So many bits against that an account takes its part and only happens to have taken nothing: one of a
 * thousand. Below it nobody can tell, and the account stays what the judge called it.
 */
const ABSENT_BITS_MIN = 10
/** A mark may miss what an operator sends, so a customer shows by everybody's texts that it lives. */
const ORDINARY_MIN = 3
const ORDINARY_SHARE_MIN = 0.2

/**
 * Guilt is not contagious: an account with its own long, proven history is a victim until shown else. Whoever
 * is of the same make as a pool, lives as everybody does and takes nothing, where the pool takes much of all that
 * it is answered, bought from the same shelf or is sold access through it: a customer. Who stands at `act` has
 * shown by itself what it does.
 */
export function roleOf(member: Standing): MemberRole {
  if (member.standing !== 'operator') return member.standing
  if (member.verdict === 'act' || Number(member.taken) > 0) return 'operator'
  const answered = Number(member.answered)
  const ordinary = Number(member.ordinary)
  if (ordinary < Math.max(ORDINARY_MIN, ORDINARY_SHARE_MIN * answered)) return 'operator'
  const absent = -Math.log2(Math.max(1e-6, 1 - member.campaign_taken_share))
  return answered * absent >= ABSENT_BITS_MIN ? 'customer' : 'operator'
}
