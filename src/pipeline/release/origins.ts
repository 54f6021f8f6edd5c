/** Where each field of what would leave comes from: for whoever has to answer for it. */
import type { Json, SharedCampaign, SharedObject } from '../../domain/sharing.js'
import { type Leaf, leavesOf } from './leaves.js'

export interface Field {
  readonly object: number
  readonly field: string
  readonly value: Leaf['value']
  readonly from: string
}

/** What a string must have to be found within another: less is found anywhere. */
const WITHIN_CHARACTERS_MIN = 6

const ORIGINS: Readonly<Record<string, string>> = {
  campaign: 'the run: tables campaign and campaign_member',
  indicators: 'the run: table indicator',
  countermeasure: 'the run: table countermeasure_proposed',
  succeeds: 'the run: table campaign',
  attribution: 'the judgement that was signed',
  marking: 'whoever proposed it',
  expires_at: 'whoever proposed it',
  producer: 'the settings: serve.sharing.producer',
}
const OF_THE_FORM = 'the form’s own words'

interface Known extends Leaf {
  readonly key: string
  readonly text: string
}

/** Every field of every object, in their order. What is nowhere in the campaign is a word of the form. */
export function fieldsOf(
  objects: readonly SharedObject[],
  shared: SharedCampaign,
): readonly Field[] {
  const known = leavesOf(shared as unknown as Json).map((leaf) => ({
    ...leaf,
    key: keyOf(leaf.place),
    text: `${leaf.value}`,
  }))
  const byText = new Map<string, Known[]>()
  for (const one of known) byText.set(one.text, [...(byText.get(one.text) ?? []), one])
  const long = known
    .filter(({ text }) => text.length >= WITHIN_CHARACTERS_MIN)
    .toSorted((a, b) => b.text.length - a.text.length)
  return objects.flatMap((object, index) =>
    leavesOf(object).map(({ place, value }) => ({
      object: index,
      field: place,
      value,
      from: originOf({ place, value }, { byText, long }),
    })),
  )
}

interface Places {
  readonly byText: ReadonlyMap<string, readonly Known[]>
  readonly long: readonly Known[]
}

function originOf({ place, value }: Leaf, { byText, long }: Places): string {
  const same = byText.get(`${value}`) ?? []
  const named = same
    .filter(({ key }) => key === keyOf(place))
    .toSorted((a, b) => alike(b.place, place) - alike(a.place, place))[0]
  // Two numbers are alike by chance.
  const found = named ?? (typeof value === 'string' ? (same[0] ?? within(value, long)) : undefined)
  return found === undefined ? OF_THE_FORM : `${found.place} (${ORIGINS[topOf(found.place)] ?? ''})`
}

/** How many names two places end with alike. */
function alike(one: string, other: string): number {
  const [a, b] = [one.split('.').reverse(), other.split('.').reverse()]
  const differs = a.findIndex((name, index) => name !== b[index])
  return differs === -1 ? a.length : differs
}

const within = (value: string, long: readonly Known[]): Known | undefined =>
  long.find(({ text }) => value.includes(text))

const keyOf = (place: string): string => place.split('.').at(-1) ?? ''
const topOf = (place: string): string => place.split('.')[0] ?? ''
