import { sqlFile, statement } from '../../store/sql.js'
import type { InputContext, InputKind } from '../stage.js'
import type { FoundInput } from './discover.js'
import {
  count,
  type FileGiven,
  headerLines,
  linesHolding,
  rejectSkipped,
  unknownKeys,
} from './given.js'
import { openFound, withMending } from './opened.js'
import { forgetInput } from './unfinished.js'

const file = (name: string, params: Readonly<Record<string, string>> = {}) =>
  sqlFile(import.meta.url, `./${name}.sql`, params)

const INPUT = { input_id: 'UInt32' }
const reject = file('record_rejected', {
  input_id: 'UInt32',
  file: 'String',
  required: 'Array(String)',
  instants: 'Array(String)',
  choices: 'Array(String)',
  header_lines: 'UInt8',
})

/** How each kind of record is taken, and what is at fault where one is not: both must agree. */
const KINDS = {
  account: {
    accept: file('account', INPUT),
    held: statement(
      'held_account',
      'SELECT count() AS held FROM account WHERE input_id = {input_id:UInt32}',
    ),
    required: ['account_id', 'created_at'],
    instants: ['created_at'],
    choices: [],
  },
  account_event: {
    accept: file('account_event', INPUT),
    held: statement(
      'held_account_event',
      'SELECT count() AS held FROM account_event WHERE input_id = {input_id:UInt32}',
    ),
    required: ['account_id', 'occurred_at', 'kind'],
    instants: ['occurred_at'],
    choices: [],
  },
  model_release: {
    accept: file('model_release', INPUT),
    held: statement(
      'held_model_release',
      'SELECT count() AS held FROM model_release WHERE input_id = {input_id:UInt32}',
    ),
    required: ['model', 'released_at'],
    instants: ['released_at'],
    choices: [],
  },
  ruling: {
    accept: file('ruling', INPUT),
    held: statement(
      'held_ruling',
      'SELECT count() AS held FROM ruling WHERE input_id = {input_id:UInt32}',
    ),
    required: ['subject_kind', 'subject_id', 'conclusion', 'ruled_at'],
    instants: ['ruled_at'],
    choices: [
      'subject_kind=account',
      'subject_kind=cluster',
      'subject_kind=campaign',
      'conclusion=benign',
      'conclusion=campaign',
      'conclusion=undecided',
    ],
  },
  application: {
    accept: file('application', INPUT),
    held: statement(
      'held_application',
      'SELECT count() AS held FROM application WHERE input_id = {input_id:UInt32}',
    ),
    required: ['application_id', 'applied_at'],
    instants: ['applied_at'],
    choices: [],
  },
} as const

/** Reads one file of accounts, account events, model releases, rulings or applications as far as it is good. */
export async function readRecords(
  { store }: InputContext,
  input: FoundInput & { readonly kind: Exclude<InputKind, 'exchange'> },
  inputId: number,
): Promise<FileGiven> {
  const { accept, held, required, instants, choices } = KINDS[input.kind]
  const opened = await openFound(store, input)
  const keys = await unknownKeys(store, accept.text)
  const read = await withMending(store, opened, async (good) => {
    try {
      await store.run(accept, { input_id: inputId })
      return good
    } catch (error) {
      await forgetInput(store, input.kind, inputId)
      throw error
    }
  })
  const accepted = await count(store, held, 'held', { input_id: inputId })
  const lines = await linesHolding(store, accepted)
  const header = { header_lines: headerLines(read.file) }
  const params = { input_id: inputId, file: input.name, required, instants, choices, ...header }
  if (accepted < lines) await store.run(reject, params)
  const skipped = await rejectSkipped(store, read, params)
  return {
    source: 'native',
    lines: lines + skipped,
    accepted,
    fault: read.fault,
    unknown_keys: keys,
  }
}
