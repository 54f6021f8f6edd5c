/** So many exchanges are few: a run judges who sends more. */
export const NEWCOMER_EXCHANGES_MAX = 10
