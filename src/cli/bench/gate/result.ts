import type { ProxyBench } from '../../../service/proxy/bench/bench.js'
import type { SpoolBenchResult } from '../../../service/spool/bench.js'
import type { DecideMeasured } from './messages.js'

export interface GateBench {
  readonly machine: {
    readonly processor: string
    readonly node: string
    /** Whether the gate had a core to itself. */
    readonly is_pinned: boolean
  }
  readonly subjects: number
  readonly decide: DecideMeasured
  readonly proxy: ProxyBench
  readonly beside: BesideRebuild
  readonly intake: {
    readonly exchanges_per_second: number
    /** What one core would do that never waits for the disk or its senders. */
    readonly exchanges_per_processor_second: number
    readonly request_p99_ms: number
    readonly failed: number
  }
  readonly spool: SpoolBenchResult
  readonly memory: GateMemory
}

export interface BesideRebuild {
  readonly failed: number
  readonly alone_p99_ms: number
  readonly beside_p99_ms: number
  /** Of each pair of rounds the difference of the two, the least first. */
  readonly added_all_p99_ms: readonly number[]
  /** The middle one. */
  readonly added_p99_ms: number
  /** Whole rebuilds that ended meanwhile. */
  readonly rebuilds: number
}

export interface GateMemory {
  readonly minutes: number
  readonly requests: number
  readonly failed: number
  readonly resident_bytes: number
  /** What is held after all that is not was given up. */
  readonly held_mib_per_minute: number
  readonly resident_mib_per_minute: number
}

/** A figure with the bar that it is to meet. */
export interface Bar {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly bound: number
  readonly is_at_most: boolean
  /** Unknown where the measurement was too short. */
  readonly is_met: boolean | undefined
}

const DECIDE_MS_MAX = 1
const ADDED_MS_MAX = 2
const INTAKE_MIN = 30_000
/** Ten minutes of it are less than what one collection of the heap gives back. */
const SLOPE_MIB_MAX = 1
/** Below that the heap has not come to rest. */
const SLOPE_MINUTES_MIN = 5

export function barsOf({ decide, proxy, beside, intake, memory }: GateBench): readonly Bar[] {
  const most = (name: string, value: number, unit: string, bound: number): Bar => ({
    ...{ name, value, unit, bound },
    is_at_most: true,
    is_met: value <= bound,
  })
  const rate = intake.exchanges_per_second
  const growth = most('memory growth', memory.held_mib_per_minute, 'MiB/min', SLOPE_MIB_MAX)
  return [
    most('decision, p99', decide.p99_ms, 'ms', DECIDE_MS_MAX),
    most('proxy adds, p99', proxy.added.p99_ms, 'ms', ADDED_MS_MAX),
    most('rebuild adds, p99', beside.added_p99_ms, 'ms', ADDED_MS_MAX),
    {
      name: 'intake, durable',
      value: rate,
      unit: 'a second',
      bound: INTAKE_MIN,
      is_at_most: false,
      is_met: rate >= INTAKE_MIN,
    },
    memory.minutes < SLOPE_MINUTES_MIN ? { ...growth, is_met: undefined } : growth,
    most('failed requests', failures({ proxy, beside, intake, memory }), '', 0),
  ]
}

const failures = (parts: Pick<GateBench, 'proxy' | 'beside' | 'intake' | 'memory'>): number =>
  Object.values(parts).reduce((sum, { failed }) => sum + failed, 0)
