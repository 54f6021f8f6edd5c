import { wordsOf } from '../../parts/format.js'
import { Name } from '../../parts/parts.js'

/** What an entry says besides, as pairs; as it stands where it is none of ours. */
export function sealedFacts(text: string): readonly (readonly [name: string, value: string])[] {
  try {
    const facts: unknown = JSON.parse(text)
    if (typeof facts !== 'object' || facts === null) return [['', text]]
    return Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ])
  } catch {
    return [['', text]]
  }
}

const SHOWN_MAX = 4

export function Facts({ facts }: { readonly facts: ReturnType<typeof sealedFacts> }) {
  if (facts.length === 0) return <span className="quiet">–</span>
  const pairs = (some: typeof facts) => (
    <dl className="sealed">
      {some.map(([name, value]) => (
        <div key={name}>
          <dt>{wordsOf(name)}</dt>
          <dd>
            <Name of={value} />
          </dd>
        </div>
      ))}
    </dl>
  )
  if (facts.length <= SHOWN_MAX) return pairs(facts)
  return (
    <details>
      <summary>{facts.length} facts</summary>
      {pairs(facts)}
    </details>
  )
}
