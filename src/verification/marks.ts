/** What became of accounts that applied with a value. */
export interface Marked {
  readonly campaign: number
  readonly suspended: number
}
export type Mark = keyof Marked

/** Values of accounts of which more is known by now: operators of campaigns, and those that were suspended. */
export interface Marks {
  /** @param value as `Facts.values` has it */
  of(value: string | undefined): Marked
  /** What the account itself is. */
  ofAccount(accountId: string): Mark | undefined
}

export interface MarkedAccount {
  readonly account_id: string
  readonly mark: Mark
  readonly values: readonly string[]
}

const NONE: Marked = Object.freeze({ campaign: 0, suspended: 0 })

export function marksOf(accounts: Iterable<MarkedAccount>): Marks {
  const byValue = new Map<string, { campaign: number; suspended: number }>()
  const byAccount = new Map<string, Mark>()
  for (const { account_id, mark, values } of accounts) {
    if (account_id !== '') byAccount.set(account_id, mark)
    for (const value of values) {
      const known = byValue.get(value) ?? { campaign: 0, suspended: 0 }
      known[mark] += 1
      byValue.set(value, known)
    }
  }
  return Object.freeze({
    of: (value: string | undefined) => byValue.get(value ?? '') ?? NONE,
    ofAccount: (accountId: string) => byAccount.get(accountId),
  })
}

export const NO_MARKS: Marks = marksOf([])
