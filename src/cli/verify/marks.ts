import { markedAccounts } from '../../service/verification/marked.js'
import type { FinishedRun } from '../../store/runs.js'
import type { Store } from '../../store/store.js'
import { type Marks, marksOf } from '../../verification/marks.js'

/** What operators of the run’s campaigns and suspended accounts signed up with. */
export const readMarks = async (store: Store, { run_id }: FinishedRun): Promise<Marks> =>
  marksOf(await markedAccounts(store, run_id))
