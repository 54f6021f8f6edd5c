import type { Enrolment, Enrolments } from './enrolment.js'

/** A proof that a person saw of one. */
export interface AcceptedAs {
  readonly enrolment_id: string
  readonly sha256?: string | undefined
}

/** How many others showed the same document: accounts, and applications that have none. Another application of one's own is no other. */
export function shownByOthers(
  { enrolments }: Pick<Enrolments, 'enrolments'>,
  { enrolment_id, sha256 }: AcceptedAs,
): number {
  if (sha256 === undefined) return 0
  const shown = [...enrolments.values()].filter(({ accepted }) =>
    accepted.some((known) => known.sha256 === sha256),
  )
  const own = enrolments.get(enrolment_id)
  const others = new Set(shown.filter((one) => one.enrolment_id !== enrolment_id).map(whoIs))
  if (own !== undefined) others.delete(whoIs(own))
  return others.size
}

const whoIs = ({ account_id, enrolment_id }: Enrolment): string =>
  account_id === '' ? `enrolment ${enrolment_id}` : `account ${account_id}`
