/**
 * How tables lie in the engine: the one function of the project that rewrites a statement.
 *
 * A schema file says `ENGINE = MergeTree`. On one machine that is what is created. On a cluster, a
 * table that has an `account_id` to be sharded by becomes a local table on every shard under a
 * `Distributed` one of its own name, so that every other statement stays as it is written.
 */
export interface Layout {
  readonly name: 'single' | 'logical-shards'
  /** The statements that create what one schema file describes. */
  create(ddl: string): readonly string[]
  /** A statement as this layout needs it. */
  statement(text: string): string
  /** The table that rows are written to. */
  writable(table: string): string
}

export const SINGLE: Layout = Object.freeze({
  name: 'single',
  create: (ddl: string) => [ddl],
  statement: (text: string) => text,
  writable: (table: string) => table,
})

/** The tables that are sharded by account. The rest cross accounts and lie on one node. */
export const SHARDED_TABLES: readonly string[] = Object.freeze([
  'exchange',
  'exchange_origin',
  'exchange_fingerprint',
  'exchange_template',
  'account_profile',
])

/**
 * Three logical shards inside one embedded engine, to prove that a statement holds on a cluster.
 *
 * One physical table `x_local`; a view `x_shard` that shows each shard its third of the accounts;
 * and `x`, `Distributed` over them. The engine plans as it would for real shards, and refuses what a
 * cluster would refuse. Writes go to the local table.
 */
export function logicalShards(cluster: string, shards: number): Layout {
  const local = (table: string) => (SHARDED_TABLES.includes(table) ? `${table}_local` : table)
  return Object.freeze({
    name: 'logical-shards',
    create: (ddl: string) => {
      const table = /CREATE TABLE IF NOT EXISTS (\w+)/.exec(ddl)?.[1] ?? ''
      if (!SHARDED_TABLES.includes(table)) return [ddl]
      return [
        ddl.replace(`EXISTS ${table}`, `EXISTS ${table}_local`),
        `CREATE VIEW IF NOT EXISTS ${table}_shard AS SELECT * FROM ${table}_local
         WHERE cityHash64(account_id) % ${shards} = shardNum() - 1`,
        `CREATE TABLE IF NOT EXISTS ${table} AS ${table}_local
         ENGINE = Distributed('${cluster}', currentDatabase(), '${table}_shard')`,
      ]
    },
    statement: (text: string) =>
      text.replaceAll(
        /\b(INSERT INTO|TRUNCATE TABLE|ALTER TABLE|DELETE FROM)(\s+)(\w+)/g,
        (_, verb: string, space: string, table: string) => `${verb}${space}${local(table)}`,
      ),
    writable: local,
  })
}
