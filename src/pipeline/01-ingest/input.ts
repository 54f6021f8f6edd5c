import type { StillwatchError } from '../../domain/errors.js'
import { statement } from '../../store/sql.js'
import type { InputContext } from '../stage.js'
import type { FoundInput } from './discover.js'
import { readExchanges } from './exchanges.js'
import { count, type FileGiven } from './given.js'
import { readRecords } from './records.js'

const rejectedOf = statement(
  'rejected',
  'SELECT count() AS rejected FROM exchange_rejected WHERE input_id = {input_id:UInt32}',
)

/** Reads one file of whatever kind as far as it is good. */
export async function readInput(
  context: InputContext,
  input: FoundInput,
  inputId: number,
): Promise<FileGiven> {
  const { kind } = input
  return kind === 'exchange'
    ? await readExchanges(context, input, inputId)
    : await readRecords(context, { ...input, kind }, inputId)
}

/** Says what a file gave. The row makes the input one that finished, so it is written last. */
export async function finishInput(
  { store }: InputContext,
  input: FoundInput,
  given: FileGiven,
  { inputId, runId }: { readonly inputId: number; readonly runId: string },
): Promise<number> {
  const rejected = await count(store, rejectedOf, 'rejected', { input_id: inputId })
  const { name: file, kind } = input
  const row = { input_id: inputId, run_id: runId, file, kind, ...given, rejected }
  await store.insert('input_file', [row])
  return rejected
}

/** A file of which nothing could be read. The file is named beside the fault, and its path may name a person. */
export const nothingGiven = ({ message }: StillwatchError): FileGiven => ({
  source: '',
  lines: 0,
  accepted: 0,
  fault: message
    .replace(/^The form of .* was not recognised: /, 'its form was not recognised: ')
    .replace(/^The file .* could not be read: /, '')
    .replace(/\.$/, ''),
  unknown_keys: {},
})
