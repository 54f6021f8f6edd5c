import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { writeCleared } from '../../src/pipeline/08-attribute/cleared.js'
import type { RunContext } from '../../src/pipeline/stage.js'
import { statement } from '../../src/store/sql.js'
import { testStore } from '../store.js'

// Whom people let go stays let go, whatever runs make of them afterwards: the statements against the definition, written the slow way.

const held = testStore()
const SEED = Number(process.env.STILLWATCH_SEED ?? 20_261_127)
const ACCOUNTS = 8
const NAMES = ['one', 'two', 'three'] as const
const window = { start: '2026-03-01 00:00:00.000', end: '2026-03-08 00:00:00.000' }

/** Of each account the campaign that a run puts it in, as its operator, or as a victim once a ruling on it let it go. */
const run = fc.array(fc.constantFrom(...NAMES, ''), { minLength: ACCOUNTS, maxLength: ACCOUNTS })
const ruling = fc.record({
  subject_kind: fc.constantFrom('campaign', 'campaign', 'cluster', 'account'),
  name: fc.constantFrom(...NAMES),
  account: fc.nat(ACCOUNTS - 1),
  conclusion: fc.constantFrom('benign', 'benign', 'campaign', 'undecided'),
  has_ended: fc.constantFrom(false, false, false, true),
})
type Ruling = typeof ruling extends fc.Arbitrary<infer R> ? R : never
const steps = fc.array(fc.tuple(fc.array(ruling, { maxLength: 2 }), run), {
  minLength: 1,
  maxLength: 4,
})

beforeEach(async () => {
  for (const table of ['ruling', 'campaign', 'campaign_member', 'cleared']) {
    await held.store.run(statement('clear', `TRUNCATE TABLE ${table}`))
  }
})

const subjectOf = ({ subject_kind, name, account }: Ruling): string =>
  subject_kind === 'account'
    ? `a${account}`
    : subject_kind === 'cluster'
      ? `cluster of ${name}`
      : name

test('who was let go stays let go under another name, as long as the ruling counts, and a campaign with half of its operators, whichever rulings let them go', async () => {
  let carried = 0
  const property = fc.asyncProperty(steps, async (drawn) => {
    await held.store.run(statement('clear', 'TRUNCATE TABLE ruling'))
    const world: World = {
      rulings: [],
      letGo: new Set(),
      wereOperators: new Set(),
      last: undefined,
    }
    let lastRunId: string | undefined
    for (const [rulings, members] of drawn) {
      const runId = randomUUID()
      await rule(rulings, world.rulings.length)
      const victims = victimsIn([...world.rulings, ...rulings])
      await insert(runId, members, victims)
      await writeCleared({ store: held.store, runId, lastRunId, window } as unknown as RunContext)
      const before = new Set(world.letGo)
      expect(await clearedIn(runId)).toEqual(byDefinition(world, rulings, { members, victims }))
      carried += [...before].filter((one) => world.letGo.has(one)).length
      lastRunId = runId
    }
  })
  await fc.assert(property, { numRuns: 15, seed: SEED })
  expect(carried, `seed ${SEED}`).toBeGreaterThan(10)
}, 300_000)

async function rule(rulings: readonly Ruling[], from: number): Promise<void> {
  await held.store.insert(
    'ruling',
    rulings.map((one, at) => ({
      ruling_id: `r${from + at}`,
      ruled_at: `2026-03-02 00:00:${String(from + at).padStart(2, '0')}.000`,
      ...{ subject_kind: one.subject_kind, subject_id: subjectOf(one) },
      ...{ conclusion: one.conclusion, input_id: 0 },
      expires_at: one.has_ended ? '2026-03-07 00:00:00.000' : null,
    })),
  )
}

/** Whom a ruling on themselves made a proven customer. */
function victimsIn(rulings: readonly Ruling[]): ReadonlySet<string> {
  const counted = rulings.filter((one) => one.subject_kind === 'account' && !one.has_ended)
  const newest = new Map(counted.map((one) => [subjectOf(one), one.conclusion]))
  return new Set([...newest].flatMap(([id, word]) => (word === 'benign' ? [id] : [])))
}

