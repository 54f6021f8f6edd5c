import type { Described } from '../../domain/definition.js'

export type Facts = Readonly<Record<string, number>>

/** What speaks against a link has no definition of its own; its sentences stand here. */
const AGAINST: Readonly<Record<string, string>> = {
  'verified-apart': 'The two are organisations that are verified apart from each other.',
  'old-apart': 'The two have long histories that began at different times.',
}

/**
 * A definition's statement with its facts filled in. `{name}` gives the number; `{name|noun}` the
 * number and the noun, in the plural where it is one.
 */
export function sentence(definition: Described | undefined, id: string, facts: Facts): string {
  const text = definition?.statement ?? AGAINST[id] ?? id
  return text.replaceAll(/\{(\w+)(?:\|([^}]+))?\}/g, (whole, name: string, noun?: string) => {
    const value = facts[name]
    if (value === undefined) return whole
    return noun === undefined ? numberText(value) : counted(value, noun)
  })
}

/** "1 answer", "1,204 answers", "3 identities". */
export function counted(value: number | string, noun: string): string {
  const plural = noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`
  return `${numberText(Number(value))} ${Number(value) === 1 ? noun : plural}`
}

/** At most two decimals, thousands set apart; the same on every machine. */
export function numberText(value: number): string {
  const rounded = String(Math.round(value * 100) / 100)
  const [whole = '', decimals] = rounded.split('.')
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')
  return decimals === undefined ? grouped : `${grouped}.${decimals}`
}
