import { readFileSync } from 'node:fs'

/** What a value bound to a placeholder may be in TypeScript. */
export type ParamValue =
  | string
  | number
  | boolean
  | bigint
  | readonly string[]
  | readonly number[]
  | Readonly<Record<string, number>>

export type Params = Readonly<Record<string, ParamValue>>

/** A statement knows its name, its text and its parameters, and nothing of the store. */
export interface Statement {
  readonly name: string
  readonly text: string
  /** Placeholder to ClickHouse type, as the text writes them. */
  readonly params: Readonly<Record<string, string>>
}

// {name:Type}, where a type may hold one level of brackets: {hash_key:Array(Tuple(UInt64, UInt64))}.
const PLACEHOLDER = /\{(\w+):(\w+(?:\([^{}]*?\))?)\}/g

/** The placeholders that a text writes. Throws where one name is written with two types. */
export function placeholdersOf(name: string, text: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const [, param = '', type = ''] of text.matchAll(PLACEHOLDER)) {
    if (found[param] !== undefined && found[param] !== type) {
      throw new Error(`${name}: {${param}} is written as ${found[param]} and as ${type}`)
    }
    found[param] = type
  }
  return Object.freeze(found)
}

/** A statement from its text, for catalogue entries that hold their own SELECT. */
export function statement(name: string, text: string): Statement {
  return Object.freeze({ name, text, params: placeholdersOf(name, text) })
}

/**
 * Reads the .sql file beside a module.
 *
 * The file and the module each name the parameters. They are compared here, once, when the module
 * loads, so that a drifted placeholder stops the process at start and not a run at four in the
 * morning.
 */
export function sqlFile(
  base: string,
  file: string,
  params: Readonly<Record<string, string>>,
): Statement {
  const text = readFileSync(new URL(file, base), 'utf8')
  const name = file.replace(/^\.\/|\.sql$/g, '')
  const read = statement(name, text)
  const drift = [...new Set([...Object.keys(params), ...Object.keys(read.params)])].filter(
    (param) => params[param] !== read.params[param],
  )
  if (drift.length > 0) {
    throw new Error(`${file}: the file and its wrapper disagree on ${drift.join(', ')}`)
  }
  return read
}

/** Only what the text names: a stage hands over all it knows, a statement takes what it needs. */
export function bound(statement: Statement, params: Params): Params {
  const entries = Object.keys(statement.params).map((name) => {
    const value = params[name]
    if (value === undefined) throw new Error(`${statement.name}: {${name}} was not given`)
    return [name, value] as const
  })
  return Object.fromEntries(entries)
}

/** The tables that a text reads (after FROM or JOIN) and writes (after INSERT INTO), by name. Through a view `x_newest(…)` it reads `x`. */
export function tablesOf(text: string): { reads: readonly string[]; writes: readonly string[] } {
  const bare = text.replaceAll(/--[^\n]*/g, '').replaceAll(/'(?:[^'\\]|\\.)*'/g, "''")
  const named = (pattern: RegExp) => [...bare.matchAll(pattern)].map(([, table = '']) => table)
  const ctes = new Set(named(/\b(\w+) AS \(\s*(?:WITH|SELECT)/g))
  const plain = named(/\b(?:FROM|JOIN)\s+(\w+)\b(?!\s*\()/g).filter((table) => !ctes.has(table))
  const reads = [...plain, ...named(/\b(?:FROM|JOIN)\s+(\w+)_newest\(/g)]
  const writes = named(/\bINSERT INTO\s+(\w+)/g)
  return { reads: [...new Set(reads)].sort(), writes: [...new Set(writes)].sort() }
}
