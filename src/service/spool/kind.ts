/** What a line of the spool may be. */
export const RECORD_KINDS = [
  'exchange',
  'account',
  'account_event',
  'model_release',
  'ruling',
  'application',
] as const
export type RecordKind = (typeof RECORD_KINDS)[number]
