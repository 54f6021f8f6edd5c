/**
 * The traffic builder: where every account, exchange and truth of a simulation goes.
 *
 * An exchange is turned into its line at once and forgotten, so memory does not grow with the log.
 * Lines gather in a chunk; a full chunk is sorted by time and written. A small log is therefore in
 * time order, and a large one is a sequence of chunks that each are: the product may not rely on
 * more.
 */

import type { Account, AccountEvent } from '../domain/account.js'
import type { Exchange } from '../domain/exchange.js'
import type { Truth } from '../domain/truth.js'
import type { Random } from './random.js'
import type { Habits } from './scenarios/sharing.js'
import type { Client } from './world/clients.js'
import type { Models } from './world/models.js'
import type { Network } from './world/networks.js'

export interface Window {
  readonly startMs: number
  readonly endMs: number
}

export interface Traffic {
  readonly window: Window
  readonly models: Models
  /** Factor on the length of answers, to reach a target size of line. */
  readonly textScale: number
  readonly addAccount: (account: Account) => void
  readonly addEvent: (event: AccountEvent) => void
  readonly addExchange: (sender: Sender, sent: Sent) => void
  readonly addCampaign: (campaign: Truth['campaigns'][number]) => void
  readonly addBystander: (bystander: Truth['bystanders'][number]) => void
  readonly addLookalike: (kind: string, accounts: readonly string[]) => void
  /** What an account of a pool shares with it, as was drawn. It is told to whoever simulates, and in no file. */
  readonly addHabits: (account_id: string, habits: Habits) => void
  readonly exchanges: () => number
}

/** An account at a client behind a network. An upgrade or a move makes another sender. */
export interface Sender {
  readonly account: Account
  readonly client: Client
  readonly network: Network
  readonly random: Random
  /** The part of every line that this sender never changes, already JSON. */
  readonly fixedJson: string
}

/** What differs from one exchange to the next, already JSON: the insides of an object and an array. */
export interface Sent {
  readonly atMs: number
  readonly messagesJson: string
  readonly fieldsJson: string
}

export const createSender = (
  random: Random,
  account: Account,
  client: Client,
  network: Network,
  extra: Partial<Exchange> = {},
): Sender => {
  const fixed: Partial<Exchange> = {
    account_id: account.account_id,
    organization_id: account.organization_id,
    api_key_id: client.channel === 'app' ? null : `key_${random.hex(12)}`,
    channel: client.channel,
    plan: account.plan,
    endpoint: client.endpoint,
    user_agent: client.userAgent,
    client_version: client.version,
    ja4: client.ja4,
    header_order: [...client.headerOrder],
    ...extra,
  }
  return { account, client, network, random, fixedJson: inside(fixed) }
}

/** The whole line of one exchange. */
export const exchangeLine = (sender: Sender, sent: Sent): string => {
  const { network, random } = sender
  const received = new Date(sent.atMs).toISOString()
  return `{"exchange_id":"req_${random.hex(16)}","received_at":"${received}",${sender.fixedJson},"ip":"${network.addressAt(sent.atMs)}","asn":${network.asn},"ip_country":"${network.country}",${sent.fieldsJson},"messages":[${sent.messagesJson}]}`
}

const inside = (fields: object): string => JSON.stringify(fields, dropNull).slice(1, -1)

const dropNull = (_key: string, value: unknown): unknown => (value === null ? undefined : value)

export const hasRoom = (traffic: Traffic, atMs: number): boolean =>
  atMs >= traffic.window.startMs && atMs < traffic.window.endMs
