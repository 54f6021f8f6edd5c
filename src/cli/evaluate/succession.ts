import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { hashKeyOf } from '../../config/key.js'
import { packageVersion } from '../../domain/version.js'
import { stageCalled, stageContext } from '../../explain/stage-run.js'
import { type Preset, simulate } from '../../lab/simulate.js'
import { dealSuccession, type Succession } from '../../lab/succession.js'
import { learnTraits } from '../../pipeline/recognition/learning.js'
import { NEWCOMER_DAYS, NEWCOMER_EXCHANGES_MAX } from '../../pipeline/recognition/newcomers.js'
import { recogniseNewcomers } from '../../pipeline/recognition/recognition.js'
import type { RunContext } from '../../pipeline/stage.js'
import { scan } from '../../scan.js'
import { statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { withStore } from '../session.js'
import { makeProgress } from '../terminal/progress.js'
import { displacedOf } from './displaced.js'
import { type Recognised, successionTable } from './succession-table.js'

export interface SuccessionTask {
  readonly name: string
  readonly preset: Preset
  readonly seed: string
  /** An empty folder, which the caller removes. */
  readonly folder: string
  readonly json: boolean
}

/** Successors are recognised, and newcomers who are not are spared, as the issue of the live service asks. */
const RECALL_MIN = 0.7
const INNOCENT_SHARE_MAX = 1e-4
/** The time after the ban is drained in so many passes: hours each, where a service drains every few seconds. */
const PASSES = 40
/** Exchanges after which it is told how many were recognised. */
const EXCHANGES = [1, 2, 3, 5, NEWCOMER_EXCHANGES_MAX]

const recognised = statement(
  'recognised',
  `SELECT account_id, campaign_id, traits, toUInt32(exchanges) AS exchanges
   FROM account_recognised
   ORDER BY account_id`,
)

/** Bans half of each pool, lets the other half come, and prints after how many exchanges it was recognised. */
export async function succession(task: SuccessionTask): Promise<boolean> {
  const { folder, preset, seed, name, json } = task
  const [given, target] = [join(folder, 'given'), join(folder, 'dealt')]
  mkdirSync(target)
  const { truth } = simulate({ ...preset, isCompressed: false, folder: given, seed })
  const dealt = dealSuccession({
    folder: given,
    target,
    truth,
    seed,
    parts: PASSES,
    exchangesMax: NEWCOMER_EXCHANGES_MAX,
    newcomerDays: NEWCOMER_DAYS,
  })
  const { found, displaced } = await withStore({}, (store) => lookAfter(store, dealt))
  const looks = EXCHANGES.map((exchanges) => lookOf(found, dealt, exchanges))
  const last = looks.at(-1)
  const recall = last === undefined ? 0 : last.successors / dealt.successors.size
  const wrong = last?.wrong.length ?? 0
  if (json) process.stdout.write(`${JSON.stringify({ preset: name, seed, looks, displaced })}\n`)
  else process.stdout.write(successionTable({ name, seed, dealt, looks, displaced }))
  // One in ten thousand cannot be told from none in fewer.
  return recall >= RECALL_MIN && wrong <= Math.max(1, dealt.innocents.length * INNOCENT_SHARE_MAX)
}

/** A newcomer who was recognised, by what, and how many of its exchanges were known. */
interface Found {
  readonly account_id: string
  readonly exchanges: number
  readonly traits: readonly string[]
}

/** Runs over what lay there at the ban, drains what came after it, pass by pass, and runs again. */
async function lookAfter(store: Store, dealt: Succession) {
  const progress = makeProgress(process.stderr, () => performance.now())
  const runId = randomUUID()
  const hashKey = hashKeyOf('')
  try {
    await scan({
      store,
      inputs: [{ path: dealt.before }],
      runId,
      startedAt: new Date(),
      version: packageVersion(),
      hashKey,
      progress: progress.step,
      watcher: { stage: progress.stage, now: () => performance.now() },
    })
    const window = { start: '', end: new Date().toISOString().replace('T', ' ').replace('Z', '') }
    await learnTraits(await stageContext({ store, runId, hashKey, window }))
    const found = new Map<string, Found>()
    for (const [place, { folder, endMs }] of dealt.after.entries()) {
      progress.step(`pass ${place + 1} of ${dealt.after.length}`)
      const context: RunContext = {
        ...(await stageContext({
          store,
          runId: randomUUID(),
          hashKey,
          inputs: [{ path: folder }],
        })),
        version: packageVersion(),
      }
      await stageCalled('ingest').run(context)
      await recogniseNewcomers(context, new Date(endMs))
      for (const row of await store.rows<Found>(recognised)) {
        if (found.has(row.account_id)) continue
        // A pass is hours long. Who sent its last and one more within it would have been compared in between.
        const isLate = (dealt.overMs.get(row.account_id) ?? endMs) < endMs - lengthOf(dealt)
        found.set(row.account_id, isLate ? { ...row, exchanges: Number.POSITIVE_INFINITY } : row)
      }
    }
    const watcher = { stage: progress.stage, now: () => performance.now() }
    const next = { store, dealt, hashKey, progress: progress.step, watcher }
    return { found: [...found.values()], displaced: await displacedOf(next) }
  } finally {
    progress.end()
  }
}

const lengthOf = ({ after }: Succession) => (after[1]?.endMs ?? 0) - (after[0]?.endMs ?? 0)

/** Whoever was recognised once at most so many exchanges were known; the innocent whenever it was. */
function lookOf(found: readonly Found[], dealt: Succession, exchanges: number): Recognised {
  const { successors, involved } = dealt
  const byCampaign: Record<string, number> = {}
  const inTime = found.filter((row) => row.exchanges <= exchanges)
  for (const { account_id } of inTime) {
    const campaign = successors.get(account_id)
    if (campaign !== undefined) byCampaign[campaign] = (byCampaign[campaign] ?? 0) + 1
  }
  const isInnocent = ({ account_id }: Found) =>
    !successors.has(account_id) && !involved.has(account_id)
  const wrong =
    exchanges >= NEWCOMER_EXCHANGES_MAX ? found.filter(isInnocent) : inTime.filter(isInnocent)
  return {
    exchanges,
    successors: inTime.filter(({ account_id }) => successors.has(account_id)).length,
    byCampaign,
    wrong: wrong.map(({ account_id, traits }) => `${account_id}: ${traits.join(', ')}`),
  }
}
