import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// The folders that this process has made and not yet removed.
const folders = new Set<string>()

/** A folder for this command alone. It is removed with `removeTemporary`, or when the process ends. */
export function makeTemporary(prefix: string): string {
  if (folders.size === 0) process.once('exit', removeAll)
  const folder = mkdtempSync(join(tmpdir(), prefix))
  folders.add(folder)
  return folder
}

export function removeTemporary(folder: string): void {
  if (!folders.delete(folder)) return
  // The engine may be writing still where the process was interrupted.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
}

function removeAll(): void {
  for (const folder of folders) removeTemporary(folder)
}
