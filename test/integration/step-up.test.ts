/**
 * A world signs up, everybody's traffic comes in, and one run looks at it: whom it names is asked anew who they are. Another world
 * than the small one: `stillwatch simulate <folder> --preset twelve`, then this test with STILLWATCH_WORLD=<folder>.
 */
import { createHash } from 'node:crypto'
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashKeyOf } from '../../src/config/key.js'
import type { Assessment } from '../../src/domain/application.js'
import type { Truth } from '../../src/domain/truth.js'
import { PRESETS, simulate } from '../../src/lab/simulate.js'
import { openStore } from '../../src/store/open.js'
import { lastFinishedRun } from '../../src/store/runs.js'
import { statement } from '../../src/store/sql.js'
import { type Service, startService, until } from './served.js'

const given = process.env.STILLWATCH_WORLD
const CHUNK_BYTES_MAX = 8_000_000
const PEOPLE = [
  {
    name: 'alice',
    sha256: createHash('sha256').update('token').digest('hex'),
    roles: ['reviewer'],
  },
]
/** Operators by the run that readers see. */
const NAMED = statement(
  'named',
  `SELECT DISTINCT account_id FROM campaign_member INNER JOIN campaign USING (run_id, campaign_id)
   WHERE run_id = {run_id:UUID} AND role = 'operator' AND verdict IN ('review', 'act')`,
)

let folder: string
let service: Service
const passed = new Set<string>()
const asked = new Set<string>()
const named = new Set<string>()
let truth: Truth
let runs = 0
let applied = 0

async function askedAnew(): Promise<readonly string[]> {
  const found: string[] = []
  for (;;) {
    const answer = await fetch(
      `${service.url}/stillwatch/v1/enrolments?state=step_up_asked&limit=1000&after=${found.length}`,
      { headers: { authorization: 'Bearer token' } },
    )
    const { enrolments } = (await answer.json()) as { enrolments: { account_id: string }[] }
    found.push(...enrolments.map(({ account_id }) => account_id))
    if (enrolments.length < 1000) return found
  }
}

/** Lines of a file in pieces that a gate takes at once. */
async function* chunksOf(file: string): AsyncGenerator<string> {
  let [lines, bytes]: [string[], number] = [[], 0]
  for await (const line of createInterface({ input: createReadStream(join(folder, file)) })) {
    lines.push(line)
    bytes += line.length
    if (bytes < CHUNK_BYTES_MAX) continue
    yield lines.join('\n')
    ;[lines, bytes] = [[], 0]
  }
  if (lines.length > 0) yield lines.join('\n')
}

/** Posts until it is taken: a gate that begins, or has too much to do, says so and is asked again. */
async function post(path: string, body: string): Promise<unknown> {
  const answer = await until(`${path} is taken`, async () => {
    const told = await fetch(`${service.url}${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
      body,
    })
    return told.status < 500 && told.status !== 429 && told
  })
  const text = await answer.text()
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${text}`)
  return JSON.parse(text)
}

/** As somebody would apply who says what is known of the account; every second one for a programme, with what it asks. */
async function applyAll(): Promise<void> {
  const accounts = readFileSync(join(folder, 'account.jsonl'), 'utf8').trim().split('\n')
  applied = accounts.length
  for (let first = 0; first < accounts.length; first += 20)
    await Promise.all(
      accounts.slice(first, first + 20).map(async (line, place) => {
        const { account_id, created_at, status: _, ...rest } = JSON.parse(line)
        const isStartup = place % 2 === 0
        const told = (await post(
          '/v1/signup/assess?wait=disk',
          JSON.stringify({
            ...rest,
            application_id: `of ${account_id}`,
            account_id,
            applied_at: created_at,
            proofs: isStartup ? ['mail', 'domain_dns'] : ['mail'],
            program: isStartup ? 'startup' : 'none',
          }),
        )) as Assessment
        if (told.step === 'grant') passed.add(account_id)
      }),
    )
}

beforeAll(async () => {
  folder = given ?? mkdtempSync(join(tmpdir(), 'stillwatch-step-up-'))
  if (given === undefined) simulate({ ...PRESETS.tiny, folder, seed: '1' })
  truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth
  service = await startService({ people: PEOPLE, engine: { run_minutes: 1440 } })
  await applyAll()
  for (const kind of ['account', 'exchange', 'account_event'])
    for await (const lines of chunksOf(`${kind}.jsonl`))
      await post(`/v1/ingest?kind=${kind}`, lines)
  await until('all is in the store', async () => (await service.ready()).spool.rows === 0, 900)
  const { state } = service
  await service.end()
  service = await startService({ people: PEOPLE, engine: { run_minutes: 0.05 } }, state)
  await until('a run asks', async () => (await askedAnew()).length > 0, 1200)
  for (const account_id of await askedAnew()) asked.add(account_id)
  runs = Number((await service.ready()).engine.runs)
  await service.end()
  const store = await openStore({ path: state, hashKey: hashKeyOf('test') })
  const { run_id = '' } = (await lastFinishedRun(store)) ?? {}
  for (const { account_id } of await store.rows<{ account_id: string }>(NAMED, { run_id }))
    named.add(account_id)
  await store.close()
}, 3_000_000)
afterAll(() => {
  service?.remove()
  if (given === undefined) rmSync(folder, { recursive: true, force: true })
})

test('one run asks anew whom it names, whatever they showed, and nobody whom it does not name', () => {
  const operators = new Set(truth.campaigns.flatMap(({ accounts }) => accounts))
  const hostile = [...passed].filter((account) => operators.has(account))
  const innocent = [...asked].filter((account) => !operators.has(account))
  process.stdout.write(
    `${operators.size} operators, of whom ${hostile.length} passed; the first run names ${named.size} accounts; of those that passed ${asked.size} are asked anew, of them innocent ${innocent.length}\n`,
  )
  expect(hostile.length).toBeGreaterThan(20)
  // A run is counted when it has asked.
  expect(runs).toBeLessThanOrEqual(1)
  // Of whom nothing was granted yet, proof is asked already.
  expect([...asked].sort()).toEqual([...named].filter((account) => passed.has(account)).sort())
})

test('of the innocent at most one in 2,000 is asked for a proof by it', () => {
  const operators = new Set(truth.campaigns.flatMap(({ accounts }) => accounts))
  const innocent = [...asked].filter((account) => !operators.has(account))
  expect(innocent.length * 2000).toBeLessThanOrEqual(applied - operators.size)
})
