import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

export interface Asked {
  readonly asked: number
  readonly answered: number
  /** Answers that asked to come again. */
  readonly refused: number
  /** No answer: refused by the system, broken off, or none within half a minute. */
  readonly failed: number
  /** The longest time in which no answer came. */
  readonly longestMs: number
  readonly p99Ms: number
  readonly gaps: readonly { readonly fromMs: number; readonly toMs: number }[]
}

export interface Probed {
  readonly decide: Asked
  /** The same by connections that stay. */
  readonly kept: Asked
  readonly ingest: Asked & { readonly taken: readonly number[] }
}

/** Asks for a decision every 50 ms, from a process of its own, until it is ended. */
export async function startProbe(url: string, sends = '') {
  const child = spawn(process.execPath, ['test/faults/probe-child.js', url, sends], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const said = text(child.stdout)
  await new Promise((resolve) => child.stdout.once('data', resolve))
  return {
    end: async (): Promise<Probed> => {
      child.kill('SIGTERM')
      return JSON.parse((await said).replace(/^ready\n/, ''))
    },
  }
}

export const told = ({ answered, asked, failed, refused, longestMs, p99Ms }: Asked): string =>
  `${answered} of ${asked} answered, ${refused} told to come again, ${failed} failed, ` +
  `longest without an answer ${longestMs} ms, p99 ${p99Ms.toFixed(1)} ms`
