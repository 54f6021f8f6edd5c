import { reason, SPARED, type Spared } from '../../domain/reason.js'
import {
  FAMILY_EXCHANGES_MIN,
  harvests,
  leadsTwoLives,
  type MemberFacts,
  OWN_EXTRACTION_MILLIBITS_MIN,
} from './member.js'

/** What a member asks for, in counts of its own exchanges. */
export interface MemberHabit {
  readonly account_id: string
  readonly exchanges: string
  /** Exchanges by class of elicitation. */
  readonly kinds: readonly string[]
  readonly worded: string
  readonly foreign_turns: string
  /** Answers that open with the tag which most of its answers open with. */
  readonly opened: string
}

/** Classes of elicitation by their place, in the words of whoever detects them. */
export type KindNames = ReadonlyMap<number, string>

/** Fewer answers open with one tag by chance. */
const OPENED_MIN = 3

/**
 * What made an account of a judged cluster what it is: for an operator how it is tied and what it sends itself, for a
 * victim first what spares it. One word says no customer why.
 */
export function groundsOf(role: string, grounds: Grounds): readonly string[] {
  const { member, own } = grounds
  const sent = [...sentTexts(member), ...sentKinds(grounds)]
  if (role !== 'operator') {
    const word = sparedFor(member)
    return [reason(word, SPARED[word].known), ...sent]
  }
  const isTiedAlone = sent.length === 0 && !harvests(member, own)
  return [tieOf(member), ...sent, ...(isTiedAlone ? [LINKS_ALONE] : [])]
}

export interface Grounds {
  readonly member: MemberFacts
  /** Its own evidence of extraction. */
  readonly own: number
  readonly habit: MemberHabit | undefined
  readonly kinds: KindNames
}

const LINKS_ALONE = reason(
  'links-alone',
  'of what it sends itself nothing shows a harvest; its links alone make it a member',
)

function tieOf({ is_core, links }: MemberFacts): string {
  if (is_core === 1) return reason('linked', 'links that take one controller hold it')
  return links === 0
    ? reason('alike', 'no link holds it; it asks for the same as the pool, at the same pace')
    : reason('circumstance', 'circumstance alone ties it, so what it sends itself decides')
}

function sparedFor(member: MemberFacts): Spared {
  if (leadsTwoLives(member)) return 'two-lives'
  if (member.is_organization_verified === 1) return 'verified-organisation'
  return member.is_reference === 1 ? 'proven-customer' : 'old-account'
}

function sentTexts(member: MemberFacts): readonly string[] {
  const [own, known] = [Number(member.family_exchanges), Number(member.known_exchanges)]
  if (own >= FAMILY_EXCHANGES_MIN) {
    return [reason('own-texts', `${own} of its exchanges carry texts that mostly its group sends`)]
  }
  return known >= FAMILY_EXCHANGES_MIN
    ? [reason('known-texts', `${known} of its exchanges carry texts that its group is known by`)]
    : []
}

function sentKinds({ member, own, habit, kinds }: Grounds): readonly string[] {
  const { mission_millibits, asked_millibits } = member
  if (own < 0 || mission_millibits < OWN_EXTRACTION_MILLIBITS_MIN) return []
  const bits = (mission_millibits / 1000).toFixed(1)
  if (asked_millibits < OWN_EXTRACTION_MILLIBITS_MIN) {
    return [reason('loop', `it sends ever new items in a text that is uncommon: ${bits} bits`)]
  }
  const opened = Number(habit?.opened ?? 0)
  const counts = habit === undefined ? [] : habitCounts(habit, kinds)
  const told = counts.length === 0 ? '' : `: of ${habit?.exchanges} exchanges ${counts.join(', ')}`
  return [
    reason('mission', `its own requests look like a harvest by ${bits} bits${told}`),
    ...(opened >= OPENED_MIN
      ? [reason('habit', `${opened} of its answers open with one tag`)]
      : []),
  ]
}

/** "12 reasoning-elicitation, 4 reward-model-grading", the commonest first. */
function habitCounts(habit: MemberHabit, names: KindNames): readonly string[] {
  const counts = new Map<string, number>()
  const add = (name: string, count: number) => {
    if (count > 0) counts.set(name, (counts.get(name) ?? 0) + count)
  }
  for (const [place, count] of habit.kinds.entries()) {
    add(names.get(place) ?? 'of other kinds that train', Number(count))
  }
  add('in the wording of a harvest', Number(habit.worded))
  add('with answers that were never served here', Number(habit.foreign_turns))
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([name, count]) => `${count} ${name}`)
}
