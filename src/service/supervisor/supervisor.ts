/**
 * The supervisor: keeps gate and engine running, each in a process of its own, and ends them in order. It decides
 * nothing, holds nothing and opens nothing, so that there is little it could die of.
 */
import type { ChildProcess } from 'node:child_process'
import type { Log } from '../log.js'
import { deathsAfter, isLoud, restartMs } from './restart.js'

export const PARTS = ['gate', 'engine'] as const
export type Part = (typeof PARTS)[number]

export interface SupervisorOptions {
  /** Starts one of the two, with a channel for messages. */
  readonly start: (part: Part) => ChildProcess
  /** Milliseconds that never go back. */
  readonly clock: () => number
  readonly log: Log
  /** How long each may take to end by itself. */
  readonly patienceMs: Readonly<Record<Part, number>>
}

export interface Supervisor {
  /** Lets both read their settings again. */
  reload(): void
  /** Ends the gate, which closes the spool, and then the engine. */
  stop(): Promise<void>
  /** Ends both at once. What was acknowledged is in the spool. */
  kill(): void
}

/** What a part tells once it does its work. */
export const READY = 'ready'

/** What the gate is told of the engine. */
export interface EngineMessage {
  readonly engine: 'starting' | 'running' | 'down'
}

interface Kept {
  readonly part: Part
  child: ChildProcess | undefined
  timer: NodeJS.Timeout | undefined
  /** In a row, at once. */
  deaths: number
  state: EngineMessage['engine']
}

export function supervise(options: SupervisorOptions): Supervisor {
  const gate = kept('gate')
  const engine = kept('engine')
  let isStopping = false
  const tellGate = () => {
    const message: EngineMessage = { engine: engine.state }
    // It may be ending just now; the one after it is told when it is ready.
    if (gate.child?.connected === true) gate.child.send(message, () => undefined)
  }
  const start = (one: Kept) => {
    one.timer = undefined
    const startedMs = options.clock()
    const child = options.start(one.part)
    one.child = child
    one.state = 'starting'
    child.on('message', (message) => {
      if (message !== READY) return
      one.state = 'running'
      tellGate()
    })
    child.on('error', (error) =>
      options.log.error({ part: one.part, code: codeOf(error) }, 'process'),
    )
    child.on('close', (code, signal) => {
      one.child = undefined
      one.state = 'down'
      tellGate()
      if (!isStopping)
        again(one, options, { code, signal, livedMs: options.clock() - startedMs }, start)
    })
  }
  for (const one of [gate, engine]) start(one)
  return Object.freeze({
    reload: () => {
      for (const { child } of [gate, engine]) child?.kill('SIGHUP')
    },
    stop: async () => {
      isStopping = true
      for (const { timer } of [gate, engine]) clearTimeout(timer)
      await end(gate, options)
      await end(engine, options)
    },
    kill: () => {
      isStopping = true
      for (const { child } of [gate, engine]) child?.kill('SIGKILL')
    },
  })
}

const kept = (part: Part): Kept => ({
  part,
  child: undefined,
  timer: undefined,
  deaths: 0,
  state: 'starting',
})

const codeOf = (error: Error) => (error as NodeJS.ErrnoException).code ?? error.name

interface Death {
  readonly code: number | null
  readonly signal: string | null
  readonly livedMs: number
}

function again(one: Kept, options: SupervisorOptions, death: Death, start: (one: Kept) => void) {
  const { part } = one
  one.deaths = deathsAfter(one.deaths, death.livedMs)
  const inMs = restartMs(part, one.deaths)
  const { code, signal } = death
  options.log.warn({ part, code, signal, restart_ms: inMs }, 'process ended')
  if (isLoud(one.deaths)) {
    options.log.error(
      { part, deaths: one.deaths },
      'process ends at once each time: see what it says before',
    )
  }
  one.timer = setTimeout(() => start(one), inMs)
}

async function end({ child, part }: Kept, { log, patienceMs }: SupervisorOptions): Promise<void> {
  if (child === undefined) return
  const ended = new Promise((resolve) => child.once('close', resolve))
  const impatience = setTimeout(() => {
    log.warn({ part }, 'process did not end in time and is killed; nothing acknowledged is lost')
    child.kill('SIGKILL')
  }, patienceMs[part])
  child.kill('SIGTERM')
  await ended
  clearTimeout(impatience)
}
