import { parentPort, workerData } from 'node:worker_threads'
import { ASSESS_SETTINGS } from '../../verification/assess.js'
import { makeAssessor } from '../../verification/assessor.js'
import { loadReasons } from '../../verification/index.js'
import { marksOf } from '../../verification/marks.js'
import type { DeskAsked, DeskData, DeskSaid } from './desk.js'
import { toldApplications, watchMarks } from './desk-memory.js'
import { makeOrigins } from './origins.js'

/** The thread that knows who signed up: decisions about exchanges are answered while it compares. */
const { hashKey, remembered, state, calibration } = workerData as DeskData
const assessor = makeAssessor({
  reasons: await loadReasons(),
  origins: makeOrigins(hashKey),
  settings: { ...ASSESS_SETTINGS, ...calibration },
})
const say = (said: DeskSaid) => parentPort?.postMessage(said)

/** What cannot be read is what was not told: the desk knows less, and answers. */
if (state !== undefined) {
  try {
    for await (const application of toldApplications(state)) assessor.remember(application)
  } catch (error) {
    say({ kind: 'problem', problem: `applications: ${(error as Error).name}` })
  }
  const newMarks = watchMarks(state)
  const look = () => {
    try {
      const marks = newMarks()
      if (marks !== undefined) assessor.mark(marksOf(marks))
    } catch (error) {
      say({ kind: 'problem', problem: `marks: ${(error as Error).name}` })
    }
  }
  look()
  // A run takes longer than that.
  setInterval(look, 2000)
}

parentPort?.on('message', ({ number, application, nowMs }: DeskAsked) => {
  const assessment = assessor.assess(application, nowMs)
  say({ kind: 'assessed', number, assessment })
  assessor.keep(remembered)
})
say({ kind: 'ready' })
