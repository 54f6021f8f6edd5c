import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Findings } from '../src/domain/findings.js'

const run = promisify(execFile)
const BYTES_MAX = 256 * 1024 * 1024

/** The findings of a folder as the product prints them, from a process of its own. */
export async function scanText(folder: string, shards = 1, source = ''): Promise<string> {
  const args = ['test/scan-child.js', folder, String(shards), ...(source === '' ? [] : [source])]
  const { stdout } = await run(process.execPath, args, { maxBuffer: BYTES_MAX })
  return stdout
}

export const scanFindings = async (folder: string, shards = 1, source = ''): Promise<Findings> =>
  JSON.parse(await scanText(folder, shards, source)) as Findings
