/** Processes of the bench, each on the core that it is to have. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'

/** The gate has a core to itself where there are two; all that surrounds it shares the other. */
export type Core = 'gate' | 'rest'

export interface PinnedProcess {
  readonly child: ChildProcess
  /** Sends a message and gives the next one that comes back. */
  readonly ask: <Answer>(message?: unknown) => Promise<Answer>
  readonly stop: () => Promise<void>
}

/** Whether processes can be given a core each. */
export const hasCores = (): boolean =>
  availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0

/** Moves this process, which sends, away from what it measures; those that it starts have a core of their own. */
export function giveWay(): void {
  spawnSync('taskset', ['-a', '-p', '-c', CORES.rest, String(process.pid)])
}

const CORES: Readonly<Record<Core, string>> = { gate: '0', rest: '1' }

export interface StartOptions {
  readonly core: Core
  readonly isPinned: boolean
  /** Gives way to all others on its core, and says nothing. */
  readonly isBehind?: boolean
  /** Of Node. */
  readonly flags?: readonly string[]
}

/** Starts a built program of this package with a task, and lets it speak. */
export function startProcess(program: URL, task: unknown, options: StartOptions): PinnedProcess {
  const { core, isPinned, isBehind = false, flags = [] } = options
  const pinned = isPinned ? ['taskset', '-c', CORES[core]] : []
  const [command = '', ...words] = [
    ...pinned,
    ...(isBehind ? ['nice', '-n', '19'] : []),
    process.execPath,
    '--expose-gc',
    ...flags,
    fileURLToPath(program),
    JSON.stringify(task),
  ]
  const child = spawn(command, words, {
    stdio: ['ignore', 'ignore', isBehind ? 'ignore' : 'inherit', 'ipc'],
  })
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      process.removeListener('exit', end)
      resolve()
    })
  })
  return {
    child,
    ask: <Answer>(message?: unknown) =>
      new Promise<Answer>((resolve, reject) => {
        const lost = () => reject(new Error(`${fileURLToPath(program)} ended`))
        child.once('message', (answer) => {
          child.removeListener('exit', lost)
          resolve(answer as Answer)
        })
        child.once('exit', lost)
        if (message !== undefined) child.send(message as object)
      }),
    stop: async () => {
      child.kill('SIGKILL')
      await exited
    },
  }
}
