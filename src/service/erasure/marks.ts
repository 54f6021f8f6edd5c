import { existsSync, readFileSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { HashSecrets } from '../../config/key.js'
import { StillwatchError } from '../../domain/errors.js'
import { makeFolder } from '../../store/folder.js'
import { syncFolder } from '../spool/spool-folder.js'
import { type Mark, markForm, marksUnder } from './subject.js'

/** Beside the store and not in it: a store that comes back from an older backup must not forget whom it had erased. */
const MARKS_FILE = 'erasures.json'
const MARKS_MAX = 1_000_000
const form = z.strictObject({
  schema: z.literal('stillwatch.erasures/1'),
  erasures: z.array(markForm).max(MARKS_MAX),
})

export const marksPath = (state: string): string => join(state, MARKS_FILE)

export function readMarks(state: string): readonly Mark[] {
  const path = marksPath(state)
  if (!existsSync(path)) return []
  try {
    return form.parse(JSON.parse(readFileSync(path, 'utf8'))).erasures
  } catch (error) {
    throw new StillwatchError('ERASURES_UNREADABLE', { path }, error)
  }
}

/** Notes an erasure in place of the same one, durably. */
export async function noteMark(state: string, mark: Mark): Promise<void> {
  const others = readMarks(state).filter(
    ({ subject_hash, scope }) => subject_hash !== mark.subject_hash || scope !== mark.scope,
  )
  await writeMarks(state, [...others, mark])
}

/** Takes the marks to the newest secret of a chain, so that nobody can test a guess with an older one. */
export async function takeMarksAlong(state: string, secrets: HashSecrets): Promise<void> {
  const marks = readMarks(state)
  const under = marksUnder(marks, secrets)
  if (under.some((mark, at) => mark !== marks[at])) await writeMarks(state, under)
}

async function writeMarks(state: string, erasures: readonly Mark[]): Promise<void> {
  makeFolder(state)
  const path = marksPath(state)
  const handle = await open(`${path}.part`, 'w', 0o600)
  try {
    const text = { schema: 'stillwatch.erasures/1', erasures }
    await handle.writeFile(`${JSON.stringify(text, null, 1)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(`${path}.part`, path)
  await syncFolder(state)
}
