/**
 * The token of whoever looks, for this tab alone: it is gone with it. A cookie would be sent by pages of others as well.
 * A link may bring one behind its `#`, which no server sees; it is taken out of the address at once.
 */
const KEY = 'stillwatch.token'
const listeners = new Set<() => void>()

export function readToken(): string | undefined {
  return sessionStorage.getItem(KEY) ?? undefined
}

export function keepToken(token: string): void {
  sessionStorage.setItem(KEY, token.trim())
  for (const told of listeners) told()
}

let why: string | undefined

/** Why the last token is forgotten, where it was refused. */
export const whyForgotten = (): string | undefined => why

export function forgetToken(because?: string): void {
  if (readToken() === undefined) return
  why = because
  sessionStorage.removeItem(KEY)
  for (const told of listeners) told()
}

/** Returns what ends it. */
export function onToken(told: () => void): () => void {
  listeners.add(told)
  return () => listeners.delete(told)
}

export function takeTokenFromAddress(): void {
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  if (token === null) return
  history.replaceState(null, '', location.pathname + location.search)
  // Whoever is here already stays who they are: a link makes nobody act under another's name.
  if (readToken() === undefined) keepToken(token)
}
