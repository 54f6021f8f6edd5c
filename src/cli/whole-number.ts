import { InvalidArgumentError } from 'commander'

const MOST = 1000

/** A whole number that an option takes, 0 too. */
export const wholeNumber = (text: string): number => wholeNumberOf(text, 0, MOST)

/** A rate that an option takes. */
export const wholeRate = (text: string): number => wholeNumberOf(text, 1, RATE_MOST)
const RATE_MOST = 100_000

/** How many worlds are made: what is learned of one is tried on another. */
export const wholeWorlds = (text: string): number => wholeNumberOf(text, 2, WORLDS_MOST)
const WORLDS_MOST = 50

/** How many ordinary accounts a simulation has. */
export const wholeAccounts = (text: string): number => wholeNumberOf(text, 1, ACCOUNTS_MOST)
const ACCOUNTS_MOST = 999_999

function wholeNumberOf(text: string, least: number, most: number): number {
  const number = Number(text)
  if (/^\d{1,6}$/.test(text) && number >= least && number <= most) return number
  throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`)
}
