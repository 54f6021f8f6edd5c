import { Counter, Gauge, type Registry } from 'prom-client'
import type { IntakeSeen } from './intake/plugin.js'
import { newCounters, type ProxyCounters } from './proxy/ports.js'

/** Figures of the intake, to be told of each body that was answered. */
export function intakeFigures(register: Registry): (seen: IntakeSeen) => void {
  const bodies = new Counter({
    name: 'stillwatch_intake_bodies_total',
    help: 'Bodies answered, by route and status.',
    labelNames: ['route', 'status'],
    registers: [register],
  })
  const records = new Counter({
    name: 'stillwatch_intake_records_total',
    help: 'Records of these bodies, by what became of them.',
    labelNames: ['route', 'result'],
    registers: [register],
  })
  return ({ route, status, accepted, rejected }) => {
    bodies.inc({ route, status: String(status) })
    records.inc({ route, result: 'accepted' }, accepted)
    records.inc({ route, result: 'rejected' }, rejected)
  }
}

// Levels are among the decisions, by door; measures have labels.
type Figure = Exclude<keyof ProxyCounters, 'levels' | 'measures'>

/** What is in hand now; all others count from the start. */
const GAUGES: readonly Figure[] = ['in_hand', 'copies_bytes', 'held_bytes']

const HELP: Readonly<Record<Figure, string>> = {
  requests: 'Requests taken.',
  in_hand: 'Requests in hand.',
  keys_dropped:
    'Requests with other keys beside the one that names the account, which were not passed on.',
  refused_overload: 'Requests refused because too many were in hand.',
  decisions_failed: 'Requests that nobody could decide on; they passed.',
  upstream_failed: 'Exchanges that the upstream broke off.',
  upstream_timed_out: 'Exchanges that the upstream took too long over.',
  clients_gone: 'Exchanges that the client left.',
  recorded: 'Exchanges recorded.',
  recorded_textless: 'Exchanges recorded without text, for want of room.',
  recorded_cut: 'Exchanges recorded with a part of the text.',
  unrecorded_behind: 'Exchanges not recorded because the spool was behind.',
  unrecorded_refused: 'Exchanges that the spool refused.',
  unrecorded_unreadable: 'Exchanges that could not be read.',
  unrecorded_unattributed: 'Exchanges of nobody.',
  copies_bytes: 'Bytes of all copies in hand.',
  answers_withheld:
    'Answers that were held and not passed on: they repeated their reasoning, or could not be looked into.',
  held_bytes: 'Bytes of all answers that are held.',
}

/** Counters for the proxy to add to, shown as figures whenever these are asked for. */
export function proxyFigures(register: Registry): ProxyCounters {
  const counters = newCounters()
  const registers = [register]
  for (const [figure, help] of Object.entries(HELP) as [Figure, string][]) {
    const name = `stillwatch_proxy_${figure}`
    if (GAUGES.includes(figure)) {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(counters[figure])
        },
      })
    } else {
      new Counter({
        name: `${name}_total`,
        help,
        registers,
        collect() {
          this.reset()
          this.inc(counters[figure])
        },
      })
    }
  }
  new Counter({
    name: 'stillwatch_proxy_measures_total',
    help: 'Exchanges that a countermeasure touched, by measure; `unseen` is one that could not be looked into.',
    labelNames: ['measure'],
    registers,
    collect() {
      this.reset()
      for (const [measure, count] of Object.entries(counters.measures)) this.inc({ measure }, count)
    },
  })
  return counters
}
