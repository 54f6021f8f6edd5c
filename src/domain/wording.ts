/**
 * From so many millibits on, the wording of one exchange speaks of a harvest: the line that one benign text of
 * unseen sources in a hundred crosses, as the page of the extraction classifier has it.
 */
export const WORDED_MILLIBITS_MIN = 4220
