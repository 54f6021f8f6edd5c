import { cpus } from 'node:os'
import { join } from 'node:path'
import { GATE_FLAGS } from '../../../service/gate/heap.js'
import { makeTemporary, removeTemporary } from '../../temporary.js'
import type { GateListening, GateTask, GateUsage } from '../gate/messages.js'
import { middleOf, quantileOf } from '../gate/pace.js'
import { giveWay, hasCores, startProcess } from '../gate/process.js'
import type { SignupFilled, SignupLoadTask, SignupRound } from './messages.js'
import type { SignupBench, Spread } from './result.js'

const SERVER = new URL('../gate/server.js', import.meta.url)
const LOAD = new URL('./load.js', import.meta.url)
const SUBJECTS = 100_000
const ROUNDS = 6

export interface SignupBenchRun {
  /** Applications that the gate has before it is measured. */
  readonly remembered: number
  /** Sign-ups a second, and as many decisions and bare requests. */
  readonly rate: number
  /** Asks each to be on disk before it is answered. */
  readonly isDiskAwaited: boolean
  /** Of sign-ups, and as many without. */
  readonly seconds: number
  readonly progress: (text: string) => void
}

/**
 * How soon a gate that remembers many applications assesses one, over HTTP, beside requests that it answers with nothing,
 * and what that does to its decisions: with sign-ups and without by turns, so that whatever else the machine does meets both.
 */
export async function benchSignups(run: SignupBenchRun): Promise<SignupBench> {
  const { remembered, rate, isDiskAwaited, progress } = run
  const folder = makeTemporary('stillwatch-bench-signups-')
  const isPinned = hasCores()
  if (isPinned) giveWay()
  const seconds = run.seconds / ROUNDS
  const state = join(folder, 'gate')
  const task: GateTask = { role: 'gate', subjects: SUBJECTS, folder: state }
  const given: SignupLoadTask = { remembered, sent: ROUNDS * Math.ceil(rate * seconds) }
  const gate = startProcess(SERVER, task, { core: 'gate', isPinned, flags: GATE_FLAGS })
  const load = startProcess(LOAD, given, { core: 'rest', isPinned })
  try {
    progress('applications')
    const [{ url }] = await Promise.all([gate.ask<GateListening>(), load.ask()])
    progress('filling the memory')
    const filled = await load.ask<SignupFilled>({ kind: 'fill', url })
    const rounds: { readonly alone: SignupRound; readonly beside: SignupRound }[] = []
    const round = (hasSignups: boolean) =>
      load.ask<SignupRound>({ kind: 'round', url, rate, seconds, hasSignups, isDiskAwaited })
    for (let place = 0; place < ROUNDS; place += 1) {
      progress(`round ${place + 1} of ${ROUNDS}`)
      rounds.push({ alone: await round(false), beside: await round(true) })
    }
    const usage = await gate.ask<GateUsage>({})
    const p99 = (ms: readonly number[]) => quantileOf(ms, 0.99)
    const each = (of: (round: (typeof rounds)[number]) => number) =>
      rounds.map(of).sort((a, b) => a - b)
    const added = each(({ alone, beside }) => p99(beside.decisions) - p99(alone.decisions))
    const assessing = each(({ beside }) => p99(beside.signups) - p99(beside.bare))
    const spread = (of: (round: (typeof rounds)[number]) => readonly number[]) =>
      spreadOf(rounds.flatMap(of))
    const signups = rounds.flatMap(({ beside }) => beside.signups)
    const kept = rounds.reduce((sum, { beside }) => sum + beside.kept, 0)
    return {
      machine: {
        processor: cpus()[0]?.model ?? 'unknown',
        ...{ node: process.version, is_pinned: isPinned },
      },
      ...{ remembered, rate, fill_seconds: filled.seconds },
      ...{ is_disk_awaited: isDiskAwaited, kept_share: kept / signups.length },
      signups: spreadOf(signups),
      bare: spread(({ beside }) => beside.bare),
      decisions_alone: spread(({ alone }) => alone.decisions),
      decisions_beside: spread(({ beside }) => beside.decisions),
      assessing_all_p99_ms: assessing,
      assessing_p99_ms: middleOf(assessing),
      added_all_p99_ms: added,
      added_p99_ms: middleOf(added),
      failed: rounds.reduce(
        (sum, { alone, beside }) => sum + alone.failed + beside.failed,
        filled.failed,
      ),
      resident_bytes: usage.resident_bytes,
    }
  } finally {
    await Promise.all([gate, load].map(({ stop }) => stop()))
    removeTemporary(folder)
  }
}

const spreadOf = (ms: readonly number[]): Spread => ({
  requests: ms.length,
  p50_ms: quantileOf(ms, 0.5),
  p99_ms: quantileOf(ms, 0.99),
  p999_ms: quantileOf(ms, 0.999),
  max_ms: quantileOf(ms, 1),
})
