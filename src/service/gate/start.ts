import { join } from 'node:path'
import type { HashSecrets } from '../../config/key.js'
import type { ServeSettings } from '../../config/serve.js'
import { StillwatchError, systemProblem } from '../../domain/errors.js'
import { peopleSocket } from '../people/socket.js'
import { openSpool } from '../spool/spool.js'
import { taxiiSocket } from '../taxii/socket.js'
import { descriptorsMax, withinDescriptors } from './descriptors.js'
import { type EngineWatch, watchEngine } from './engine-watch.js'
import { runGate } from './run.js'

export interface StartedGate {
  readonly url: string
  readonly engine: EngineWatch
  /** Takes no more requests, lets those that run end, and closes the spool behind them. */
  stop(): Promise<void>
}

export interface GateProcessOptions {
  readonly readServe: () => ServeSettings
  readonly hashSecret: HashSecrets
  /** What texts are sealed with that are to be fingerprinted and not kept. The engine has it too. */
  readonly sealKey?: Uint8Array | undefined
  readonly version: string
  readonly now: () => number
  readonly clock: () => number
}

/** All that the process of the gate is: the spool, what the engine says, and the doors. */
export async function startGate(options: GateProcessOptions): Promise<StartedGate> {
  const descriptors = descriptorsMax()
  const readServe = () => withinDescriptors(options.readServe(), descriptors)
  const { state, spool_bytes_max: bytesMax, host, port, limits } = options.readServe()
  const spool = await openSpool({ folder: join(state, 'spool'), bytesMax, now: options.now })
  const engine = watchEngine({ ...options, state })
  try {
    const { url, stop, gate } = await runGate({
      ...options,
      readServe,
      spool,
      engine: engine.state,
      people: { socket: peopleSocket(state), version: options.version },
      taxii: taxiiSocket(state),
    })
    const { connections_max } = gate.settings().limits
    if (connections_max < limits.connections_max) {
      gate.app.log.warn({ descriptors, connections_max }, 'fewer connections than are set')
    }
    return Object.freeze({
      url,
      engine,
      stop: async () => {
        await stop()
        engine.close()
        await spool.close()
      },
    })
  } catch (error) {
    engine.close()
    await spool.close()
    const { syscall } = error as NodeJS.ErrnoException
    if (syscall !== 'listen' && syscall !== 'bind') throw error
    const problem = systemProblem(error) ?? 'the system refuses it'
    throw new StillwatchError('LISTEN_FAILED', { host, port: String(port), problem }, error)
  }
}
