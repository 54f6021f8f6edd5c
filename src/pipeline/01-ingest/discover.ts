import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { StillwatchError } from '../../domain/errors.js'
import { INPUT_KINDS, type InputKind, type InputPath } from '../stage.js'

/** A file to read, with the kind of record that it holds. */
export interface FoundInput {
  readonly path: string
  /** The file's name: what reports and rejects call it, since a path may name a person. */
  readonly name: string
  readonly kind: InputKind
  readonly bytes: number
}

const DATA_FILE = /\.(jsonl|ndjson|json|csv|parquet)(\.(gz|zst))?$/i

/**
 * The files under the given paths, in the order of their names. In a folder a file is recognised by
 * the beginning of its name; a file that is named itself holds exchanges, unless its name or the
 * operator says otherwise.
 */
export function discoverInputs(inputs: readonly InputPath[]): readonly FoundInput[] {
  const found = inputs.flatMap((input) => inputsAt(input))
  if (!found.some((input) => input.kind === 'exchange')) {
    const path = inputs.map((input) => input.path).join(', ')
    const names = found.map((input) => input.name).join(', ')
    throw new StillwatchError('INPUT_EMPTY', {
      path,
      found: names === '' ? 'the folder holds no file that is recognised' : `only ${names}`,
    })
  }
  // Exchanges last: what else is known is small, and faults in it should show at once.
  return found.sort((a, b) => order(a) - order(b) || (a.path < b.path ? -1 : 1))
}

function inputsAt({ path, kind }: InputPath): FoundInput[] {
  if (!existsSync(path)) throw new StillwatchError('INPUT_MISSING', { path })
  if (!statSync(path).isDirectory()) {
    return [{ ...described(path), kind: kind ?? kindOf(basename(path)) ?? 'exchange' }]
  }
  return readdirSync(path)
    .filter((name) => DATA_FILE.test(name) && statSync(join(path, name)).isFile())
    .flatMap((name) => {
      const recognised = kind ?? kindOf(name)
      return recognised === undefined ? [] : [{ ...described(join(path, name)), kind: recognised }]
    })
}

const described = (path: string) => ({ path, name: basename(path), bytes: statSync(path).size })

// `account_event` is tried before `account`, as the list orders them.
const kindOf = (name: string) => INPUT_KINDS.find((kind) => name.startsWith(kind))

const order = (input: FoundInput) => (input.kind === 'exchange' ? 1 : 0)
