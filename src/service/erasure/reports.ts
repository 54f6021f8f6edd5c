import { lstat, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { StillwatchError, systemProblem } from '../../domain/errors.js'

/** What a scan writes, each with words that only ours has at its beginning. */
const FILES = Object.freeze({
  'findings.json': '"stillwatch.findings/1"',
  'report.html': '<title>Stillwatch: ',
})
const HEAD_BYTES = 4096

/** Deletes what a scan wrote into a folder, which names whom it is about and quotes them; returns which files. Only looks where it is a trial. */
export async function eraseReport(folder: string, isTrial: boolean): Promise<readonly string[]> {
  try {
    await lstat(folder)
  } catch (error) {
    const problem = systemProblem(error) ?? 'it cannot be read'
    throw new StillwatchError('REPORT_UNREADABLE', { path: folder, problem }, error)
  }
  const found: string[] = []
  for (const [file, words] of Object.entries(FILES)) {
    const path = join(folder, file)
    if (!(await isOurs(path, words))) continue
    found.push(file)
    if (!isTrial) await rm(path)
  }
  return found
}

/** A file and no link to one, which may be somebody else's. */
async function isOurs(path: string, words: string): Promise<boolean> {
  const stat = await lstat(path).catch(() => undefined)
  if (stat?.isFile() !== true) return false
  const handle = await open(path, 'r')
  try {
    const head = Buffer.alloc(HEAD_BYTES)
    const { bytesRead } = await handle.read(head, 0, HEAD_BYTES, 0)
    return head.subarray(0, bytesRead).includes(words)
  } finally {
    await handle.close()
  }
}
