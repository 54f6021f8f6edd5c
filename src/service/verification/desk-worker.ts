import { parentPort, workerData } from 'node:worker_threads'
import { makeAssessor } from '../../verification/assessor.js'
import { loadReasons } from '../../verification/index.js'
import type { DeskAnswer, DeskAsked, DeskData } from './desk.js'
import { makeOrigins } from './origins.js'

/** The thread that knows who signed up: decisions about exchanges are answered while it compares. */
const { hashKey, remembered } = workerData as DeskData
const assessor = makeAssessor({ reasons: await loadReasons(), origins: makeOrigins(hashKey) })

parentPort?.on('message', ({ number, application, nowMs }: DeskAsked) => {
  const assessment = assessor.assess(application, nowMs)
  parentPort?.postMessage({ number, assessment } satisfies DeskAnswer)
  assessor.keep(remembered)
})
