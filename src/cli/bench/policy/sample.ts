import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Truth } from '../../../domain/truth.js'
import type { Sample } from './policies.js'

/** Of the first exchanges, what policies may name. As many as a policy may have of a kind. */
const LINES = 20_000
const NAMES_MAX = 10_000

export async function sampleOf(folder: string): Promise<Omit<Sample, 'exchanges' | 'accounts'>> {
  const known = { ip: new Set<string>(), ja4: new Set<string>(), user_agent: new Set<string>() }
  const input = createReadStream(join(folder, 'exchange.jsonl'))
  let lines = 0
  for await (const line of createInterface({ input })) {
    const row = JSON.parse(line) as Readonly<Record<string, unknown>>
    for (const [key, values] of Object.entries(known)) {
      const value = row[key]
      if (typeof value === 'string' && value !== '') values.add(value)
    }
    lines += 1
    if (lines >= LINES) break
  }
  input.destroy()
  const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth
  const some = (values: Iterable<string>) => [...values].slice(0, NAMES_MAX)
  return {
    hostile: some(truth.campaigns.flatMap(({ accounts }) => accounts)),
    ips: some(known.ip),
    ja4: some(known.ja4),
    user_agents: some(known.user_agent),
  }
}
