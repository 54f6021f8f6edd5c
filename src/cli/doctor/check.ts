/** What the doctor found of one thing. */
export interface Check {
  readonly name: string
  readonly state: 'ok' | 'warn' | 'fail'
  readonly said: string
  /** What to do about it; empty where all is well. */
  readonly hint: string
}

export const ok = (name: string, said: string): Check => ({ name, state: 'ok', said, hint: '' })
export const warn = (name: string, said: string, hint: string): Check => ({
  name,
  state: 'warn',
  said,
  hint,
})
export const fail = (name: string, said: string, hint: string): Check => ({
  name,
  state: 'fail',
  said,
  hint,
})