async function insert(
  run_id: string,
  members: readonly string[],
  victims: ReadonlySet<string>,
): Promise<void> {
  const names = [...new Set(members)].filter((name) => name !== '')
  await held.store.insert(
    'campaign',
    names.map((campaign_id) => ({ run_id, campaign_id, cluster_id: `cluster of ${campaign_id}` })),
  )
  await held.store.insert(
    'campaign_member',
    members.flatMap((campaign_id, at) =>
      campaign_id === ''
        ? []
        : [{ run_id, campaign_id, account_id: `a${at}`, role: roleOf(`a${at}`, victims) }],
    ),
  )
}

const roleOf = (account: string, victims: ReadonlySet<string>) =>
  victims.has(account) ? 'victim' : 'operator'

const clearedIn = async (run_id: string) =>
  (
    await held.store.rows<{ said: string }>(
      statement(
        'cleared',
        `SELECT DISTINCT concat(subject_kind, ' ', subject_id) AS said FROM cleared WHERE run_id = {run_id:UUID} AND subject_kind != 'operator' ORDER BY said`,
      ),
      { run_id },
    )
  ).map(({ said }) => said)

interface World {
  rulings: (Ruling & { readonly id: string })[]
  /** `account ruling`, as the last run had it. */
  letGo: Set<string>
  /** Of those, whoever was an operator of whatever campaign until then. */
  wereOperators: ReadonlySet<string>
  last: Run | undefined
}

interface Run {
  readonly members: readonly string[]
  readonly victims: ReadonlySet<string>
}

function byDefinition(world: World, added: readonly Ruling[], run: Run) {
  const { members } = run
  for (const one of added) world.rulings.push({ ...one, id: `r${world.rulings.length}` })
  const newest = new Map<string, World['rulings'][number]>()
  for (const one of world.rulings.filter(({ has_ended }) => !has_ended)) {
    newest.set(`${one.subject_kind} ${subjectOf(one)}`, one)
  }
  const benignOn = (kind: string, id: string): string | undefined => {
    const one = newest.get(`${kind} ${id}`)
    return one?.conclusion === 'benign' ? one.id : undefined
  }
  const benign = new Set(
    [...newest.values()].filter((one) => one.conclusion === 'benign').map(({ id }) => id),
  )
  const runs = [run, ...(world.last === undefined ? [] : [world.last])]
  const letGo = new Set([...world.letGo].filter((one) => benign.has(`${one.split(' ')[1]}`)))
  for (const [at, own] of Array.from({ length: ACCOUNTS }, (_, at) => [at, `a${at}`] as const)) {
    const names = runs
      .filter(({ victims }) => !victims.has(own))
      .flatMap((one) => one.members[at] || [])
    const ids = [
      benignOn('account', own),
      ...names.flatMap((name) => [
        benignOn('campaign', name),
        benignOn('cluster', `cluster of ${name}`),
      ]),
    ]
    for (const id of ids) if (id !== undefined) letGo.add(`${own} ${id}`)
  }
  const isLetGo = (own: string) => [...letGo].some((one) => one.startsWith(`${own} `))
  const isOperator = (own: string, { members, victims }: Run) =>
    members[Number(own.slice(1))] !== '' && !victims.has(own)
  const wereOperators = new Set(
    Array.from({ length: ACCOUNTS }, (_, at) => `a${at}`).filter(
      (own) =>
        isLetGo(own) && (world.wereOperators.has(own) || runs.some((one) => isOperator(own, one))),
    ),
  )
  const isFree = (name: string): boolean => {
    if (newest.has(`campaign ${name}`)) return benignOn('campaign', name) !== undefined
    if (benignOn('cluster', `cluster of ${name}`) !== undefined) return true
    const of = members.includes(name) ? run : (world.last ?? run)
    const own = of.members
      .flatMap((one, at) => (one === name ? [`a${at}`] : []))
      .filter((one) => isOperator(one, of) || wereOperators.has(one))
    const freed = own.filter((one) => wereOperators.has(one))
    return freed.length > 0 && freed.length * 2 >= own.length
  }
  const names = NAMES.filter((name) => runs.some((one) => one.members.includes(name)))
  const accounts = [...letGo].map((one) => `account ${one.split(' ')[0]}`)
  const campaigns = names.filter(isFree).map((name) => `campaign ${name}`)
  world.letGo = letGo
  world.wereOperators = wereOperators
  world.last = run
  return [...new Set([...accounts, ...campaigns])].sort()
}
