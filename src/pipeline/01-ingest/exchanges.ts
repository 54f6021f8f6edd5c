import { StillwatchError } from '../../domain/errors.js'
import type { Source } from '../../sources/define.js'
import { sqlFile, statement } from '../../store/sql.js'
import type { InputFile, Store } from '../../store/store.js'
import type { InputContext } from '../stage.js'
import type { FoundInput } from './discover.js'
import {
  count,
  type FileGiven,
  headerLines,
  linesHolding,
  rejectSkipped,
  rowsHolding,
  unknownKeys,
} from './given.js'
import { type Opened, openFound, withMending } from './opened.js'
import { objectsOf, recogniseSource } from './recognise.js'
import { forgetInput } from './unfinished.js'

const file = (name: string, params: Readonly<Record<string, string>> = {}) =>
  sqlFile(import.meta.url, `./${name}.sql`, params)

const INPUT = { input_id: 'UInt32' }
const acceptExchanges = file('exchange', { hash_key: 'Array(Tuple(UInt64, UInt64))', ...INPUT })
const rejectExchanges = file('exchange_rejected', {
  ...INPUT,
  file: 'String',
  header_lines: 'UInt8',
})
const accountsOfExchanges = file('account_of_exchange', INPUT)
const linesHalved = file('lines_halved')
const acceptedOf = statement(
  'accepted',
  'SELECT count() AS accepted FROM exchange WHERE input_id = {input_id:UInt32}',
)

/** Reads one file of exchanges as far as it is good. */
export async function readExchanges(
  context: InputContext,
  input: FoundInput,
  inputId: number,
): Promise<FileGiven> {
  const { store } = context
  const opened = await openFound(store, input)
  const lines = objectsOf(opened.head)
  const source = recogniseSource(input.path, lines, context.sources, context.sourceId)
  await store.openView('source_exchange', statement(source.id, source.select))
  const keys = await unknownKeys(store, source.select)
  const read = await withMending(store, opened, (good) => acceptFrom(context, good, inputId))
  let taken = await accepted(store, inputId)
  const holding = source.isManyPerLine ? await rowsHolding(store) : await linesHolding(store, taken)
  if (taken < holding && (await acceptHalved(context, read.file, inputId))) {
    taken = await accepted(store, inputId)
  }
  const params = { input_id: inputId, file: input.name, header_lines: headerLines(read.file) }
  if (taken < holding) await store.run(rejectExchanges, params)
  await context.fingerprintUnkept(context, inputId)
  const skipped = await rejectSkipped(store, read, params)
  if (source.selectAccounts !== undefined && taken > 0) {
    await store.openView('source_account', statement(source.id, source.selectAccounts))
    await store.run(accountsOfExchanges, { input_id: inputId })
  }
  return {
    source: source.id,
    lines: holding + skipped,
    accepted: taken,
    fault: faultOf(read, taken, holding, source),
    unknown_keys: keys,
  }
}

/** Blocks that were written before a fault showed are undone, so that what is good is read whole. */
async function acceptFrom({ store, hashKey }: InputContext, opened: Opened, inputId: number) {
  try {
    await store.run(acceptExchanges, { hash_key: hashKey, input_id: inputId })
    return opened
  } catch (error) {
    await forgetInput(store, 'exchange', inputId)
    throw error
  }
}

/**
 * Lines that are no JSON for half a surrogate pair alone: read again with the half replaced. Leaves the
 * file open with all its lines, so that those which are rejected are numbered as they stand. False
 * where there are none.
 */
async function acceptHalved({ store, hashKey }: InputContext, read: InputFile, inputId: number) {
  const isWhole = read.linesMax === undefined && read.mending === undefined
  if (read.format !== 'lines' || !isWhole) return false
  if ((await count(store, linesHalved, 'halved', {})) === 0) return false
  await store.openInput({ ...read, mending: 'only' })
  await store.run(acceptExchanges, { hash_key: hashKey, input_id: inputId })
  await store.openInput({ ...read, mending: 'all' })
  return true
}

function faultOf(read: Opened, taken: number, holding: number, source: Source): string {
  if (read.fault !== '') return read.fault
  if (taken > 0 || holding === 0) return ''
  return `no line of it is an exchange of the form ${source.id}`
}

const accepted = (store: Store, inputId: number) =>
  count(store, acceptedOf, 'accepted', { input_id: inputId })

/** A file that gave nothing, as far as it was not the operator's word or the engine that failed. */
export function lostFile(error: unknown): StillwatchError {
  const isLost =
    error instanceof StillwatchError &&
    (error.code === 'INPUT_UNREADABLE' || error.code === 'INPUT_UNRECOGNISED')
  if (!isLost) throw error
  return error
}
