/**
 * A firm that does honest work: its place, its egress, its voice, and what all its accounts share.
 *
 * The provider's records of a firm are as patchy as real ones. An organisation may be verified, known
 * or missing; when it is missing, colleagues look like strangers who share a card and an address.
 */

import { exchangeTurn, openConversation, type Settings } from '../conversation.js'
import { createRandom, type Random } from '../random.js'
import { answer, createVoiceIn, type Voice } from '../text/compose.js'
import { reasoningTrace } from '../text/problems.js'
import { createSender, hasRoom, type Sender, type Traffic } from '../traffic.js'
import { type AccountWishes, createAccount, createDomain } from '../world/accounts.js'
import { API_CLIENTS, type Client, createClient } from '../world/clients.js'
import { createPlace, fixedNetwork, type Network, type Place } from '../world/networks.js'

export interface Firm {
  readonly place: Place
  readonly network: Network
  readonly client: Client
  readonly voice: Voice
  readonly domain: string
  readonly shared: Partial<AccountWishes>
}

export interface FirmWishes {
  readonly language?: string
  readonly network?: 'office' | 'campus' | 'cloud'
  readonly addresses?: number
  readonly library?: string
  /** How well the provider knows the firm. */
  readonly record?: 'verified' | 'known' | 'missing'
  readonly paymentKind?: AccountWishes['paymentKind']
}

export const createFirm = (random: Random, wishes: FirmWishes = {}): Firm => {
  const language = wishes.language ?? random.weighted(TONGUES)
  const place = createPlace(random, language)
  const record = wishes.record ?? 'verified'
  const domain = createDomain(random)
  return {
    place,
    network: fixedNetwork(random, wishes.network ?? 'cloud', place, wishes.addresses ?? 2),
    client: createClient(random, wishes.library ?? random.weighted(API_CLIENTS)),
    voice: createVoiceIn(random, language),
    domain,
    shared: {
      domain,
      verification: 'payment',
      paymentKind: wishes.paymentKind ?? 'card',
      paymentHash: random.hex(32),
      billingHash: random.hex(32),
      ...(record === 'missing'
        ? {}
        : {
            organizationId: `org_${random.hex(12)}`,
            isOrganizationVerified: record === 'verified',
          }),
    },
  }
}

const TONGUES = [
  ['en', 0.5],
  ['de', 0.1],
  ['fr', 0.1],
  ['es', 0.1],
  ['ja', 0.07],
  ['zh', 0.05],
  ['ko', 0.04],
  ['hi', 0.04],
] as const

export interface SeatWishes extends Partial<AccountWishes> {
  readonly createdAtMs: number
  readonly client?: Client
  /** Where it works from, when that is not where it signed up. */
  readonly egress?: Network
}

/** One account of the firm, at its client and its egress. */
export const addSeat = (
  traffic: Traffic,
  firm: Firm,
  random: Random,
  wishes: SeatWishes,
): Sender => {
  const { client = firm.client, egress, ...own } = wishes
  const network = own.network ?? firm.network
  const account = createAccount({ plan: 'build', ...firm.shared, ...own, random, network })
  traffic.addAccount(account)
  return createSender(random, account, client, egress ?? network)
}

export const idOf = (sender: Sender): string => sender.account.account_id

export const daysBefore = (traffic: Traffic, days: number): number =>
  Math.round(traffic.window.startMs - days * 86_400_000)

export interface ItemRun {
  readonly settings: Settings
  readonly startMs: number
  readonly gapMs: number
  readonly items: readonly string[]
  readonly respond: (random: Random, item: string) => string
  /** The same item gets the same answer, as at temperature zero. */
  readonly isRepeatable?: boolean
}

/** A list worked through, one request for each item. Returns when it was through. */
export const runItems = (traffic: Traffic, sender: Sender, run: ItemRun): number => {
  const { random } = sender
  let atMs = Math.max(run.startMs, Date.parse(sender.account.created_at) + 1000)
  for (const item of run.items) {
    if (!hasRoom(traffic, atMs)) break
    const source = run.isRepeatable ? createRandom(`answer ${run.settings.model} ${item}`) : random
    exchangeTurn(traffic, sender, openConversation(random, run.settings), {
      atMs,
      text: item,
      response: run.respond(source, item),
    })
    atMs += Math.round(random.hyperExponential(run.gapMs, 1.35))
  }
  return atMs
}

/** The instants of one hour on each day of the window. */
export const daily = (traffic: Traffic, hour: number): readonly number[] => {
  const instants: number[] = []
  const { startMs, endMs } = traffic.window
  for (let dayMs = startMs; dayMs < endMs; dayMs += 86_400_000) {
    instants.push(dayMs + Math.round(hour * 3_600_000))
  }
  return instants
}

/** A worked-out answer in the language of the voice, as long as the log's budget allows. */
export const reasoned = (
  traffic: Traffic,
  random: Random,
  voice: Voice,
  low: number,
  high: number,
): string => {
  const steps = Math.max(2, Math.round(random.int(low, high) * traffic.textScale))
  if (!voice.language) return reasoningTrace(random, steps)
  return Array.from(
    { length: steps },
    (_, step) => `${step + 1}. ${answer(random, voice, random.int(1, 2))}`,
  ).join('\n')
}

export const prose = (
  traffic: Traffic,
  random: Random,
  voice: Voice,
  low: number,
  high: number,
): string =>
  answer(random, voice, Math.max(1, Math.round(random.int(low, high) * traffic.textScale)))
