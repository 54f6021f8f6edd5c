import { readTold, toldPath } from '../engine/told.js'
import type { EngineState } from './plugin.js'

export interface EngineWatch {
  state(): EngineState
  /** What the supervisor sees of the process. */
  told(state: EngineState['state']): void
  close(): void
}

const LOOK_MS = 1000
/** Twelve of its beats. By the clock of this process: the wall's may be set. */
const SILENCE_MS_MAX = 60_000

/** Follows what the engine writes of itself. One that runs and says nothing any more counts as down. */
export function watchEngine(options: {
  readonly state: string
  readonly now: () => number
  readonly clock: () => number
}): EngineWatch {
  const path = toldPath(options.state)
  let process: EngineState['state'] = 'starting'
  let since = options.now()
  let told = readTold(path)
  let heardMs = options.clock()
  const look = () => {
    const read = readTold(path)
    if (read === undefined || read.written_at === told?.written_at) return
    told = read
    heardMs = options.clock()
  }
  const timer = setInterval(look, LOOK_MS)
  timer.unref()
  const isSilent = () => options.clock() - heardMs > SILENCE_MS_MAX
  return Object.freeze({
    state: () => ({
      ...told,
      state: process === 'running' && isSilent() ? 'down' : process,
      since_ms: since,
    }),
    told: (state: EngineState['state']) => {
      if (state === process) return
      process = state
      since = options.now()
      heardMs = options.clock()
    },
    close: () => clearInterval(timer),
  })
}
