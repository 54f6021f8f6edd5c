import { Gauge, type Registry } from 'prom-client'
import type { EngineState } from './plugin.js'

/** What the engine told, as figures. Counts are since its process began. */
const FIGURES: Readonly<Record<string, string>> = {
  lag_seconds: 'How long the oldest record that no run has seen has been in the store.',
  last_run_seconds: 'How long the last run took.',
  run_failures_in_a_row: 'Runs that failed since the last that finished.',
  drain_failures_in_a_row: 'Passes of the drain that failed since the last that did not.',
  publish_failures_in_a_row: 'Publications that failed since the last that did not.',
  is_only_releasing:
    'Whether nobody is added to what is in force, for want of a finished derivation; whoever is let go is let go.',
  is_clock_stepped:
    'Whether clocks of the machine parted by more than an hour: ends of enrolments come late.',
  account_requests_waiting: 'Requests to the account system of which nothing was sent.',
  account_requests_asked:
    'Requests to the account system that may have arrived and were not answered.',
  account_requests_accepted: 'Requests that the account system heard, and has not said to be done.',
  account_requests_refused: 'Requests that the account system refused.',
  account_requests_given_up: 'Requests that the account system never answered.',
  account_requests_oldest_seconds: 'How long the oldest request that is not answered has waited.',
  account_attempts: 'Attempts to ask the account system.',
  account_attempts_failed: 'Attempts to ask the account system that are to be made again.',
  alerts_told_webhook: 'Alerts that the webhook took.',
  alerts_failed_webhook: 'Attempts to tell the webhook that failed.',
  alerts_dropped_webhook: 'Alerts that were dropped because the webhook took none for a day.',
  alerts_told_mail: 'Alerts that the mail server took.',
  alerts_failed_mail: 'Attempts to send mail that failed.',
  alerts_dropped_mail: 'Alerts that were dropped because no mail went for a day.',
  taxii_pulled: 'Objects that came from TAXII servers of others.',
  taxii_pushed: 'Objects that TAXII servers of others took.',
  taxii_failures: 'Attempts to read or to tell TAXII servers of others that failed.',
  runs: 'Runs that finished.',
  run_failures: 'Runs that failed.',
  rows_taken: 'Rows taken into the store.',
  rows_rejected: 'Rows rejected on the way into the store.',
  rows_repeated: 'Exchanges that were in the store already.',
  segments_aside: 'Segments of the spool that wait for a person.',
  ends_held:
    'Enrolments that are over by the clock and wait for a person, since they are many at once.',
}

const INSTANTS: Readonly<Record<string, string>> = {
  watermark: 'Newest instant that a finished run has seen.',
  last_run_started_at: 'When the last finished run began.',
}

const FINDINGS: Readonly<Record<string, string>> = {
  campaigns_act: 'Campaigns of the last run to act on.',
  campaigns_review: 'Campaigns of the last run to review.',
  accounts_watch: 'Accounts of the last run to watch.',
  partners_left_out: 'Partners that the last run did not hear, since it heard as many as it may.',
}

export function addEngineFigures(register: Registry, engine: () => EngineState): void {
  const gauge = (name: string, help: string, value: () => number | undefined) =>
    new Gauge({
      name: `stillwatch_engine_${name}`,
      help,
      registers: [register],
      collect() {
        const current = value()
        if (current === undefined) this.remove()
        else this.set(current)
      },
    })
  gauge('is_running', 'Whether the engine runs.', () => (engine().state === 'running' ? 1 : 0))
  for (const [name, help] of Object.entries({ ...FIGURES, ...FINDINGS })) {
    gauge(name, help, () => {
      const value = engine()[name]
      if (typeof value === 'boolean') return value ? 1 : 0
      return typeof value === 'number' ? value : undefined
    })
  }
  for (const [name, help] of Object.entries(INSTANTS)) {
    gauge(`${name}_seconds`, `${help} Seconds since 1970.`, () => {
      const value = engine()[name]
      return typeof value === 'string' ? Date.parse(value) / 1000 : undefined
    })
  }
}
