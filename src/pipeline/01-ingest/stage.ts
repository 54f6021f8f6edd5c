import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { StillwatchError } from '../../domain/errors.js'
import type { Source } from '../../sources/define.js'
import { sqlFile, statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { defineStage, type RunContext } from '../stage.js'
import { discoverInputs, type FoundInput } from './discover.js'
import { mendTorn, recogniseSource } from './recognise.js'

const file = (name: string, params: Readonly<Record<string, string>> = {}) =>
  sqlFile(import.meta.url, `./${name}.sql`, params)

const HASH_KEY = { hash_key: 'Tuple(UInt64, UInt64)' }
const INPUT = { input_id: 'UInt32' }

const acceptExchanges = file('exchange', { ...HASH_KEY, ...INPUT })
const rejectExchanges = file('exchange_rejected', { ...INPUT, file: 'String' })
const duplicatesCount = file('duplicates_count')
const duplicatesKeep = file('exchange_kept')
const duplicatesRestore = file('exchange_restore')
const windowOf = file('window')
const acceptOthers = {
  account: file('account', INPUT),
  account_event: file('account_event'),
  model_release: file('model_release'),
  ruling: file('ruling'),
} as const

const linesOf = statement('lines', 'SELECT count() AS lines FROM input_line')
const acceptedOf = statement(
  'accepted',
  'SELECT count() AS accepted FROM exchange WHERE input_id = {input_id:UInt32}',
)
const rejectedOf = statement(
  'rejected',
  'SELECT count() AS rejected FROM exchange_rejected WHERE input_id = {input_id:UInt32}',
)
const forget = statement('forget', 'DELETE FROM exchange WHERE input_id = {input_id:UInt32}')
const clearKept = statement('clear_kept', 'TRUNCATE TABLE exchange_kept')
const dropDuplicates = statement(
  'drop_duplicates',
  'DELETE FROM exchange WHERE exchange_id IN (SELECT exchange_id FROM exchange_kept)',
)
const lastInput = statement('last_input', 'SELECT max(input_id) AS last FROM input_file')

/**
 * Stage 1, ingest: what happened?
 *
 * The engine reads and parses every file; no row passes through TypeScript. A line at fault becomes a
 * row of `exchange_rejected`, a second row with an id that is already there is dropped and counted,
 * and a file that breaks off keeps its good lines.
 */
export const ingest = defineStage({
  name: 'ingest',
  question: 'What happened?',
  reads: ['exchange', 'exchange_kept', 'exchange_rejected', 'input_file'],
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
    const bytesAll = found.reduce((sum, input) => sum + input.bytes, 0)
    const [last] = await context.store.rows<{ last: number }>(lastInput)
    let inputId = last?.last ?? 0
    let bytes = 0
    for (const input of found) {
      inputId += 1
      context.progress(`reading ${input.name}`, bytes, bytesAll)
      if (input.kind === 'exchange') await readExchanges(context, input, inputId)
      else await readOthers(context, input, inputId)
      bytes += input.bytes
    }
    context.progress('reading', bytesAll, bytesAll)
    await dropRepeated(context.store)
    context.window = await readWindow(context)
  },
})

async function readExchanges(context: RunContext, input: FoundInput, inputId: number) {
  const { store } = context
  const source = recogniseSource(input, context.sources, context.sourceId)
  let fault = await acceptFrom(context, input.path, source, inputId)
  if (fault !== '') {
    // Blocks that were already written are undone, so that the mended copy is read whole.
    await store.run(forget, { input_id: inputId })
    const mended = await mendTorn(input, fault)
    fault = `${mended.fault}; its good lines were kept`
    await acceptFrom(context, mended.path, source, inputId)
  }
  const lines = await count(store, linesOf, 'lines', {})
  const accepted = await count(store, acceptedOf, 'accepted', { input_id: inputId })
  if (accepted < lines) {
    await store.run(rejectExchanges, { input_id: inputId, file: input.name })
  }
  const rejected = await count(store, rejectedOf, 'rejected', { input_id: inputId })
  await store.insert('input_file', [
    {
      input_id: inputId,
      file: input.name,
      kind: 'exchange',
      source: source.id,
      lines,
      accepted,
      rejected,
      duplicates: 0,
      fault,
    },
  ])
}

/** Returns '' or what stopped the engine from reading the file to its end. */
async function acceptFrom(context: RunContext, path: string, source: Source, inputId: number) {
  const format = /\.parquet$/i.test(path)
    ? 'parquet'
    : /\.csv(\.\w+)?$/i.test(path)
      ? 'csv'
      : 'lines'
  await context.store.openInput({ path: resolve(path), format })
  try {
    await context.store.openView('source_exchange', statement(source.id, source.select))
    await context.store.run(acceptExchanges, { hash_key: context.hashKey, input_id: inputId })
    return ''
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    if (error instanceof StillwatchError && error.code === 'DISK_FULL') throw error
    if (!/inflate|zlib|ZSTD|decompress|unexpected end|CANNOT_DECOMPRESS/i.test(problem)) throw error
    return problem
  }
}

async function readOthers({ store }: RunContext, input: FoundInput, inputId: number) {
  if (input.kind === 'exchange') return
  const format = /\.parquet$/i.test(input.path)
    ? 'parquet'
    : /\.csv/i.test(input.path)
      ? 'csv'
      : 'lines'
  await store.openInput({ path: resolve(input.path), format })
  await store.run(acceptOthers[input.kind], { input_id: inputId })
  const lines = await count(store, linesOf, 'lines', {})
  await store.insert('input_file', [
    {
      input_id: inputId,
      file: input.name,
      kind: input.kind,
      source: 'native',
      lines,
      accepted: lines,
      rejected: 0,
      duplicates: 0,
      fault: '',
    },
  ])
}

async function dropRepeated(store: Store): Promise<void> {
  if ((await count(store, duplicatesCount, 'duplicates', {})) === 0) return
  await store.run(clearKept)
  await store.run(duplicatesKeep)
  await store.run(dropDuplicates)
  await store.run(duplicatesRestore)
}

async function readWindow({ store, inputs }: RunContext) {
  const [window] = await store.rows<{ start: string; end: string; exchanges: string }>(windowOf)
  if (window === undefined || Number(window.exchanges) === 0) {
    const path = inputs.map((input) => input.path).join(', ')
    throw new StillwatchError('INPUT_EMPTY', { path, found: 'no line was a readable exchange' })
  }
  return { start: window.start, end: window.end }
}

async function count(
  store: Store,
  from: Parameters<Store['rows']>[0],
  column: string,
  params: Readonly<Record<string, number>>,
): Promise<number> {
  const [row] = await store.rows<Record<string, string>>(from, params)
  return Number(row?.[column] ?? 0)
}

/** Bytes of a file, for the progress line. */
export const bytesOf = (path: string): number => statSync(path).size
