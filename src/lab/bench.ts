/**
 * Logs for measuring speed: many plausible exchanges of a wanted size, written as fast as a disk.
 *
 * Texts are cut from pools that are built once, and conversations resend their history, so that at 20
 * and 200 KB a line most of it is earlier turns, as with agents. One account in twenty belongs to a
 * campaign with a fixed template. Speed matters more here than faithfulness: use `simulate` to judge.
 */

import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Account } from '../domain/account.js'
import type { Truth } from '../domain/truth.js'
import { createPool } from './bench-pool.js'
import { at, createRandom, hashText, type Random } from './random.js'
import { createAccount } from './world/accounts.js'
import { createClient } from './world/clients.js'
import { createPlace, fixedNetwork } from './world/networks.js'

export interface BenchOptions {
  readonly exchanges: number
  /** Kilobytes of one line. */
  readonly kb: number
  readonly folder: string
  readonly seed: string
  readonly days?: number
}

export interface Bench {
  readonly exchanges: number
  readonly accounts: number
  readonly bytes: number
}

const START_MS = Date.parse('2026-03-02T00:00:00Z')
const EXCHANGES_PER_ACCOUNT = 40
const CAMPAIGN_SHARE = 0.05
const BUFFER_BYTES = 16 << 20

export const generateBench = (options: BenchOptions): Bench => {
  mkdirSync(options.folder, { recursive: true })
  const random = createRandom(`${options.seed} bench`)
  const count = Math.max(4, Math.round(options.exchanges / EXCHANGES_PER_ACCOUNT))
  const accounts = Array.from({ length: count }, (_, place) => openSeat(random.split(place), place))
  const bytes = writeExchanges(options, random.split('exchanges'), accounts)
  const lines = accounts.map(({ account }) => JSON.stringify(account, dropNull))
  writeFileSync(join(options.folder, 'account.jsonl'), `${lines.join('\n')}\n`)
  const truth = truthOf(accounts, options.exchanges)
  writeFileSync(join(options.folder, 'truth.json'), `${JSON.stringify(truth)}\n`)
  return { exchanges: options.exchanges, accounts: count, bytes }
}

const dropNull = (_key: string, value: unknown): unknown => (value === null ? undefined : value)

interface Seat {
  readonly account: Account
  readonly isHostile: boolean
  readonly head: Buffer
  turn: number
  conversation: number
}

const openSeat = (random: Random, place: number): Seat => {
  const isHostile = place % Math.round(1 / CAMPAIGN_SHARE) === 7
  const home = createPlace(random, 'en')
  const network = fixedNetwork(random, 'cloud', home, 1)
  const client = createClient(
    random,
    isHostile ? 'python' : random.pick(['python', 'node', 'agent']),
  )
  const days = isHostile ? random.uniform(1, 12) : random.uniform(5, 900)
  const account = createAccount({
    random,
    createdAtMs: Math.round(START_MS - days * 86_400_000),
    plan: 'build',
    network,
    ...(isHostile ? { paymentHash: createRandom(`card ${place % 7}`).hex(32) } : {}),
  })
  const fields = JSON.stringify({
    account_id: account.account_id,
    channel: client.channel,
    plan: account.plan,
    endpoint: client.endpoint,
    user_agent: client.userAgent,
    client_version: client.version,
    ja4: client.ja4,
    header_order: client.headerOrder,
    ip: network.addressAt(START_MS),
    asn: network.asn,
    ip_country: network.country,
    is_stream: false,
    model: 'heron-large-3',
    max_tokens: 4096,
    status: 200,
  }).slice(1, -1)
  return { account, isHostile, head: Buffer.from(`",${fields}`), turn: 0, conversation: 0 }
}

/** Turns that a conversation has before the next begins; the last ones are the longest lines. */
const TURNS = 8

const writeExchanges = (options: BenchOptions, random: Random, seats: readonly Seat[]): number => {
  const pool = createPool(random.split('pool'), options.kb, TURNS)
  const file = openSync(join(options.folder, 'exchange.jsonl'), 'w')
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES + options.kb * 8192 + 65_536)
  const stepMs = ((options.days ?? 7) * 86_400_000) / options.exchanges
  let end = 0
  let bytes = 0
  const flush = (): void => {
    for (let done = 0; done < end; ) done += writeSync(file, buffer, done, end - done)
    bytes += end
    end = 0
  }
  for (let place = 0; place < options.exchanges; place += 1) {
    const seat = at(seats, random.int(0, seats.length - 1))
    const iso = new Date(START_MS + Math.floor(place * stepMs)).toISOString()
    end += buffer.write(`{"exchange_id":"req_${random.hex(16)}","received_at":"${iso}`, end)
    end += seat.head.copy(buffer, end)
    end = pool.write(buffer, end, {
      account: hashText(seat.account.account_id),
      conversation: seat.conversation,
      turn: seat.turn,
      place,
      isHostile: seat.isHostile,
    })
    seat.turn += 1
    if (seat.turn >= TURNS) {
      seat.turn = 0
      seat.conversation += 1
    }
    if (end >= BUFFER_BYTES) flush()
  }
  flush()
  closeSync(file)
  return bytes
}

const truthOf = (seats: readonly Seat[], exchanges: number): Truth => {
  const hostile = seats.filter((seat) => seat.isHostile)
  const share = Math.round((exchanges * hostile.length) / seats.length)
  return {
    schema: 'stillwatch.truth/1',
    campaigns: [
      {
        campaign_id: 'bench-1',
        shape: 'A',
        discipline: 'sloppy',
        cover_share: 0,
        accounts: hostile.map((seat) => seat.account.account_id),
        exchanges: share,
        exchanges_extracting: share,
        capabilities: ['reasoning'],
        succeeds: null,
      },
    ],
    bystanders: [],
    lookalikes: [],
  }
}
