import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Findings } from '../../src/domain/findings.js'
import type { Pattern } from '../../src/domain/indicator.js'
import type { IndicatorTold } from '../../src/domain/told.js'

// What a partner could tell who knows everything that accounts here do.

const DAY_MS = 86_400_000
const WORDS_MIN = 12
const TEXTS_MAX = 40

interface Sent {
  readonly account_id: string
  readonly received_at: string
  readonly ip?: string | null
  readonly user_agent?: string | null
  readonly ja4?: string | null
  readonly header_order?: readonly string[] | null
  readonly system?: string | null
  readonly messages?: readonly { readonly content: string }[] | null
}
interface Account {
  readonly account_id: string
  readonly email_domain?: string | null
}
export interface Logs {
  readonly sent: readonly Sent[]
  readonly accounts: readonly Account[]
}

/** The logs of a world as they were written. */
export function logsOf(folder: string): Logs {
  const rows = <Row>(file: string) =>
    readFileSync(join(folder, file), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Row)
  return { sent: rows<Sent>('exchange.jsonl'), accounts: rows<Account>('account.jsonl') }
}

/** Who carries each pattern: what a group alone has aims at it best. */
export function carriersOf(said: Logs): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  const lines = new Map<string, Sent[]>()
  for (const line of said.sent) {
    const of = lines.get(line.account_id)
    if (of === undefined) lines.set(line.account_id, [line])
    else of.push(line)
  }
  for (const account of said.accounts) {
    const { account_id } = account
    const own = { sent: lines.get(account_id) ?? [], accounts: [account] }
    for (const pattern of patternsOf(own, new Set([account_id]))) {
      const key = JSON.stringify(pattern)
      found.set(key, (found.get(key) ?? new Set<string>()).add(account_id))
    }
  }
  return found
}

/** Everything that may be told of some accounts, each thing once. */
export function patternsOf(
  { sent, accounts }: Logs,
  of: ReadonlySet<string>,
): readonly [string, Pattern][] {
  const found = new Map<string, [string, Pattern]>()
  const add = (kind: string, pattern: Pattern) =>
    found.set(`${kind} ${JSON.stringify(pattern)}`, [kind, pattern])
  const texts = new Set<string>()
  const lines = sent.filter(({ account_id }) => of.has(account_id))
  for (const { ip, received_at, user_agent, ja4, header_order, system, messages } of lines) {
    if (ip) {
      const network = ip.includes(':') ? undefined : `${ip}/32`
      if (network) add('network-day', { network, date: received_at.slice(0, 10) })
    }
    if (user_agent && ja4 && header_order) {
      const program = user_agent.replaceAll(/[0-9.]+/g, '')
      add('client', { user_agent: program, ja4, header_order: header_order.join(',') })
    }
    for (const [part, text] of [
      ['system', system],
      ['user', messages?.at(-1)?.content],
    ] as const) {
      if (!text || text.split(/\s+/).length < WORDS_MIN || texts.size >= TEXTS_MAX) continue
      texts.add(text)
      add('wrapper', { part, text: [text.slice(0, 4000)] })
    }
  }
  for (const { account_id, email_domain } of accounts) {
    if (of.has(account_id) && email_domain) add('mail-domain', { domain: email_domain })
  }
  return [...found.values()]
}

/** Told as one campaign, in force on the day after the log. */
export function told(
  patterns: readonly [string, Pattern][],
  campaign_name: string,
  windowEnd: string,
): readonly IndicatorTold[] {
  const at = Date.parse(windowEnd)
  return patterns.map(([kind, pattern], place) => ({
    ...{ object_id: `${campaign_name} ${place}`, indicator_id: '', kind, pattern, campaign_name },
    valid_from: new Date(at - 10 * DAY_MS).toISOString(),
    valid_until: new Date(at + 10 * DAY_MS).toISOString(),
    ...{ marking: 'amber' as const, confidence: 100 },
  }))
}

export const verdicts = ({ accounts, campaigns }: Findings) => ({
  accounts: accounts.map(({ account_id, verdict }) => [account_id, verdict]),
  campaigns: campaigns.map(({ campaign_id, verdict, accounts: all }) => [
    campaign_id,
    verdict,
    all,
  ]),
})
