import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Decision } from '../decisions/decide.js'
import type { SnapshotState } from '../decisions/snapshot-watch.js'
import type { Spool } from '../spool/model.js'
import type { Keeper } from '../verification/keeping.js'
import type { Connections } from './connections.js'

export interface GateMetrics {
  decided(door: string, decision: Decision, seconds: number): void
  answered(route: string, status: number, seconds: number): void
  snapshotChanged(state: SnapshotState): void
  text(): Promise<string>
  readonly contentType: string
  /** For the figures of the intake and the proxy. */
  readonly register: Registry
}

export interface MetricsSources {
  readonly now: () => number
  readonly snapshot: () => SnapshotState
  readonly spool: Pick<Spool, 'stats'> | undefined
}

const DECIDE_SECONDS = [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.001, 0.01, 0.1]
const HTTP_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10]

/**
 * Figures of Node that look at every open connection whenever they are asked for: with ten thousand of them the gate
 * would answer nobody for a tenth of a second. `stillwatch_connections` tells the same.
 */
const COUNTED_ONE_BY_ONE = [
  'nodejs_active_handles',
  'nodejs_active_handles_total',
  'nodejs_active_requests',
  'nodejs_active_requests_total',
  'nodejs_active_resources',
  'nodejs_active_resources_total',
  'process_open_fds',
]

/** The figures of one gate, in a registry of its own. No label is anything that a client chose. */
export function makeMetrics(sources: MetricsSources): GateMetrics {
  const register = new Registry()
  const registers = [register]
  collectDefaultMetrics({ register })
  for (const name of COUNTED_ONE_BY_ONE) register.removeSingleMetric(name)
  const decisions = new Counter({
    name: 'stillwatch_decisions_total',
    help: 'Decisions made, by the door that asked, the level and the policy.',
    labelNames: ['door', 'level', 'policy_id'],
    registers,
  })
  const decideSeconds = new Histogram({
    name: 'stillwatch_decision_seconds',
    help: 'Time from the parsed request to the decision, with the sketch of its texts.',
    labelNames: ['door'],
    buckets: DECIDE_SECONDS,
    registers,
  })
  const httpSeconds = new Histogram({
    name: 'stillwatch_http_request_seconds',
    help: 'Time to answer a request, by route and status.',
    labelNames: ['route', 'status'],
    buckets: HTTP_SECONDS,
    registers,
  })
  const snapshots = new Counter({
    name: 'stillwatch_snapshots_total',
    help: 'Snapshots looked at, by what became of them.',
    labelNames: ['result'],
    registers,
  })
  addGauges(sources, registers)
  return Object.freeze({
    decided(door: string, { level, policy_id }: Decision, seconds: number) {
      decisions.inc({ door, level, policy_id: policy_id ?? '' })
      decideSeconds.observe({ door }, seconds)
    },
    answered: (route: string, status: number, seconds: number) =>
      httpSeconds.observe({ route, status: String(status) }, seconds),
    snapshotChanged: ({ refused }: SnapshotState) =>
      snapshots.inc({ result: refused === null ? 'taken' : 'refused' }),
    text: () => register.metrics(),
    contentType: register.contentType,
    register,
  })
}

/** Whether clients take more connections than there may be. */
export function addConnections(register: Registry, { held, closed }: Connections): void {
  const registers = [register]
  new Gauge({
    name: 'stillwatch_connections',
    help: 'Connections of clients.',
    registers,
    collect() {
      this.set(held())
    },
  })
  new Counter({
    name: 'stillwatch_connections_closed_total',
    help: 'Connections that were closed for others, or for want of room.',
    registers,
    collect() {
      this.reset()
      this.inc(closed())
    },
  })
}

/** Whether what is answered about applications is kept. */
export function addKeeping(register: Registry, { figures }: Pick<Keeper, 'figures'>): void {
  const registers = [register]
  new Gauge({
    name: 'stillwatch_keeping_rows',
    help: 'Applications on their way to the disk.',
    registers,
    collect() {
      this.set(figures().under_way)
    },
  })
  new Counter({
    name: 'stillwatch_applications_unkept_total',
    help: 'Applications that were assessed and that nothing took.',
    registers,
    collect() {
      this.reset()
      this.inc(figures().unkept)
    },
  })
}

/** What is looked up when it is asked for. */
function addGauges({ now, snapshot, spool }: MetricsSources, registers: Registry[]): void {
  const gauge = (name: string, help: string, value: () => number | undefined) =>
    new Gauge({
      name: `stillwatch_${name}`,
      help,
      registers,
      collect() {
        const current = value()
        if (current === undefined) this.remove()
        else this.set(current)
      },
    })
  gauge('snapshot_age_seconds', 'Age of the decisions in force.', () => {
    const { tables } = snapshot()
    return tables === null ? undefined : Math.max(0, now() - tables.createdAtMs) / 1000
  })
  gauge(
    'snapshot_subjects',
    'Entries of the decisions in force.',
    () => snapshot().tables?.entries ?? 0,
  )
  gauge('snapshot_is_refused', 'Whether the newest file was not taken.', () =>
    snapshot().refused === null ? 0 : 1,
  )
  if (spool === undefined) return
  gauge(
    'spool_bytes',
    'Bytes of the spool that the engine has not read.',
    () => spool.stats().bytes,
  )
  gauge('spool_rows', 'Rows of the spool that the engine has not read.', () => spool.stats().rows)
  gauge('spool_segments', 'Segments of the spool.', () => spool.stats().segments)
  gauge(
    'spool_lag_seconds',
    'Age of the oldest row that the engine has not read.',
    () => (spool.stats().oldestMs ?? 0) / 1000,
  )
}
