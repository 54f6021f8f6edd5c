import { StillwatchError } from '../../domain/errors.js'
import { sqlFile, statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { defineStage, type RunContext } from '../stage.js'
import { discoverInputs, type FoundInput } from './discover.js'
import { lostFile, readExchanges } from './exchanges.js'
import { count, type FileGiven } from './given.js'
import { recogniseSource } from './recognise.js'
import { readRecords } from './records.js'

const file = (name: string) => sqlFile(import.meta.url, `./${name}.sql`, {})

const duplicatesCount = file('duplicates_count')
const duplicatesKeep = file('exchange_kept')
const duplicatesRestore = file('exchange_restore')
const recover = file('exchange_recover')
const windowOf = file('window')
const reasonOf = sqlFile(import.meta.url, './reason_commonest.sql', { run_id: 'String' })

const rejectedOf = statement(
  'rejected',
  'SELECT count() AS rejected FROM exchange_rejected WHERE input_id = {input_id:UInt32}',
)
const clearKept = statement('clear_kept', 'TRUNCATE TABLE exchange_kept')
const keptOf = statement('kept', 'SELECT count() AS kept FROM exchange_kept')
const dropDuplicates = statement(
  'drop_duplicates',
  'DELETE FROM exchange WHERE exchange_id IN (SELECT exchange_id FROM exchange_kept)',
)
const lastInput = statement('last_input', 'SELECT max(input_id) AS last FROM input_file')
const unfinishedOf = statement(
  'unfinished',
  'SELECT count() AS unfinished FROM exchange WHERE input_id > {input_id:UInt32}',
)
const forgetUnfinished = statement(
  'forget_unfinished',
  'DELETE FROM exchange WHERE input_id > {input_id:UInt32}',
)

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
    'exchange',
    'exchange_kept',
    'exchange_rejected',
    'input_file',
    'model_release',
    'ruling',
  ],

  async run(context) {
    const found = discoverInputs(context.inputs)
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
    if (accepted === 0) throw await nothingRead(context, lost)
    await dropRepeated(context.store)
    context.window = await readWindow(context)
  },
})

/** What a scan that was interrupted left half done is undone, or it would count twice or be lost. */
async function recoverUnfinished(store: Store): Promise<number> {
  if ((await count(store, keptOf, 'kept', {})) > 0) {
    await store.run(recover)
    await store.run(clearKept)
  }
  const [row] = await store.rows<{ last: number }>(lastInput)
  const last = Number(row?.last ?? 0)
  if ((await count(store, unfinishedOf, 'unfinished', { input_id: last })) > 0) {
    await store.run(forgetUnfinished, { input_id: last })
  }
  return last
}

async function readFile(
  context: RunContext,
  input: FoundInput,
  inputId: number,
  lost: StillwatchError[],
): Promise<FileGiven> {
  const given = await givenBy(context, input, inputId, lost)
  const rejected = await count(context.store, rejectedOf, 'rejected', { input_id: inputId })
  await context.store.insert('input_file', [
    {
      input_id: inputId,
      run_id: context.runId,
      file: input.name,
      kind: input.kind,
      ...given,
      rejected,
    },
  ])
  return given
}

async function givenBy(
  context: RunContext,
  input: FoundInput,
  inputId: number,
  lost: StillwatchError[],
): Promise<FileGiven> {
  try {
    const { kind } = input
    return kind === 'exchange'
      ? await readExchanges(context, input, inputId)
      : await readRecords(context, { ...input, kind }, inputId)
  } catch (error) {
    const fault = lostFile(error)
    if (input.kind === 'exchange') lost.push(fault)
    return { source: '', lines: 0, accepted: 0, fault: withoutPath(fault), unknown_keys: {} }
  }
}

/** The file is named beside the fault, and its path may name a person. */
const withoutPath = ({ message }: StillwatchError) =>
  message
    .replace(/^The form of .* was not recognised: /, 'its form was not recognised: ')
    .replace(/^The file .* could not be read: /, '')
    .replace(/\.$/, '')

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

async function dropRepeated(store: Store): Promise<void> {
  if ((await count(store, duplicatesCount, 'duplicates', {})) === 0) return
  await store.run(clearKept)
  await store.run(duplicatesKeep)
  await store.run(dropDuplicates)
  await store.run(duplicatesRestore)
  await store.run(clearKept)
}

async function readWindow({ store, inputs }: RunContext) {
  const [window] = await store.rows<{ start: string; end: string; exchanges: string }>(windowOf)
  if (window === undefined || Number(window.exchanges) === 0) {
    const path = inputs.map((input) => input.path).join(', ')
    throw new StillwatchError('INPUT_EMPTY', { path, found: 'no line was a readable exchange' })
  }
  return { start: window.start, end: window.end }
}
