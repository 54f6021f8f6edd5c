import { rmSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { generateBench } from '../../../lab/bench.js'
import { makeTemporary, removeTemporary } from '../../temporary.js'
import { inChild, median } from '../bench.js'
import type { BareRead, RotationRead, ScanRead } from '../measured.js'

export interface RotationBenchRun {
  readonly exchanges: number
  readonly kb: number
  readonly progress: (text: string) => void
}

export interface RotationBench extends RotationRead {
  readonly machine: { readonly processor: string; readonly cores: number; readonly node: string }
  readonly exchanges: number
  readonly kb: number
  /** Of the logs that the store was made of, by the engine, before and after. */
  readonly bare_read_seconds: number
  readonly ratio: number
}

/** How long it takes to take a store to a new hash secret, beside a bare read of the logs that it was made of. */
export async function benchRotation(run: RotationBenchRun): Promise<RotationBench> {
  const { exchanges, kb, progress } = run
  const folder = makeTemporary('stillwatch-bench-rotation-')
  try {
    progress('logs')
    generateBench({ exchanges, kb, folder, seed: '1' })
    const bare = await inChild<BareRead>({ kind: 'bare-read', folder })
    progress('a scan of them')
    await inChild<ScanRead>({ kind: 'scan', folder })
    progress('a new secret')
    const rotated = await inChild<RotationRead>({ kind: 'rotation', folder })
    const after = await inChild<BareRead>({ kind: 'bare-read', folder })
    const bareSeconds = median([...bare.seconds, ...after.seconds])
    return {
      machine: {
        processor: cpus()[0]?.model ?? 'unknown',
        cores: availableParallelism(),
        node: process.version,
      },
      ...{ exchanges, kb, bare_read_seconds: bareSeconds },
      ratio: rotated.seconds / bareSeconds,
      ...rotated,
    }
  } finally {
    rmSync(join(folder, 'store'), { recursive: true, force: true })
    removeTemporary(folder)
  }
}
