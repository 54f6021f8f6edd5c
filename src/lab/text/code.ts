/**
 * Code tasks, file fragments and tool results for agents and developers.
 *
 * A repository has a vocabulary of its own (module words, a language, a layout), so that an honest
 * agent's tool results belong together and two repositories do not look alike.
 */

import type { Random } from '../random.js'

export interface Repository {
  readonly name: string
  readonly extension: string
  readonly modules: readonly string[]
  readonly things: readonly string[]
}

const MODULE_WORDS =
  'billing, parser, router, cache, worker, session, ledger, editor, gateway, scheduler, matcher, renderer, uploader, exporter, notifier, tokenizer, planner, registry, inventory, pricing, ranking, sync, diff, merge, queue, lexer, viewport, shader, mixer, sampler, ingest, alert, tenant, quota, coupon, refund, geocode, timeline, outbox, replica, snapshot, migration, telemetry, throttle, webhook, canvas, tooltip, calendar, roster, invoice'.split(
    ', ',
  )
const THING_WORDS =
  'Account, Batch, Cursor, Delta, Edge, Frame, Grid, Handle, Index, Job, Key, Layer, Matrix, Node, Order, Patch, Query, Record, Slot, Token, Unit, Vector, Window, Zone, Bucket, Chunk, Digest, Envelope, Field, Group, Header, Item, Lease, Message, Offset, Packet, Range, Segment, Ticket, Version'.split(
    ', ',
  )
const ACTIONS =
  'load, merge, flush, resolve, encode, split, rotate, trim, collect, retry, pin, release, scan, apply, expand, drain, commit, map, clamp, seal'.split(
    ', ',
  )
const FAULTS =
  'times out under load, drops the last row, returns a stale value, leaks a file handle, counts twice after a retry, ignores the time zone, fails on an empty list, deadlocks when cancelled, loses the sort order, rounds the wrong way, swallows the error, breaks on Windows paths, allocates too much, reads past the end, accepts negative sizes'.split(
    ', ',
  )
const WISHES =
  'add a limit, write tests first, keep the public names, avoid a new dependency, log the reason, make it configurable, keep it backwards compatible, remove the old branch, measure it before and after, split the file, document the contract, use the existing helper'.split(
    ', ',
  )

export const createRepository = (random: Random): Repository => ({
  name: `${random.pick(MODULE_WORDS)}-${random.pick(MODULE_WORDS)}`,
  extension: random.pick(['ts', 'py', 'go', 'rs', 'java', 'rb', 'sql', 'cpp']),
  modules: random.sample(MODULE_WORDS, 9),
  things: random.sample(THING_WORDS, 10),
})

export const codeTask = (random: Random, repository: Repository): string => {
  const name = symbol(random, repository)
  const path = filePath(random, repository)
  const fault = random.pick(FAULTS)
  const wish = random.pick(WISHES)
  switch (random.int(0, 6)) {
    case 0:
      return `\`${name}\` in ${path} ${fault}. Find out why, fix it and ${wish}.`
    case 1:
      return `Implement ${name} for the ${random.pick(repository.modules)} module; ${wish}. It must not break ${path}.`
    case 2:
      return `The test for ${name} ${fault} about once in ${random.int(5, 60)} runs. Please make it steady, and ${wish}.`
    case 3:
      return `Move ${name} out of ${path} into its own file and ${wish}.`
    case 4:
      return `Customers say that the ${random.pick(repository.modules)} ${fault}. Reproduce it with ${random.int(2, 900)} rows and ${wish}.`
    case 5:
      return `review ${path}: I think ${name} ${fault}`
    default:
      return `Upgrade the ${random.pick(repository.modules)} code so that ${name} takes a ${random.pick(repository.things)}. Also ${wish}.`
  }
}

export const codeFragment = (random: Random, repository: Repository, lines: number): string => {
  let text = ''
  for (let line = 0; line < lines; line += 1) text += `${codeLine(random, repository)}\n`
  return text
}

export const toolResult = (random: Random, repository: Repository, lines: number): string => {
  switch (random.int(0, 3)) {
    case 0:
      return `${filePath(random, repository)}\n${codeFragment(random, repository, lines)}`
    case 1:
      return `$ run tests ${random.pick(repository.modules)}\n${random.int(3, 400)} passed, ${random.int(0, 5)} failed\n${symbol(random, repository)}: expected ${random.int(0, 9999)}, got ${random.int(0, 9999)}\n${codeFragment(random, repository, Math.ceil(lines / 3))}`
    case 2: {
      let text = ''
      for (let line = 0; line < lines; line += 1) {
        text += `${filePath(random, repository)}:${random.int(1, 900)}: ${codeLine(random, repository)}\n`
      }
      return text
    }
    default:
      return `ok, ${random.int(1, 80)} lines changed in ${filePath(random, repository)}`
  }
}

export const agentStep = (random: Random, repository: Repository): string => {
  const name = symbol(random, repository)
  const path = filePath(random, repository)
  switch (random.int(0, 5)) {
    case 0:
      return `I will open ${path} to see how ${name} is called before changing it.`
    case 1:
      return `${name} ${random.pick(FAULTS)}, because ${symbol(random, repository)} runs first. I will change the order and run the tests for ${random.pick(repository.modules)}.`
    case 2:
      return `Next I search for ${name} in ${random.pick(repository.modules)}.`
    case 3:
      return `The change in ${path} works; ${random.int(1, 9)} callers remain. Updating ${symbol(random, repository)} now.`
    case 4:
      return `Applying this patch:\n\n${codeFragment(random, repository, random.int(3, 9))}`
    default:
      return `Done. ${name} now checks the ${random.pick(repository.things)} and ${path} has a test for it. I did not touch ${random.pick(repository.modules)}.`
  }
}

const symbol = (random: Random, repository: Repository): string =>
  `${random.pick(ACTIONS)}${random.pick(repository.things)}${random.chance(0.3) ? random.pick(repository.things) : ''}`

const filePath = (random: Random, repository: Repository): string =>
  `src/${random.pick(repository.modules)}/${random.pick(repository.modules)}_${random.pick(ACTIONS)}.${repository.extension}`

const codeLine = (random: Random, repository: Repository): string => {
  const thing = random.pick(repository.things)
  const lower = thing.toLowerCase()
  switch (random.int(0, 6)) {
    case 0:
      return `  const ${lower} = ${symbol(random, repository)}(${random.pick(repository.modules)}, ${random.int(0, 512)})`
    case 1:
      return `  if (${lower}.size > ${random.int(1, 4096)}) return ${symbol(random, repository)}(${lower})`
    case 2:
      return `    self.${lower} = self.${random.pick(repository.modules)}.${random.pick(ACTIONS)}()`
    case 3:
      return `  for ${lower} in ${random.pick(repository.modules)}: ${random.pick(ACTIONS)}(${lower})`
    case 4:
      return `// ${thing} is kept until the ${random.pick(repository.modules)} has seen it`
    case 5:
      return `export function ${symbol(random, repository)}(${lower}: ${thing}) {`
    default:
      return `  ${random.pick(repository.modules)}.${random.pick(ACTIONS)}("${random.pick(repository.modules)}", ${lower})`
  }
}
