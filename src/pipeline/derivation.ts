import { keyDigest } from '../store/epoch-key.js'
import { statement } from '../store/sql.js'
import type { Derivation, RunContext } from './stage.js'

const last = statement(
  'derivation_last',
  'SELECT place, input_id, is_finished, version FROM derivation ORDER BY place DESC LIMIT 1',
)
const newest = statement('input_newest', 'SELECT max(input_id) AS input_id FROM exchange')
const balance = statement(
  'derivation_balance',
  // What was derived while it came stays as it is.
  `SELECT (SELECT count() FROM exchange WHERE input_id < {derive_from:UInt32}) AS told,
          (SELECT count() FROM exchange_fingerprint WHERE row_hash = 0)
              + (SELECT count() FROM exchange
                 WHERE input_id < {derive_from:UInt32} AND text_policy = 'fingerprint_only') AS prints,
          (SELECT count() FROM exchange_origin) AS origins`,
)
const clear = statement('clear_derivation', 'TRUNCATE TABLE derivation')

/** Two rows a pass of the drain: after so many they begin anew. */
const PLACES_MAX = 1000

/** What was derived by another version, or under another secret, cannot be compared with what is new. */
const madeBy = ({ version, hashKey }: RunContext): string => `${version} ${keyDigest(hashKey)}`

/** Notes that the derivation begins, of what is new or of all. */
export async function beginDerivation(context: RunContext): Promise<Derivation> {
  const { store, isIncremental } = context
  const [before] = await store.rows<{
    place: string
    input_id: number
    is_finished: boolean
    version: string
  }>(last)
  const [read] = await store.rows<{ input_id: number }>(newest)
  const isGood = before?.is_finished === true && before.version === madeBy(context)
  const from = isIncremental === true && isGood ? before.input_id + 1 : 0
  const derivation = {
    place: Number(before?.place ?? 0) + 1,
    from: from > 0 && (await isWhole(context, from)) ? from : 0,
    until: Number(read?.input_id ?? 0),
  }
  await note(context, derivation, false)
  return derivation
}

/** Whether each exchange before was derived once: not where one was replaced by a repeat, or a power cut took some. */
async function isWhole({ store }: RunContext, from: number): Promise<boolean> {
  const [row] = await store.rows<{ told: string; prints: string; origins: string }>(balance, {
    derive_from: from,
  })
  return row !== undefined && row.told === row.prints && row.told === row.origins
}

/** Notes that it has ended. */
export async function endDerivation(context: RunContext): Promise<void> {
  const { derivation } = context
  if (derivation === undefined) return
  const isLong = derivation.place >= PLACES_MAX
  if (isLong) await context.store.run(clear)
  await note(context, { ...derivation, place: isLong ? 1 : derivation.place + 1 }, true)
}

const note = (context: RunContext, derivation: Derivation, isFinished: boolean) =>
  context.store.insert('derivation', [
    {
      place: derivation.place,
      run_id: context.runId,
      input_id: derivation.until,
      is_finished: isFinished,
      version: madeBy(context),
    },
  ])
