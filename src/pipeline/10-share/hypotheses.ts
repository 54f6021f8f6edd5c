import type { Family, Hypothesis } from '../../domain/findings.js'
import { statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'

const items = statement(
  'hypotheses',
  `SELECT campaign_id, hypothesis_id, question, about_kind, about_name, evidence_id, standing, speaks, family, kind,
       weight_millibits, statement
   FROM attribution
   WHERE run_id = {run_id:UUID}
   ORDER BY campaign_id, hypothesis_id, standing, abs(weight_millibits) DESC, kind`,
)

interface Row extends Pick<Hypothesis, 'hypothesis_id' | 'question' | 'about_kind' | 'about_name'> {
  readonly campaign_id: string
  readonly evidence_id: string
  readonly standing: 'fact' | 'inference'
  readonly speaks: 'for' | 'against'
  readonly family: Family
  readonly kind: string
  readonly weight_millibits: number
  readonly statement: string
}

/** By campaign, operators before slices, the heaviest first. */
export async function hypothesesOf(
  store: Store,
  run_id: string,
): Promise<ReadonlyMap<string, Hypothesis[]>> {
  const found = new Map<string, Hypothesis>()
  const campaigns = new Map<string, Hypothesis[]>()
  for (const row of await store.rows<Row>(items, { run_id })) {
    const { campaign_id, hypothesis_id, question, about_kind, about_name, standing } = row
    const made = { hypothesis_id, question, about_kind, about_name, weight_bits: 0 }
    const one = found.get(hypothesis_id) ?? { ...made, facts: [], inferences: [] }
    if (!found.has(hypothesis_id)) {
      campaigns.set(campaign_id, [...(campaigns.get(campaign_id) ?? []), one])
      found.set(hypothesis_id, one)
    }
    if (standing === 'fact') one.facts.push(itemOf(row))
    else {
      one.inferences.push(itemOf(row))
      one.weight_bits += row.weight_millibits / 1000
    }
  }
  for (const all of campaigns.values()) all.sort(byWeight)
  return campaigns
}

const itemOf = ({ evidence_id, family, kind, weight_millibits, statement, speaks }: Row) => ({
  ...{ evidence_id, family, kind, statement, speaks },
  weight_bits: weight_millibits / 1000,
})

const byWeight = (a: Hypothesis, b: Hypothesis): number =>
  (a.question < b.question ? 1 : a.question > b.question ? -1 : 0) ||
  b.weight_bits - a.weight_bits ||
  (a.hypothesis_id < b.hypothesis_id ? -1 : 1)
