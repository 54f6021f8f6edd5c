import assert from 'node:assert'
import { removeReplaced, unmaskDeleted } from '../../pipeline/retention/retention.js'
import type { DataSubjectKind, ErasureScope } from '../../records/erasures.js'
import { tableNames } from '../../store/migrate.js'
import { type Statement, sqlFile, statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { columnsOf } from '../backup/engine-files.js'
import { namedBy } from './columns.js'
import type { Subject } from './subject.js'
import { isNaming, type Names, needlesOf, type Written } from './written.js'

const known = sqlFile(import.meta.url, './subject_known.sql', {
  hash_key: 'Array(Tuple(UInt64, UInt64))',
  hashes: 'Array(String)',
})
const accountsOf = sqlFile(import.meta.url, './erasing_account.sql', {})
const exchangesOf = sqlFile(import.meta.url, './erasing_exchange.sql', {
  accounts: 'Array(String)',
  end_users: 'Array(String)',
})
const textsOf = sqlFile(import.meta.url, './text_of_subject.sql', { needles: 'Array(String)' })
const textsUnder = sqlFile(import.meta.url, './text_under_pseudonym.sql', {
  pseudonyms: 'Array(String)',
})
const canonical = statement(
  'subject_as_kept',
  `SELECT
     if({kind:String} = 'account', {id:String}, short_identifier({id:String})) AS id`,
)
// One that failed is tried again by the engine, by whom the table names then: that must be nobody else.
const killUnfinished = statement(
  'kill_unfinished_erasures',
  `KILL MUTATION WHERE database = currentDatabase() AND NOT is_done AND position(command, 'subject_erasing') > 0 SYNC`,
)
const unfinished = statement(
  'unfinished_erasures',
  `SELECT count() AS rows FROM system.mutations
   WHERE database = currentDatabase() AND NOT is_done AND position(command, 'subject_erasing') > 0`,
)
const eraseTexts = sqlFile(import.meta.url, './erase_texts.sql', {})
const held = sqlFile(import.meta.url, './held_account.sql', {})
const clear = statement('clear_subject_erasing', 'TRUNCATE TABLE subject_erasing')
const named = statement(
  'subject_erasing',
  `SELECT DISTINCT kind, subject_id FROM subject_erasing WHERE kind IN ('account', 'organization')`,
)
const texted = statement(
  'texts_of_subject',
  `SELECT count() AS rows FROM exchange
   WHERE exchange_id IN (SELECT subject_id FROM subject_erasing WHERE kind = 'exchange')
     AND (system != '' OR prompt != '' OR response != '')`,
)
// From 2000, so that nothing counts as erased by its age.
const noteTexts = statement(
  'note_text_erased',
  `INSERT INTO text_erased (before, erased_at, exchanges)
   SELECT toDateTime64('2000-01-01', 3, 'UTC'), now64(3), {exchanges:UInt64}`,
)
const documents = statement('documents', 'SELECT count() AS rows FROM share')
const clearDocuments = statement('clear_share', 'TRUNCATE TABLE share')
const deleteTexts = statement(
  'erase record_text',
  'ALTER TABLE record_text DELETE WHERE text_id IN {ids:Array(String)} SETTINGS mutations_sync = 1',
)

const passing = statement(
  'tables_passing',
  `SELECT name FROM system.tables
   WHERE database = currentDatabase() AND NOT endsWith(engine, 'View') AND name NOT IN {tables:Array(String)}`,
)
const dropped = statement(
  'tables_dropped',
  'SELECT count() AS rows FROM system.dropped_tables WHERE database = currentDatabase()',
)

/** Those of some hashes that a store knows. */
export async function subjectsKnown(
  store: Store,
  hash_key: string,
  hashes: readonly string[],
): Promise<readonly Subject[]> {
  if (hashes.length === 0) return []
  const rows = await store.rows<{ kind: DataSubjectKind; account: string; subject_id: string }>(
    known,
    {
      hash_key,
      hashes,
    },
  )
  return rows.map(({ kind, account, subject_id }) => ({ kind, account, id: subject_id }))
}

/** A subject as the store has it: a name that is too long for one is kept as its hash. */
export async function subjectAsKept(store: Store, subject: Subject): Promise<Subject> {
  const { kind, id } = subject
  const [row] = await store.rows<{ id: string }>(canonical, { kind, id })
  return { ...subject, id: row?.id ?? id }
}

/** Says whom the next statements are about. Whatever holds the store must do nothing else meanwhile. */
export async function about(store: Store, subjects: readonly Subject[]): Promise<void> {
  if ((await countOf(store, unfinished)) > 0) await store.run(killUnfinished)
  await store.run(clear)
  const whole = subjects.filter(({ kind }) => kind !== 'end_user')
  await store.insert(
    'subject_erasing',
    whole.map(({ kind, id }) => ({ kind, subject_id: id })),
  )
  await store.run(accountsOf)
  const endUsers = subjects.filter(({ kind }) => kind === 'end_user')
  await store.run(exchangesOf, {
    accounts: endUsers.map(({ account }) => account),
    end_users: endUsers.map(({ id }) => id),
  })
}

/** The accounts that the next statements are about. An organisation may be called as another account is. */
export const accountsErased = async (store: Store): Promise<ReadonlySet<string>> =>
  new Set(
    (await store.rows<Named>(named))
      .filter(({ kind }) => kind === 'account')
      .map(({ subject_id }) => subject_id),
  )

interface Named {
  readonly kind: string
  readonly subject_id: string
}

/** How many of the accounts are evidence. */
export async function accountsHeld(store: Store): Promise<number> {
  const [row] = await store.rows<{ accounts: string }>(held)
  return Number(row?.accounts ?? 0)
}

/** Rows by table that an erasure takes: whole, or their texts alone. */
export type RowsByTable = Readonly<Record<string, number>>

export interface StoreErasing {
  /** Whom `about` named. */
  readonly subjects: readonly Subject[]
  readonly scope: ErasureScope
  /** Counts, and changes nothing. */
  readonly isTrial: boolean
}

/**
 * Erases whom `about` named, and says how much; only counts where it is a trial. Exchanges go last: by them an erasure that
 * was ended half way finds again what it was about. All findings documents go, which quote texts and name members.
 */
export async function eraseFromStore(
  store: Store,
  { subjects, scope, isTrial }: StoreErasing,
): Promise<RowsByTable> {
  const found: Record<string, number> = {}
  const note = (table: string, rows: number) => {
    if (rows > 0) found[table] = rows
  }
  // What is masked is passed by, and lies in its file.
  if (!isTrial) await unmaskDeleted(store, tableNames())
  note('share', await countOf(store, documents))
  if (!isTrial) {
    await store.run(clearDocuments)
    await dropPassing(store)
  }
  if (scope === 'texts') {
    const exchanges = await countOf(store, texted)
    note('exchange', exchanges)
    if (exchanges > 0 && !isTrial) {
      // First: what is erased and not noted would be derived anew, from nothing.
      await store.run(noteTexts, { exchanges })
      await store.run(eraseTexts)
    }
  } else {
    for (const { table, condition } of await tablesNaming(store)) {
      note(table, await countOf(store, countNaming(table, condition)))
      if (!isTrial && found[table] !== undefined) await store.run(eraseNaming(table, condition))
    }
    // The name of one that was ended half way is found here until all else is gone.
    note('record_text', await eraseWritten(store, subjects, isTrial))
  }
  return found
}

async function countOf(store: Store, counting: Statement): Promise<number> {
  const [row] = await store.rows<{ rows: string }>(counting)
  return Number(row?.rows ?? 0)
}

/** What people wrote of them, with the pseudonyms. The trail has ids in their place and stays whole. */
async function eraseWritten(
  store: Store,
  subjects: readonly Subject[],
  isTrial: boolean,
): Promise<number> {
  const names = await namesOf(store, subjects)
  const needles = needlesOf(names)
  if (needles.length === 0) return 0
  const rows = await store.rows<Written>(textsOf, { needles })
  const naming = rows.filter((row) => isNaming(row, names)).map(({ text_id }) => text_id)
  const pseudonyms = naming.filter((id) => id.startsWith('subject-'))
  const under = await store.rows<{ text_id: string }>(textsUnder, { pseudonyms })
  const ids = [...new Set([...naming, ...under.map(({ text_id }) => text_id)])]
  if (ids.length > 0 && !isTrial) await store.run(deleteTexts, { ids })
  return ids.length
}

async function namesOf(store: Store, subjects: readonly Subject[]): Promise<Names> {
  const rows = await store.rows<Named>(named)
  const of = (kind: string) =>
    new Set(rows.filter((one) => one.kind === kind).map(({ subject_id }) => subject_id))
  const asked = (kind: string) => subjects.filter((one) => one.kind === kind)
  // As they are kept, and as people wrote them.
  const all = (kind: string) => new Set([...of(kind), ...asked(kind).map(({ id }) => id)])
  return {
    ...{ accounts: all('account'), organizations: all('organization') },
    endUsers: asked('end_user'),
  }
}

/** Tables that a run makes for itself and leaves to the next. */
async function dropPassing(store: Store): Promise<void> {
  for (const { name } of await store.rows<{ name: string }>(passing, { tables: tableNames() })) {
    assert.match(name, /^[a-z]\w{0,63}$/)
    await store.run(statement(`drop ${name}`, `DROP TABLE ${name} SYNC`))
  }
}

/** Removes parts that nothing reads any more, and says how many are left with the tables that were dropped and lie on the disk. */
export const removeFiles = async (store: Store): Promise<number> =>
  (await removeReplaced(store, tableNames())) + (await countOf(store, dropped))

interface Naming {
  readonly table: string
  readonly condition: string
}

/** The tables that can name somebody, as the schema has them now. Those last by which accounts and exchanges are found again. */
export async function tablesNaming(store: Store): Promise<readonly Naming[]> {
  const columns = await columnsOf(store)
  const naming = tableNames().flatMap((table) => {
    if (table === 'subject_erasing') return []
    const condition = namedBy((columns.get(table) ?? []).map(({ name }) => name))
    return condition === undefined ? [] : [{ table, condition }]
  })
  const place = ({ table }: Naming) => ['account', 'exchange'].indexOf(table)
  return naming.sort((a, b) => place(a) - place(b))
}

const countNaming = (table: string, condition: string): Statement =>
  statement(`rows of ${table}`, `SELECT count() AS rows FROM ${table} WHERE ${condition}`)

/** Of a family of templates the example goes, for the family is of many. */
const eraseNaming = (table: string, condition: string): Statement =>
  statement(
    `erase ${table}`,
    table === 'template_family'
      ? `ALTER TABLE template_family UPDATE sample_exchange_id = '' WHERE ${condition} SETTINGS mutations_sync = 1`
      : `ALTER TABLE ${table} DELETE WHERE ${condition} SETTINGS mutations_sync = 1`,
  )
