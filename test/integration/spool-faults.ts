import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { findFrames } from '../../src/service/spool/frame.js'
import { segmentFileOf } from '../../src/service/spool/segment-name.js'

/** STILLWATCH_KILLS=100 kills more often; STILLWATCH_SEED=<number> does again what failed. */
export const KILLS = Number(process.env.STILLWATCH_KILLS ?? 20)

/** Numbers from 0 to 1 by a seed that is printed, so that a failure can be had again. */
export function seeded(test: string): () => number {
  const seed = Number(process.env.STILLWATCH_SEED ?? Math.floor(Math.random() * 2 ** 31))
  process.stderr.write(`${test}: STILLWATCH_SEED=${seed}\n`)
  let state = seed >>> 0
  return () => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Fresh folders for a test file, gone afterwards. */
export function freshFolders(): () => string {
  const root = mkdtempSync(join(tmpdir(), 'stillwatch-spool-'))
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  return () => mkdtempSync(join(root, 's-'))
}

/** Runs one end of a spool until it ends or, so many milliseconds after it is ready, is killed. */
export async function runEnd(
  args: readonly string[],
  killAfterMs?: number,
): Promise<{
  readonly lines: readonly string[]
  readonly status: number | null
  readonly errors: string
}> {
  const child = spawn(process.execPath, ['test/spool-child.js', ...args])
  let [out, errors, isTimed] = ['', '', false]
  child.stderr.on('data', (bytes) => (errors += bytes))
  child.stdout.on('data', (bytes) => {
    out += bytes
    if (killAfterMs === undefined || isTimed || !out.startsWith('ready\n')) return
    isTimed = true
    setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  })
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve))
  // A line that was cut by the kill says nothing.
  return { lines: out.split('\n').slice(1, -1), status, errors }
}

/** Every line that lies whole in the spool, with the kind of its segment. */
export function linesHeld(folder: string, states: readonly string[] = ['open', 'sealed']) {
  return readdirSync(folder).flatMap((file) => {
    const segment = segmentFileOf(file)
    if (segment === undefined || !states.includes(segment.state)) return []
    const bytes = readFileSync(join(folder, file))
    return findFrames(bytes, segment.name).parts.flatMap((part) =>
      'isDamaged' in part
        ? []
        : bytes
            .subarray(part.start, part.end)
            .toString()
            .trimEnd()
            .split('\n')
            .map((line) => ({ kind: segment.kind, line })),
    )
  })
}
