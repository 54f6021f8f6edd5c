/** What the recipes share: blocks of documents, programs of others, ports and waiting. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'

/**
 * The n-th block of code of a language in a document: what a reader copies is what is run. Each part that
 * differs from machine to machine is put in the place of the documents' word for it, which must be there.
 */
export function block(
  path: string,
  language: string,
  changes: Readonly<Record<string, string>> = {},
  place = 0,
): string {
  const text = readFileSync(path, 'utf8')
  const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, name]) => name === language)
    .map(([, , code = '']) => code)
  const found = blocks[place]
  if (found === undefined) throw new Error(`${path} has no block ${place} of ${language}`)
  return Object.entries(changes).reduce((code, [from, to]) => {
    if (!code.includes(from)) throw new Error(`the block of ${path} does not say ${from}`)
    return code.replaceAll(from, to)
  }, found)
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

export interface Program {
  /** What it wrote so far. */
  readonly said: () => string
  readonly exited: Promise<number | null>
  /** Ends it by its number, and waits. */
  readonly stop: () => Promise<void>
}

export function startProgram(
  command: string,
  words: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string } = {},
): Program {
  const child: ChildProcess = spawn(command, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => lines.push(chunk.toString('utf8')))
  }
  const exited = new Promise<number | null>((resolve) => {
    child.on('exit', resolve).on('error', () => resolve(null))
  })
  return {
    said: () => lines.join(''),
    exited,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
      await exited
      clearTimeout(patience)
    },
  }
}
const PATIENCE_MS = 5000

/** Waits until a server answers, or its program ends. */
export async function answering(url: string, program: Program, msMax: number): Promise<void> {
  const startedMs = Date.now()
  let hasEnded = false
  program.exited.then(() => {
    hasEnded = true
  })
  for (;;) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    if (hasEnded || Date.now() - startedMs > msMax) {
      throw new Error(`${url} does not answer: ${program.said().slice(-4000)}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Runs a program to its end; what it said, where it failed, is the error. */
export function run(command: string, words: readonly string[], env?: NodeJS.ProcessEnv): string {
  const done = spawnSync(command, words, {
    encoding: 'utf8',
    ...(env === undefined ? {} : { env }),
  })
  if (done.status === 0) return done.stdout
  throw new Error(`${command} ${words.join(' ')}: ${done.error ?? ''}${done.stdout}${done.stderr}`)
}

/** Waits for something; where it does not come to pass, says what is known. */
export async function until(
  isSo: () => boolean,
  msMax = 20_000,
  known: () => string = () => '',
): Promise<void> {
  const startedMs = Date.now()
  while (!isSo()) {
    if (Date.now() - startedMs > msMax) throw new Error(`it did not come to pass ${known()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
