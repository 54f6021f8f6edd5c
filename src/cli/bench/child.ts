import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { hashKeyOf } from '../../config/key.js'
import { packageVersion } from '../../domain/version.js'
import { collectPictures } from '../../feeds/collect.js'
import { renderReport } from '../../feeds/report-html.js'
import { scan } from '../../scan.js'
import { SOURCE_COLUMNS } from '../../sources/define.js'
import { openStore } from '../../store/open.js'
import { statement } from '../../store/sql.js'
import { QUERIES } from '../queries/queries.js'
import type { BareRead, BenchTask, RotationRead, ScanRead, StatementTime } from './measured.js'

/** A program of its own, so that its memory is that of what is measured and of nothing else. */

const version = statement('version', 'SELECT version() AS version')
const storeBytes = statement(
  'store_bytes',
  'SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE active AND database = currentDatabase()',
)
const READS = 3
const SECRET = 'bench'
const TOLD_EVERY = 10

const task = JSON.parse(process.argv[2] ?? '') as BenchTask
const TASKS = { 'bare-read': readBare, scan: scanOnce, rotation: rotateOnce } as const
process.send?.(await TASKS[task.kind](task))
process.disconnect?.()

async function readBare({ folder }: BenchTask): Promise<BareRead> {
  const store = await openStore({ path: join(folder, 'store-bare') })
  // The bench writes header orders as lists, which the contract allows beside texts.
  const structure = Object.entries({ ...SOURCE_COLUMNS, header_order: 'Array(String)' })
    .map(([column, type]) => `${column} ${type}`)
    .join(', ')
  const params = { path: resolve(folder, 'exchange.jsonl'), structure }
  const [row] = await store.rows<{ version: string }>(version)
  await store.rows(QUERIES.bareRead, params)
  const seconds: number[] = []
  for (let read = 0; read < READS; read += 1) {
    const start = performance.now()
    await store.rows(QUERIES.bareRead, params)
    seconds.push((performance.now() - start) / 1000)
  }
  await store.close()
  return { seconds, peak_bytes: peakBytes(), engine: row?.version ?? '' }
}

async function scanOnce({ folder }: BenchTask): Promise<ScanRead> {
  const start = performance.now()
  const times = new Map<string, StatementTime>()
  let stage = 'open'
  let step = ''
  const note = (name: string, seconds: number) => {
    const key = `${stage}\n${step}\n${name}`
    const known = times.get(key)
    times.set(key, {
      name,
      stage,
      step,
      runs: (known?.runs ?? 0) + 1,
      seconds: (known?.seconds ?? 0) + seconds,
    })
  }
  const now = () => performance.now()
  const store = await openStore({
    path: join(folder, 'store'),
    watch: { now, statement: note },
  })
  const opened = now()
  const enter = (name: string) => {
    stage = name
    step = ''
    process.stderr.write(`  ${name}\n`)
  }
  const { findings, stages } = await scan({
    store,
    inputs: [{ path: folder }],
    runId: randomUUID(),
    startedAt: new Date(),
    version: packageVersion(),
    hashKey: hashKeyOf(SECRET),
    progress: (text) => {
      step = text
    },
    watcher: { stage: enter, now },
  })
  const scanned = now()
  enter('report')
  mkdirSync(join(folder, 'out'), { recursive: true })
  writeFileSync(join(folder, 'out', 'findings.json'), JSON.stringify(findings))
  const pictures = await collectPictures(store, findings.run_id, findings, { hasText: true })
  const report = renderReport({
    findings,
    pictures,
    summary: { stages: [...stages] },
    hasText: true,
  })
  writeFileSync(join(folder, 'out', 'report.html'), report)
  const reported = now()
  await store.close()
  return {
    stages: [
      { name: 'open', seconds: (opened - start) / 1000 },
      ...stages,
      { name: 'report', seconds: (reported - scanned) / 1000 },
    ],
    seconds: (reported - start) / 1000,
    peak_bytes: peakBytes(),
    statements: [...times.values()].sort((a, b) => b.seconds - a.seconds),
    campaigns: findings.campaigns.length,
    accounts_named: findings.accounts.length,
  }
}

/** Takes the store that a scan left to a second secret. */
async function rotateOnce({ folder }: BenchTask): Promise<RotationRead> {
  const path = join(folder, 'store')
  const before = await openStore({ path })
  const [held] = await before.rows<{ bytes: string }>(storeBytes)
  await before.close()
  let partitions = 0
  const start = performance.now()
  const store = await openStore({
    path,
    hashKey: hashKeyOf([SECRET, 'the next']),
    rekeying: (_, done, of) => {
      partitions = of
      process.stderr.write(done % TOLD_EVERY === 0 ? `  ${done} of ${of}\n` : '')
    },
  })
  const seconds = (performance.now() - start) / 1000
  await store.close()
  return { seconds, partitions, store_bytes: Number(held?.bytes ?? 0), peak_bytes: peakBytes() }
}

/** The most memory that the process ever held, which the kernel counts in kilobytes. */
function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024
}
