import { StillwatchError } from '../../domain/errors.js'
import { sqlFile } from '../../store/sql.js'
import { defineStage, type RunContext } from '../stage.js'
import { discoverInputs, type FoundInput } from './discover.js'
import { lostFile } from './exchanges.js'
import type { FileGiven } from './given.js'
import { finishInput, nothingGiven, readInput } from './input.js'
import { recogniseSource } from './recognise.js'
import { dropRepeated } from './repeated.js'
import { recoverUnfinished } from './unfinished.js'

const file = (name: string) => sqlFile(import.meta.url, `./${name}.sql`, {})

const windowOf = file('window')
const reasonOf = sqlFile(import.meta.url, './reason_commonest.sql', { run_id: 'String' })

/**
 * Stage 1, ingest: what happened?
 *
 * The engine reads and parses every file; no row passes through TypeScript. A line at fault becomes a
 * row of `exchange_rejected`, a second row with an id that is already there is dropped and counted, a
 * file that breaks off keeps its good lines, and one of which nothing can be read is named in
 * `input_file`, while the rest is read. Only where no exchange is read at all is that an error.
 */
export const ingest = defineStage({
  name: 'ingest',
  question: 'What happened?',
  reads: [
    'account',
    'account_event',
    'application',
    'exchange',
    'exchange_kept',
    'exchange_rejected',
    'input_file',
    'model_release',
    'ruling',
  ],
  writes: [
    'account',
    'account_event',
    'application',
    'exchange',
    'exchange_kept',
    'exchange_rejected',
    'input_file',
    'model_release',
    'ruling',
  ],

  async run(context) {
    // Without inputs a run is about what the store has already: the service takes records in as they come.
    const isGiven = context.inputs.length > 0
    const found = isGiven ? discoverInputs(context.inputs) : []
    // An unknown source is known before an hour of reading, not after.
    if (context.sourceId !== undefined) {
      recogniseSource('', [], context.sources, context.sourceId)
    }
    const bytesAll = found.reduce((sum, input) => sum + input.bytes, 0)
    let inputId = await recoverUnfinished(context.store)
    let bytes = 0
    let accepted = 0
    const lost: StillwatchError[] = []
    for (const input of found) {
      inputId += 1
      context.progress(`reading ${input.name}`, bytes, bytesAll)
      const given = await readFile(context, input, inputId, lost)
      if (input.kind === 'exchange') accepted += given.accepted
      bytes += input.bytes
    }
    context.progress('reading', bytesAll, bytesAll)
    if (isGiven && accepted === 0) throw await nothingRead(context, lost)
    await dropRepeated(context.store)
    context.window = await readWindow(context)
  },
})

async function readFile(
  context: RunContext,
  input: FoundInput,
  inputId: number,
  lost: StillwatchError[],
): Promise<FileGiven> {
  const given = await givenBy(context, input, inputId, lost)
  await finishInput(context, input, given, { inputId, runId: context.runId })
  return given
}

async function givenBy(
  context: RunContext,
  input: FoundInput,
  inputId: number,
  lost: StillwatchError[],
): Promise<FileGiven> {
  try {
    return await readInput(context, input, inputId)
  } catch (error) {
    const fault = lostFile(error)
    if (input.kind === 'exchange') lost.push(fault)
    return nothingGiven(fault)
  }
}

async function nothingRead({ store, inputs, runId }: RunContext, lost: readonly StillwatchError[]) {
  const [fault] = lost
  if (fault !== undefined) return fault
  const path = inputs.map((input) => input.path).join(', ')
  const [why] = await store.rows<{ reason: string; file: string; line: string; lines: string }>(
    reasonOf,
    { run_id: runId },
  )
  const found =
    why === undefined
      ? 'the files of exchanges are empty'
      : `no line is an exchange; of ${why.lines} it is because ${why.reason}, first in ${why.file}, line ${why.line}`
  return new StillwatchError('INPUT_EMPTY', { path, found })
}

async function readWindow({ store, inputs }: RunContext) {
  const [window] = await store.rows<{ start: string; end: string; exchanges: string }>(windowOf)
  if (window === undefined || Number(window.exchanges) === 0) {
    const path = inputs.map((input) => input.path).join(', ')
    throw inputs.length > 0
      ? new StillwatchError('INPUT_EMPTY', { path, found: 'no line was a readable exchange' })
      : new StillwatchError('INPUT_EMPTY', { path: 'the store', found: 'none is in it yet' })
  }
  return { start: window.start, end: window.end }
}
