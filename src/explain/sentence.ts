import type { Described } from '../domain/definition.js'

/** What speaks against a link has no definition of its own. */
const AGAINST: Readonly<Record<string, string>> = {
  'verified-apart': 'The two are organisations that are verified apart from each other.',
  'old-apart': 'The two have long histories that began at different times.',
}

/**
 * A definition's sentence with the facts of one stored row filled in, word for word as the findings have
 * it (a test compares them): `{name}` gives a number, `{name|noun}` a number of things.
 */
export function sentence(
  definition: Described | undefined,
  id: string,
  facts: Readonly<Record<string, number>>,
): string {
  const text = definition?.statement ?? AGAINST[id] ?? id
  return text.replaceAll(/\{(\w+)(?:\|([^}]+))?\}/g, (whole, name: string, noun?: string) => {
    const value = facts[name]
    if (value === undefined) return whole
    return noun === undefined ? numberText(value) : `${numberText(value)} ${nounFor(value, noun)}`
  })
}

function nounFor(value: number, noun: string): string {
  if (value === 1) return noun
  return noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`
}

const NUMBER = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })
const numberText = (value: number) => NUMBER.format(value)
