import { InvalidArgumentError } from 'commander'

const MOST = 1000

/** A whole number that an option takes, 0 too. */
export function wholeNumber(text: string): number {
  if (/^\d{1,4}$/.test(text) && Number(text) <= MOST) return Number(text)
  throw new InvalidArgumentError(`It is a whole number from 0 to ${MOST}.`)
}
