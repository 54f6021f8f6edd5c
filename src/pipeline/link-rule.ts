/** What a pair needs to be a link, and a link to be controlled; `link` applies it, and who asks what chance makes. */
export const LINK_RULE = {
  // A pair below this is noise: it is neither a link nor kept.
  weight_millibits_min: 12_000,
  // A presenter of two foreign answers stands alone; one crossing (13 bits) or one request handed
  // on (12) needs two or three more bits from anywhere.
  hard_millibits_min: 17_000,
  controller_millibits_min: 9000,
  supported_millibits_min: 15_000,
  money_millibits_min: 6000,
  time_millibits_min: 4000,
  // One payment instrument, absent from the reference, under different names.
  instrument_millibits_min: 11_000,
} as const
