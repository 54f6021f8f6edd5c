/** So many exchanges are few: a run judges who sends more. */
export const NEWCOMER_EXCHANGES_MAX = 10
/** Who came so long before a run ended is a newcomer to what it found. */
export const NEWCOMER_DAYS = 3
/** A family speaks with eight to one. */
export const FAMILY_MILLIBITS_MIN = 3000
/** One family alone, a text that goes round or an exit that is sold twice, recognises nobody. */
export const FAMILIES_MIN = 2
