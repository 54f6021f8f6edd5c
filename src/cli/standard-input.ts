import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { makeTemporary, removeTemporary } from './temporary.js'

/**
 * Standard input as a file, since the engine reads a file more than once. The caller removes its folder
 * with `removeTemporary`; what the input is (compressed, an array) shows in its first bytes.
 */
export async function spoolStandardInput(): Promise<{ folder: string; path: string }> {
  const folder = makeTemporary('stillwatch-stdin-')
  const path = join(folder, 'exchange.jsonl')
  try {
    await pipeline(process.stdin, createWriteStream(path))
  } catch (error) {
    removeTemporary(folder)
    throw error
  }
  return { folder, path }
}
