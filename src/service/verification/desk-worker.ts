import { parentPort, workerData } from 'node:worker_threads'
import { assess } from '../../verification/assess.js'
import { factsOf } from '../../verification/facts.js'
import { loadReasons } from '../../verification/index.js'
import { NO_MARKS } from '../../verification/marks.js'
import { makeSignups } from '../../verification/signups.js'
import type { DeskAnswer, DeskAsked } from './desk.js'
import { makeOrigins } from './origins.js'

/** The thread that knows who signed up: decisions about exchanges are answered while it compares. */
const { hashKey, remembered } = workerData as {
  readonly hashKey: string
  readonly remembered: number
}
const reasons = await loadReasons()
const origins = makeOrigins(hashKey)
const signups = makeSignups()

parentPort?.on('message', ({ number, application }: DeskAsked) => {
  const facts = factsOf(application, origins)
  const assessment = assess(reasons, facts, signups.around(facts), NO_MARKS)
  signups.add(facts)
  parentPort?.postMessage({ number, assessment } satisfies DeskAnswer)
  // A fifth more than is to be kept, since forgetting takes some tenths of a second.
  if (signups.size > remembered * 1.2) signups.keep(remembered)
})
