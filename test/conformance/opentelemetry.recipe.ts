import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DiagLogger, DiagLogLevel, diag, SpanKind } from '@opentelemetry/api'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http'
import { OTLPTraceExporter as JsonTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { OTLPTraceExporter as ProtobufTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StillwatchError } from '../../src/domain/errors.js'
import { testStore } from '../store.js'
import { type Live, openLive, TOKEN } from './live.js'
import { cacheFolder, pythonPrograms } from './python.js'
import { block, startProgram } from './recipe.js'

const PAGE = 'docs/how-to/opentelemetry.md'
const held = testStore()
let live: Live
let refusals: number

beforeEach(async () => {
  refusals = 0
  live = await openLive(held.store, {
    settings: { intake: { retry_after_seconds: 1 } },
    append: (spool) => async (kind, lines) => {
      if (refusals === 0) return spool.append(kind, lines)
      refusals -= 1
      throw new StillwatchError('SPOOL_FULL', { path: 'the spool' })
    },
  })
})
afterEach(() => live.close())

const DIALOGUE = {
  model: 'heron-large',
  system: 'Be brief.',
  response: 'Good morning.',
  tokens_in: '11',
  tokens_out: '4',
}

/** The environment of the document, and the little that a program needs. */
const environment = (): NodeJS.ProcessEnv => {
  const lines = block(PAGE, 'sh', { 'http://127.0.0.1:8787': live.url }).trim().split('\n')
  const given = lines.map((line) => [
    line.slice(0, line.indexOf('=')),
    line.slice(line.indexOf('=') + 1),
  ])
  return { PATH: process.env.PATH, ...Object.fromEntries(given) }
}

/** Runs a program of the document as it stands. */
async function runBlock(command: string, file: string, code: string): Promise<void> {
  const folder = join(cacheFolder(), 'programs')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, file), code)
  const program = startProgram(command, [join(folder, file)], { env: environment() })
  expect([await program.exited, program.said()]).toEqual([0, ''])
  rmSync(join(folder, file))
}

describe('the programs of the document', () => {
  it('in Node', async () => {
    await runBlock(process.execPath, 'export.mjs', block(PAGE, 'js'))
    expect(await live.drained()).toMatchObject([{ account_id: 'node-account', ...DIALOGUE }])
  })

  it('in Python', async () => {
    await runBlock(join(pythonPrograms(), 'python'), 'export.py', block(PAGE, 'python'))
    expect(await live.drained()).toMatchObject([{ account_id: 'python-account', ...DIALOGUE }])
  })
})

describe.each([
  ['JSON', JsonTraceExporter],
  ['protobuf', ProtobufTraceExporter],
])('the SDK for Node, exporting %s', (_, Exporter) => {
  const exporter = () =>
    new Exporter({ url: `${live.url}/v1/traces`, headers: { 'x-api-key': TOKEN } })

  it('has the good spans of a batch taken, and learns of the others', async () => {
    const told = await warnings(() =>
      exported(exporter(), [{ 'account.id': 'a' }, {}, { 'user.id': 'b' }, { 'http.route': '/x' }]),
    )
    // Of the last span nobody is told: without `gen_ai` it is no call of a model.
    expect(told).toHaveLength(1)
    expect(told[0]).toContain('Partial Success')
    expect(told[0]).toMatch(/"rejectedSpans":"?1/)
    expect(told[0]).toContain('account')
    expect((await live.drained()).map(({ account_id }) => account_id)).toEqual(['a', 'b'])
  })

  it('sends again after 503, and nothing counts twice', async () => {
    refusals = 2
    expect(await warnings(() => exported(exporter(), [{ 'account.id': 'a' }]))).toEqual([])
    expect(refusals).toBe(0)
    expect(await live.drained()).toHaveLength(1)
  })

  it('gives up at once where the token is wrong', async () => {
    const wrong = new Exporter({ url: `${live.url}/v1/traces`, headers: { 'x-api-key': 'x' } })
    const startedMs = Date.now()
    await exported(wrong, [{ 'account.id': 'a' }]).catch(() => undefined)
    expect(Date.now() - startedMs).toBeLessThan(1000)
    expect(live.rows()).toBe(0)
  })
})

it('the SDK for Node, exporting the event of a whole call as a log', async () => {
  const exporter = new OTLPLogExporter({
    url: `${live.url}/v1/logs`,
    headers: { 'x-api-key': TOKEN },
  })
  const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] })
  provider.getLogger('gateway').emit({
    eventName: 'gen_ai.client.inference.operation.details',
    timestamp: Date.now(),
    attributes: { 'account.id': 'logged', 'gen_ai.response.id': 'r1', ...CALL },
  })
  await provider.forceFlush()
  await provider.shutdown()
  expect(await live.drained()).toMatchObject([{ account_id: 'logged', response: 'Good morning.' }])
})

const CALL = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.request.model': 'heron-large',
  'gen_ai.output.messages': JSON.stringify([
    { role: 'assistant', parts: [{ type: 'text', content: 'Good morning.' }] },
  ]),
}

/** Exports one span for each set of attributes, in one batch. */
async function exported(
  exporter: SpanExporter,
  spans: readonly Readonly<Record<string, string>>[],
): Promise<void> {
  const provider = new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] })
  const tracer = provider.getTracer('gateway')
  for (const given of spans) {
    const call = 'http.route' in given ? {} : CALL
    tracer.startSpan('chat', { kind: SpanKind.CLIENT, attributes: { ...call, ...given } }).end()
  }
  await provider.forceFlush()
  await provider.shutdown()
}

/** What the SDK warns of meanwhile. */
async function warnings(work: () => Promise<void>): Promise<readonly string[]> {
  const told: string[] = []
  const tell = (...words: unknown[]) => told.push(words.join(' '))
  const quiet = () => undefined
  const logger: DiagLogger = { error: tell, warn: tell, info: quiet, debug: quiet, verbose: quiet }
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
  try {
    await work()
  } finally {
    diag.disable()
  }
  return told
}
