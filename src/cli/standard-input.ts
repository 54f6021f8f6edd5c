import { createWriteStream, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** Standard input as a file, since the engine reads files. The caller removes its folder. */
export async function spoolStandardInput(): Promise<{ folder: string; path: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'stillwatch-stdin-'))
  const path = join(folder, 'exchange.jsonl')
  await pipeline(process.stdin, createWriteStream(path))
  return { folder, path }
}
