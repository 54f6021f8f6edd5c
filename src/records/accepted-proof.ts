import type { Enrolments } from './enrolment.js'

/** A proof that a person saw of one. */
export interface AcceptedAs {
  readonly enrolment_id: string
  readonly sha256?: string | undefined
}

/** How many others showed the same document. */
export const shownByOthers = (
  { enrolments }: Pick<Enrolments, 'enrolments'>,
  { enrolment_id, sha256 }: AcceptedAs,
): number =>
  sha256 === undefined
    ? 0
    : [...enrolments.values()].filter(
        (one) =>
          one.enrolment_id !== enrolment_id &&
          one.accepted.some((known) => known.sha256 === sha256),
      ).length
