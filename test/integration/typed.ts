import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** What the command prints for somebody who types it with their token. Rejects where it fails. */
export async function commandAs(who: string, args: readonly string[]): Promise<string> {
  const env = { ...process.env, STILLWATCH_TOKEN: `token-${who}`, COLUMNS: '80' }
  const all = ['dist/cli/main.js', ...args]
  const { stdout } = await promisify(execFile)(process.execPath, all, { env })
  return stdout
}
