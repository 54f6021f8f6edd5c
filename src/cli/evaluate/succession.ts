import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { hashKeyOf } from '../../config/key.js'
import { type Preset, simulate } from '../../lab/simulate.js'
import { dealSuccession, type Succession } from '../../lab/succession.js'
import { NEWCOMER_EXCHANGES_MAX } from '../../pipeline/recognition/newcomers.js'
import { learnTraits, recogniseNewcomers } from '../../pipeline/recognition/recognition.js'
import type { RunContext } from '../../pipeline/stage.js'
import { scan } from '../../scan.js'
import { statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { withStore } from '../session.js'
import { stageCalled, stageContext } from '../stage-run.js'
import { makeProgress } from '../terminal/progress.js'
import { packageVersion } from '../version.js'
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
const SLICES = [1, 2, 3, 5, NEWCOMER_EXCHANGES_MAX]

const recognised = statement(
  'recognised',
  'SELECT account_id, campaign_id, traits FROM account_recognised ORDER BY account_id',
)

/** Bans half of each pool, lets the other half come, and prints after how many exchanges it was recognised. */
export async function succession(task: SuccessionTask): Promise<boolean> {
  const { folder, preset, seed, name, json } = task
  const [given, target] = [join(folder, 'given'), join(folder, 'dealt')]
  mkdirSync(target)
  const { truth } = simulate({ ...preset, isCompressed: false, folder: given, seed })
  const dealt = dealSuccession({ folder: given, target, truth, seed, slices: SLICES })
  const looks = await withStore({}, (store) => lookAfter(store, dealt))
  const last = looks.at(-1)
  const recall = last === undefined ? 0 : last.successors / dealt.successors.size
  const wrong = last?.innocents ?? 0
  if (json) process.stdout.write(`${JSON.stringify({ preset: name, seed, looks })}\n`)
  else process.stdout.write(successionTable({ name, seed, dealt, looks }))
  // One in ten thousand cannot be told from none in fewer.
  return recall >= RECALL_MIN && wrong <= Math.max(1, dealt.innocents.length * INNOCENT_SHARE_MAX)
}

async function lookAfter(store: Store, dealt: Succession): Promise<readonly Recognised[]> {
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
    const looks: Recognised[] = []
    for (const [place, path] of dealt.after.entries()) {
      const context: RunContext = {
        ...(await stageContext({ store, runId: randomUUID(), hashKey, inputs: [{ path }] })),
        version: packageVersion(),
      }
      await stageCalled('ingest').run(context)
      const startedMs = performance.now()
      const { newcomers } = await recogniseNewcomers(context, new Date())
      looks.push({
        exchanges: SLICES[place] ?? 0,
        newcomers,
        seconds: (performance.now() - startedMs) / 1000,
        ...(await count(store, dealt)),
      })
    }
    return looks
  } finally {
    progress.end()
  }
}

async function count(store: Store, { successors }: Succession) {
  const rows = await store.rows<{ account_id: string; campaign_id: string; traits: string[] }>(
    recognised,
  )
  const byCampaign: Record<string, number> = {}
  const wrong: string[] = []
  for (const { account_id, traits } of rows) {
    const campaign = successors.get(account_id)
    if (campaign === undefined) wrong.push(`${account_id}: ${traits.join(', ')}`)
    else byCampaign[campaign] = (byCampaign[campaign] ?? 0) + 1
  }
  return { successors: rows.length - wrong.length, innocents: wrong.length, byCampaign, wrong }
}
