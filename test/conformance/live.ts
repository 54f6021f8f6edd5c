import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { hashKeyOf } from '../../src/config/key.js'
import { serveSchema } from '../../src/config/serve.js'
import { restrictionsOf } from '../../src/service/decisions/in-force.js'
import { type PolicyFile, policyFile } from '../../src/service/decisions/policy.js'
import { publishDecisions } from '../../src/service/decisions/publish.js'
import { recordInForce } from '../../src/service/decisions/record.js'
import type { SnapshotRows } from '../../src/service/decisions/snapshot-encode.js'
import type * as gateRun from '../../src/service/gate/run.js'
import { openDrain } from '../../src/service/spool/drain.js'
import type { Spool } from '../../src/service/spool/model.js'
import { openSpool } from '../../src/service/spool/spool.js'
import { loadSources } from '../../src/sources/index.js'
import { statement } from '../../src/store/sql.js'
import type { Store } from '../../src/store/store.js'

// The gate as it is built, which is what is run in earnest: large bodies are read on threads, and these load
// the built program.
const built = pathToFileURL(resolve('dist', 'service', 'gate', 'run.js')).href
const { runGate, snapshotPath }: typeof gateRun = await import(built)

const SECRET = 'conformance'
/** The token that stands in the documents' configurations. */
export const TOKEN = 'the-token'
export const APPEAL = 'Write to appeals@example.org.'

/** The real gate with its spool and a snapshot in which the account `banned` is denied. */
export interface Live {
  readonly url: string
  /** Rows that wait in its spool. */
  readonly rows: () => number
  /** Puts another policy in force, as the engine does. */
  readonly publish: (policy: PolicyFile) => Promise<void>
  /** What its log says so far. */
  readonly log: readonly string[]
  /** Ends it. It can be started again at the same address. */
  readonly stop: () => Promise<void>
  readonly start: () => Promise<void>
  /** Ends it, lets the store read the spool, and gives the exchanges. */
  readonly drained: () => Promise<readonly Exchange[]>
  readonly close: () => Promise<void>
}

export interface LiveOptions {
  /** In place of one in which `banned` is denied and `limited` is limited. */
  readonly policy?: PolicyFile
  readonly settings?: object
  /** Stands between the intake and the spool. */
  readonly append?: (spool: Spool) => Spool['append']
}

export interface Exchange {
  readonly account_id: string
  readonly model: string
  readonly system: string
  readonly response: string
  readonly tokens_in: string | null
  readonly tokens_out: string | null
  readonly api_key_id: string
}

const POLICY = policyFile.parse({
  schema: 'stillwatch.policy/1',
  policies: [
    {
      policy_id: 'named-by-hand',
      level: 'deny',
      mode: 'live',
      reason_code: 'usage_review',
      appeal: APPEAL,
      named: { accounts: ['banned'] },
    },
    {
      policy_id: 'slower',
      level: 'limit',
      mode: 'live',
      reason_code: 'rate_review',
      appeal: APPEAL,
      named: { accounts: ['limited'] },
    },
  ],
})

export async function openLive(store: Store, options: LiveOptions = {}): Promise<Live> {
  const state = mkdtempSync(join(tmpdir(), 'stillwatch-conformance-'))
  mkdirSync(join(state, 'snapshot'))
  const path = snapshotPath(state)
  const publish = async (policy: PolicyFile) => {
    const nowMs = Date.now()
    const record = async (rows: SnapshotRows) => {
      const restrictions = restrictionsOf(rows)
      await recordInForce(store, { rows, restrictions, policy, nowMs })
    }
    await publishDecisions({ store, policy, hashSecret: SECRET, path, nowMs, record })
  }
  await publish(options.policy ?? POLICY)
  const log: string[] = []
  let port = 0
  const start = async (): Promise<Started> => {
    const spool = await openSpool({ folder: join(state, 'spool'), bytesMax: 1e9, now: Date.now })
    const gate = await runGate({
      readServe: () => settingsOf(state, port, options.settings),
      hashSecret: SECRET,
      spool: options.append === undefined ? spool : { ...spool, append: options.append(spool) },
      log: { write: (line) => log.push(line) },
    })
    port = Number(new URL(gate.url).port)
    let isUp = true
    const stop = async () => {
      if (!isUp) return
      isUp = false
      await gate.stop()
      await spool.close()
    }
    return { spool, stop }
  }
  let started = await start()
  const stop = () => started.stop()
  return {
    url: `http://127.0.0.1:${port}`,
    log,
    publish,
    rows: () => started.spool.stats().rows,
    stop,
    start: async () => {
      started = await start()
    },
    drained: () => stop().then(() => drained(store, state)),
    close: () => stop().then(() => rmSync(state, { recursive: true, force: true })),
  }
}

const settingsOf = (state: string, port: number, more: object = {}) =>
  serveSchema.parse({
    port,
    state,
    tokens: [
      {
        name: 'recipes',
        sha256: createHash('sha256').update(TOKEN).digest('hex'),
        uses: ['decide', 'intake', 'metrics'],
      },
    ],
    ...more,
  })

interface Started {
  readonly spool: Spool
  readonly stop: () => Promise<void>
}

async function drained(store: Store, state: string): Promise<readonly Exchange[]> {
  for (const table of ['exchange', 'input_file']) {
    await store.run(statement(`clear ${table}`, `TRUNCATE TABLE ${table}`))
  }
  const folder = join(state, 'spool')
  const hashKey = hashKeyOf(SECRET)
  const drain = await openDrain({ store, folder, sources: await loadSources(), hashKey })
  await drain.pass()
  return store.rows<Exchange>(
    statement(
      'exchanges of a recipe',
      `SELECT account_id, model, system, response, tokens_in, tokens_out, api_key_id
       FROM exchange ORDER BY account_id, received_at, exchange_id`,
    ),
  )
}
