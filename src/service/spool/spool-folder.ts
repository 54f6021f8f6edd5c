import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { StillwatchError } from '../../domain/errors.js'
import { type SegmentFile, segmentFileOf } from './segment-name.js'

/** A segment of the folder with its size and the instant of its last write, in milliseconds. */
export interface FoundSegment extends SegmentFile {
  readonly bytes: number
  readonly writtenMs: number
}

/** The segments of a folder in the order of their numbers. What is gone meanwhile is left out. */
export async function listSegments(folder: string): Promise<readonly FoundSegment[]> {
  const files = (await readdir(folder)).flatMap((file) => segmentFileOf(file) ?? [])
  const found = await Promise.all(
    files.map(async (segment) => {
      try {
        const { size, mtimeMs } = await stat(join(folder, segment.file))
        return [{ ...segment, bytes: size, writtenMs: mtimeMs }]
      } catch (error) {
        // The other process renames and deletes as it goes.
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
        throw error
      }
    }),
  )
  return found.flat().sort((a, b) => a.number - b.number || (a.name < b.name ? -1 : 1))
}

/** Makes durable which names the folder holds: a file that was synced may else be gone after a power failure. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const heldHere = new Set<string>()

/**
 * One writer a folder: a second would recover, and so cut, what the first is writing. The lock says which
 * process holds it and since when that runs: after a restart of the machine or of a container its number
 * belongs to somebody else, and a lock that a power failure left half written belongs to nobody.
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, 'writer.lock')
  if (heldHere.has(file)) throw locked(folder, process.pid)
  const mine = `${file}.${process.pid}`
  writeFileSync(mine, lockText(process.pid) ?? '', { mode: 0o600 })
  try {
    // A link appears with its content, where a file that is created has none yet.
    linkSync(mine, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const text = readFileSync(file, 'utf8')
    const owner = Number(text.split(' ')[0])
    if (text === lockText(owner)) throw locked(folder, owner)
    renameSync(mine, file)
  } finally {
    rmSync(mine, { force: true })
  }
  heldHere.add(file)
  return () => {
    heldHere.delete(file)
    rmSync(file, { force: true })
  }
}

const locked = (path: string, owner: number) =>
  new StillwatchError('SPOOL_LOCKED', { path, owner: String(owner) })

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
