/** One entry of the table of operational errors. `{name}` in a text is filled from the details. */
export interface ErrorEntry {
  readonly message: string
  /** The next thing to type or check. */
  readonly hint: string
  /** All that ever leaves the service. It never says which signal led to anything. */
  readonly publicMessage: string
  readonly exit: 2 | 3 | 4
}
