import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

const heldHere = new Set<string>()

/**
 * Holds `file` as the lock of this process, and gives what releases it; `refused` makes the error for whoever
 * is not the first. The lock says which process holds it and since when that runs: after a restart of the
 * machine or of a container its number belongs to somebody else, and a lock that a power failure left half
 * written belongs to nobody.
 */
export function holdLock(file: string, refused: (owner: number) => Error): () => void {
  if (heldHere.has(file)) throw refused(process.pid)
  const mine = `${file}.${process.pid}`
  writeFileSync(mine, lockText(process.pid) ?? '', { mode: 0o600 })
  try {
    // A link appears with its content, where a file that is created has none yet.
    linkSync(mine, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const owner = lockOwner(file)
    if (owner !== undefined) throw refused(owner)
    renameSync(mine, file)
  } finally {
    rmSync(mine, { force: true })
  }
  heldHere.add(file)
  return () => {
    if (heldHere.delete(file)) rmSync(file, { force: true })
  }
}

/** The process that holds a lock, or nothing where none does. */
export function lockOwner(file: string): number | undefined {
  const text = textOf(file)
  const owner = Number(text.split(' ')[0])
  return text !== '' && text === lockText(owner) ? owner : undefined
}

/** Its holder may let go of it at any moment. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

/** What the lock of a process says, or nothing where there is no such process. */
export function lockText(pid: number): string | undefined {
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined
  return `${pid} ${startOf(pid)} .`
}

/** When a process began: the machine's start and the ticks since. Where the system does not say, always the same. */
function startOf(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    // The name of the program stands in brackets and may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ')
    return `${boot} ${fields[STAT_START]}`
  } catch {
    return 'unknown'
  }
}

// Of the fields behind the name: the 22nd of all.
const STAT_START = 19

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
