import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { generateBench } from '../../../lab/bench.js'
import type { Bench, GateUnderLoad } from './model.js'
import { middleOf } from './pace.js'
import { startProcess } from './process.js'
import type { BesideRebuild } from './result.js'

const SCAN = new URL('../child.js', import.meta.url)
const EXCHANGES = 100_000
const ROUNDS = 9
const SECONDS = 3
const RATE = 500

/**
 * The gate with a rebuild beside it and without, by turns: the rebuild is stopped and let go on, so that
 * whatever else the machine does meets both alike.
 */
export async function besideRebuild(bench: Bench, gate: GateUnderLoad): Promise<BesideRebuild> {
  const folder = join(bench.folder, 'rebuild')
  generateBench({ exchanges: EXCHANGES, kb: 1, folder, seed: '1' })
  const rebuild = startRebuilds(bench, folder)
  const rounds: { readonly alone: number; readonly beside: number }[] = []
  let failed = 0
  const round = async () => {
    const seen = await gate.load({ kind: 'decide', rate: RATE, seconds: SECONDS })
    failed += seen.failed
    return seen.p99_ms
  }
  try {
    await round()
    for (let place = 0; place < ROUNDS; place += 1) {
      rebuild.pause()
      const alone = await round()
      rebuild.go()
      rounds.push({ alone, beside: await round() })
    }
  } finally {
    await rebuild.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const added = rounds.map(({ alone, beside }) => beside - alone).sort((a, b) => a - b)
  return {
    failed,
    alone_p99_ms: middleOf(rounds.map(({ alone }) => alone)),
    beside_p99_ms: middleOf(rounds.map(({ beside }) => beside)),
    added_all_p99_ms: added,
    added_p99_ms: middleOf(added),
    rebuilds: rebuild.ended(),
  }
}

/** Scans one after the other, each into a new store, at the lowest priority, as the service runs its engine. */
function startRebuilds({ isPinned }: Bench, folder: string) {
  let ended = 0
  let isOver = false
  const start = () => {
    for (const name of ['store', 'out'])
      rmSync(join(folder, name), { recursive: true, force: true })
    const task = { kind: 'scan', folder }
    const child = startProcess(SCAN, task, { core: 'rest', isPinned, isBehind: true })
    child.child.once('exit', (code) => {
      if (isOver) return
      if (code === 0) ended += 1
      current = start()
    })
    return child
  }
  let current = start()
  return {
    pause: () => current.child.kill('SIGSTOP'),
    go: () => current.child.kill('SIGCONT'),
    ended: () => ended,
    stop: async () => {
      isOver = true
      await current.stop()
    },
  }
}
