import { readFileSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { AlertFigures } from '../alerts/figures.js'
import type { AttemptFigures } from '../connector/connector.js'
import type { RequestFigures } from '../connector/figures.js'
import type { TaxiiFigures } from '../taxii/client/client.js'
import { WORKS } from './next-work.js'

const count = z.int().nonnegative()
/** What an engine of before did not tell. */
const figure = z.number().nonnegative().default(0)
const instant = z.iso.datetime().nullable()

/** What the engine says of itself, for the gate to show. No text, no identifier of a customer. */
export const engineTold = z.object({
  pid: count,
  written_at: z.iso.datetime(),
  started_at: z.iso.datetime(),
  is_open: z.boolean(),
  /** Whether this service, this process or one before it, ever had its store open. */
  was_open: z.boolean(),
  work: z.enum([...WORKS, 'idle']),
  /** The newest instant that a finished run has seen; a few misdated exchanges do not move it. */
  watermark: instant,
  /** How long the oldest record that no finished run has seen has been in the store. */
  lag_seconds: z.number().nonnegative(),
  last_run_id: z.string().nullable(),
  last_run_started_at: instant,
  last_run_seconds: z.number().nullable(),
  campaigns_act: count,
  campaigns_review: count,
  accounts_watch: count,
  partners_left_out: figure,
  runs: count,
  run_failures: count,
  run_failures_in_a_row: count,
  drain_failures_in_a_row: count,
  publish_failures_in_a_row: count,
  /** Nobody is added to what is in force until a derivation has finished; whoever is let go is let go. */
  is_only_releasing: z.boolean().default(false),
  account_requests_waiting: figure,
  account_requests_asked: figure,
  account_requests_accepted: figure,
  account_requests_refused: figure,
  account_requests_given_up: figure,
  account_requests_oldest_seconds: figure,
  account_attempts: figure,
  account_attempts_failed: figure,
  alerts_told_webhook: figure,
  alerts_failed_webhook: figure,
  alerts_dropped_webhook: figure,
  alerts_told_mail: figure,
  alerts_failed_mail: figure,
  alerts_dropped_mail: figure,
  taxii_pulled: figure,
  taxii_pushed: figure,
  taxii_failures: figure,
  rows_taken: count,
  rows_rejected: count,
  rows_repeated: count,
  /** Segments of the spool that wait for a person. */
  segments_aside: count,
  ends_held: figure,
  /** Clocks of the machine parted, and ends of enrolments come late until the wall clock is trusted anew. */
  is_clock_stepped: z.boolean().default(false),
  rebuilt_night: z.string(),
  rebuild_attempts: count,
  is_rebuilt: z.boolean(),
  problem: z.string().nullable(),
})
export type EngineTold = z.infer<typeof engineTold>

/** What is told of that which the engine does beside its work. */
export type BesideTold = Pick<EngineTold, 'publish_failures_in_a_row' | 'is_only_releasing'> &
  RequestFigures &
  AttemptFigures &
  AlertFigures &
  TaxiiFigures

export const toldPath = (state: string): string => join(state, 'engine.json')

/** What was written last, or nothing where there is no such file or it is no such file. */
export function readTold(path: string): EngineTold | undefined {
  try {
    return engineTold.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data
  } catch {
    return undefined
  }
}

/** A reader finds the old file or the new one. It need not outlive a power failure. */
export async function writeTold(path: string, told: EngineTold): Promise<void> {
  const temporary = `${path}.${process.pid}.part`
  const handle = await open(temporary, 'w', 0o600)
  try {
    await handle.writeFile(`${JSON.stringify(told, null, 2)}\n`)
  } finally {
    await handle.close()
  }
  await rename(temporary, path)
}
