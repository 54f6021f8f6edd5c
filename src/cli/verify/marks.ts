import type { FinishedRun } from '../../store/runs.js'
import type { Store } from '../../store/store.js'
import { type Mark, type MarkedAccount, type Marks, marksOf } from '../../verification/marks.js'
import { QUERIES } from '../queries/queries.js'

interface Row {
  readonly account_id: string
  readonly mark: Mark
  readonly channel: string
  readonly value: string
}

/** What operators of the run’s campaigns and suspended accounts signed up with. */
export async function readMarks(store: Store, run: FinishedRun): Promise<Marks> {
  const byAccount = new Map<string, MarkedAccount & { readonly values: string[] }>()
  for (const { account_id, mark, channel, value } of await store.rows<Row>(QUERIES.markedValues, {
    run_id: run.run_id,
  })) {
    const known = byAccount.get(account_id) ?? { account_id, mark, values: [] }
    // One that signed up with nothing is there by its name alone.
    if (channel !== '') known.values.push(`${channel}:${value}`)
    byAccount.set(account_id, known)
  }
  return marksOf(byAccount.values())
}
