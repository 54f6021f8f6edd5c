import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Removes what a full disk leaves of a mutation that was never recorded: a file without a byte. The statement failed and
 * whoever ran it was told so, and the engine goes on; but it opens no folder in which such a file lies. Returns how many.
 */
export function removeTornMutations(data: string): number {
  const store = join(data, 'store')
  if (!existsSync(store)) return 0
  const tables = foldersIn(store).flatMap((part) =>
    foldersIn(join(store, part)).map((table) => join(store, part, table)),
  )
  const torn = tables.flatMap((table) =>
    readdirSync(table)
      .filter((name) => MUTATION.test(name))
      .map((name) => join(table, name))
      .filter((path) => statSync(path).size === 0),
  )
  for (const path of torn) rmSync(path)
  return torn.length
}

const MUTATION = /^mutation_\d+\.txt$/

const foldersIn = (path: string): readonly string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
