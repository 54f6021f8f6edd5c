import { calibratedConfidence } from '../confidence.js'

/** What a cluster rests on where nearly all its links go through a few accounts; as stage 6 writes it. */
const FEW_ACCOUNTS = 'a few accounts'
/** And where strangers who do the same work may hand it on: that is no cause to doubt a harvest, and no one hand to act on. */
export const HANDED_ON = 'work handed on'
/** What is no explanation but a want of links, or of a hand in those there are: another provider's word is neither. */
const NO_EXPLANATIONS: readonly string[] = ['few links', 'sittings', 'tables']
/** Strangers whose links were made while they sat together are no core. */
const TABLES = 'tables'

/** What is known of a cluster before it is judged. */
export interface ClusterFacts {
  readonly accounts: number
  readonly entities: number
  /** Mean of its members' two best links. */
  readonly weight_millibits: number
  readonly extraction_millibits: number
  /** Strangers in controlled links, and the most customers that hang together by them. */
  readonly core: number
  readonly core_joined: number
  /** The share of its members that ask for training data themselves; a loop alone is any agency's work. */
  readonly harvesting: number
  /** Whether its requests ask for training data, whatever loops they run: by their content, or by replay. */
  readonly asks: boolean
  /** The one cause without which it falls apart, or ''. */
  readonly rests: string
  /** Whether work that is handed on holds it alone, with its text and program. */
  readonly handed: boolean
  /** Whether a partner that is relied on told of it, by what is neither text nor program. */
  readonly vouched: boolean
}

export interface Judgement {
  readonly linkage: number
  readonly extraction: number
  /** Of linkage and extraction, as if they were independent: what verdicts are decided by. */
  readonly product: number
  /** 0 to 100: the share of clusters with such a product that were campaigns where truth was known. */
  readonly confidence: number
  readonly verdict: 'clear' | 'watch' | 'review' | 'act'
}

/**
 * Of clusters of strangers, few are campaigns: in the experiment that the design rests on, 3 of 136.
 * An innocent cluster must be argued out of this prior, not into it.
 */
const EXTRACTION_PRIOR_MILLIBITS = -5500
/**
 * A group that one lecture, office or event explains has an innocent explanation at hand, even where some of its
 * accounts passed something on. Spares the hackathon and the build machines of one team.
 */
export const CAUSE_MILLIBITS = -3000
/** A mean of 14 bits leaves linkage at even odds; a hard link alone, 17, gives 64 to one. */
const LINKAGE_EVEN_MILLIBITS = 14_000
const LINKAGE_SCALE = 2
/** Fewer accounts are a family or a team; whoever they are, a person's time is better spent elsewhere. */
const ENTITIES_MIN = 4
/** Held by circumstance alone, a group must be larger than a team, a class's table or a household; the alike count. */
const COHORT_ENTITIES_MIN = 8
/** A cohort has a core where so many strangers are in controlled links. */
const CORE_MIN = 4
/**
 * Customers of a vendor, and the translators of an agency, are strangers with work of their own. Where most of those
 * around a few accounts ask for training data themselves, it may be a pool in which few take over what others drop:
 * that is for a person to tell from the customers of one vendor's tool.
 */
const STAR_HARVESTING_MIN = 0.5
const REVIEW_MIN = 50
const ACT_MIN = 90

/**
 * The conjunction: one hand, and a harvest. Either alone is no campaign: a class has linkage without
 * extraction, a judge vendor extraction without linkage.
 */
export function judgeCluster(facts: ClusterFacts): Judgement {
  const linkage = probability(
    (LINKAGE_SCALE * (facts.weight_millibits - LINKAGE_EVEN_MILLIBITS)) / 1000,
  )
  const prior = EXTRACTION_PRIOR_MILLIBITS + (facts.rests === '' ? 0 : CAUSE_MILLIBITS)
  const extraction = probability((prior + facts.extraction_millibits) / 1000)
  const hasCore = facts.core >= CORE_MIN && facts.rests !== TABLES
  // Circumstance may name a cohort for a person to look at, and no more; and so may a group that one cause explains,
  // a lesson, an office or a vendor. So may a loop over own texts, with all that comes of working together: five
  // freelancers who carry on each other's drafts have that, and ask for nothing that trains. Learners who review each
  // other's training examples ask for it: of them the log shows nothing that only one hand has.
  const product = linkage * extraction
  const mayAct = facts.core_joined >= CORE_MIN && facts.rests === '' && !facts.handed && facts.asks
  const score = Math.min(mayAct ? 100 : ACT_MIN - 1, Math.floor(100 * product))
  const calibrated = calibratedConfidence(Math.min(product, mayAct ? 1 : (ACT_MIN - 1) / 100))
  // Whoever reads a confidence beside a verdict finds them on the same side of even odds.
  const confidence =
    score >= REVIEW_MIN ? Math.max(REVIEW_MIN, calibrated) : Math.min(REVIEW_MIN - 1, calibrated)
  // What another provider saw in a campaign of its own is no vendor's custom, no household's and no reader's of one tutorial. So its
  // word speaks against that explanation, for a person to look at what is linked and harvests by our own evidence. It adds nothing to
  // the score, and `act` needs a core that rests on no one cause.
  const isStar = facts.rests === FEW_ACCOUNTS && facts.harvesting < STAR_HARVESTING_MIN
  const isExplained = facts.rests !== '' && !NO_EXPLANATIONS.includes(facts.rests)
  const isFragile = facts.rests !== '' && !(facts.vouched && isExplained) && (!hasCore || isStar)
  const entitiesMin = hasCore || facts.vouched ? ENTITIES_MIN : COHORT_ENTITIES_MIN
  if (facts.entities < entitiesMin || isFragile) {
    return {
      linkage,
      extraction,
      product,
      confidence,
      verdict: score >= REVIEW_MIN ? 'watch' : 'clear',
    }
  }
  const verdict = score >= ACT_MIN ? 'act' : score >= REVIEW_MIN ? 'review' : 'clear'
  return { linkage, extraction, product, confidence, verdict }
}

/** A single account, whatever it sends, is at most worth watching: nothing ties it to another. */
export const WATCH_MILLIBITS_MIN = 12_000

/** Odds of 2^bits to one. */
export function probability(bits: number): number {
  return Math.round(1e4 / (1 + 2 ** -bits)) / 1e4
}
