import { accessSync, constants, readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { StillwatchError, systemProblem } from '../../domain/errors.js'
import { INPUT_KINDS, type InputKind, type InputPath } from '../stage.js'

/** A file to read, with the kind of record that it holds. */
export interface FoundInput {
  readonly path: string
  /** The file's name: what reports and rejects call it, since a path may name a person. */
  readonly name: string
  readonly kind: InputKind
  readonly bytes: number
  /** The service's own lines: they are read as they stand, whatever they look like. */
  readonly isPlain?: boolean | undefined
  /** Further lines of it are in `line_opened`. */
  readonly hasOpened?: boolean | undefined
}

const DATA_FILE = /\.(jsonl|ndjson|json|csv|parquet)(\.(gz|zst))?$/i
const NAMES_SHOWN = 5

/**
 * The files under the given paths, in the order of their names, each once. In a folder a file is
 * recognised by the beginning of its name; a file that is named itself holds exchanges, unless its name
 * or the operator says otherwise. Whatever is found can be opened: a scan is not to fail after an hour
 * for the permissions of its last file.
 */
export function discoverInputs(inputs: readonly InputPath[]): readonly FoundInput[] {
  const all = inputs.flatMap((input) => inputsAt(input))
  const found = [...new Map(all.map((input) => [realpathSync(input.path), input])).values()]
  if (!found.some((input) => input.kind === 'exchange')) {
    throw new StillwatchError('INPUT_EMPTY', {
      path: inputs.map((input) => input.path).join(', '),
      found:
        found.length > 0 ? `only ${shown(found.map(({ name }) => name))}` : unrecognised(inputs),
    })
  }
  for (const { path } of found) inputDoor(path, () => accessSync(path, constants.R_OK))
  // Exchanges last: what else is known is small, and faults in it should show at once.
  return found.sort((a, b) => order(a) - order(b) || (a.path < b.path ? -1 : 1))
}

function inputsAt({ path, kind }: InputPath): FoundInput[] {
  const stats = inputDoor(path, () => statSync(path))
  if (!stats.isDirectory()) {
    return [described(path, stats, kind ?? kindOf(basename(path)) ?? 'exchange')]
  }
  return inputDoor(path, () => readdirSync(path))
    .filter((name) => DATA_FILE.test(name))
    .flatMap((name) => {
      const inside = join(path, name)
      const recognised = kind ?? kindOf(name)
      if (recognised === undefined) return []
      const stats = inputDoor(inside, () => statSync(inside))
      // A folder may be called exchange.jsonl too; what is in it was not asked for.
      return stats.isDirectory() ? [] : [described(inside, stats, recognised)]
    })
}

function described(path: string, stats: Stats, kind: InputKind): FoundInput {
  if (stats.isFile()) return { path, name: basename(path), kind, bytes: stats.size }
  throw new StillwatchError('INPUT_UNREADABLE', {
    path,
    problem: 'it is a pipe or a device, and a file is read more than once; name `-` and pipe it in',
  })
}

/** What the system says of a path, in words. */
export function inputDoor<Result>(path: string, work: () => Result): Result {
  try {
    return work()
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new StillwatchError('INPUT_MISSING', { path }, cause)
    }
    const problem = systemProblem(cause)
    if (problem === undefined) throw cause
    throw new StillwatchError('INPUT_UNREADABLE', { path, problem }, cause)
  }
}

function unrecognised(inputs: readonly InputPath[]): string {
  const names = inputs.flatMap(({ path }) => readdirSync(path))
  if (names.length === 0) return 'the folder is empty'
  return `the folder holds no file that is recognised by its name, but ${shown(names.sort())}`
}

function shown(names: readonly string[]): string {
  const more = names.length - NAMES_SHOWN
  const first = names.slice(0, NAMES_SHOWN).join(', ')
  return more > 0 ? `${first} and ${more} more` : first
}

// `account_event` is tried before `account`, as the list orders them.
const kindOf = (name: string) => INPUT_KINDS.find((kind) => name.toLowerCase().startsWith(kind))

const order = (input: FoundInput) => (input.kind === 'exchange' ? 1 : 0)
