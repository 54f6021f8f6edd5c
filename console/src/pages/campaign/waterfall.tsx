import type { EvidenceTotal } from '../../../../src/feeds/evidence-total.js'
import { bitsText } from '../../parts/format.js'
import { Section } from '../../parts/parts.js'
import './waterfall.css'

/** Evidence on one question, strongest first, each step from the total before to the total after. */
export function Waterfall({
  title,
  total,
}: {
  readonly title: string
  readonly total: EvidenceTotal
}) {
  const ends = total.items.flatMap(({ bits_before, bits_after }) => [bits_before, bits_after])
  const [low, high] = [Math.min(0, ...ends), Math.max(1, ...ends)]
  const at = (bits: number) => ((bits - low) / (high - low)) * 100
  return (
    <Section title={title} aside={<span className="quiet">{bitsText(total.bits)} bits</span>}>
      {total.items.length === 0 && <p className="quiet">Nothing speaks for it or against it.</p>}
      <ol className="waterfall">
        {total.items.map(({ evidence, is_counted, bits_before, bits_after }) => {
          const [from, to] = is_counted
            ? [Math.min(bits_before, bits_after), Math.max(bits_before, bits_after)]
            : [bits_before, bits_before + evidence.weight_bits]
          const tone = is_counted ? (evidence.weight_bits < 0 ? 'against' : 'for') : 'repeated'
          return (
            <li key={evidence.evidence_id} className={tone}>
              <p dir="auto">{evidence.statement}</p>
              <span className="step" aria-hidden="true">
                <i
                  style={{ left: `${at(from)}%`, width: `${Math.max(0.8, at(to) - at(from))}%` }}
                />
              </span>
              <span className="number">{bitsText(evidence.weight_bits)}</span>
              <span className="quiet kind">
                {evidence.family}, {evidence.kind.replaceAll('_', ' ')}
                {!is_counted && ': a stronger one of its family is counted'}
              </span>
            </li>
          )
        })}
      </ol>
    </Section>
  )
}
