/**
 * A pool of accounts under one hand: how it is recruited, and what its members have in common.
 *
 * The table of sharing is point 7 of DETECTION section 1. Each kind of sharing is drawn for each
 * account apart, so that no account has to have everything and discipline thins every kind.
 */

import { at, type Random, type Weighted } from '../random.js'
import { createVoice, type Voice } from '../text/compose.js'
import { createSender, type Sender, type Traffic } from '../traffic.js'
import {
  createAccount,
  createDomain,
  createEmailShape,
  MAIL_DOMAINS,
  type PlanName,
} from '../world/accounts.js'
import { API_CLIENTS, type Client, createClient, disguiseClient } from '../world/clients.js'
import { createExits, createPlace, type Network, rotateExits } from '../world/networks.js'
import type { Discipline } from './scenario.js'

export interface Sharing {
  readonly card: number
  readonly exits: number
  readonly template: number
  readonly batch: number
  readonly continuation: number
  /** Share whose client claims to be a library that it is not. */
  readonly disguise: number
  /** Hours that an account keeps an exit. */
  readonly exitHours: number
  /** Share of accounts that were bought old. */
  readonly aged: number
}

export const SHARING: Readonly<Record<Discipline, Sharing>> = {
  sloppy: {
    card: 0.6,
    exits: 1,
    template: 0.85,
    batch: 1,
    continuation: 0.5,
    disguise: 0.9,
    exitHours: 5,
    aged: 0,
  },
  careful: {
    card: 0.3,
    exits: 0.5,
    template: 0.3,
    batch: 0.3,
    continuation: 0.1,
    disguise: 0.4,
    exitHours: 30,
    aged: 0.15,
  },
  disciplined: {
    card: 0.1,
    exits: 0.3,
    template: 0.1,
    batch: 0.1,
    continuation: 0.1,
    disguise: 0.1,
    exitHours: 200,
    aged: 0.3,
  },
}

export interface Member {
  readonly sender: Sender
  readonly random: Random
  readonly voice: Voice
  readonly keepsTemplate: boolean
  readonly crosses: boolean
  /** Instant from which the member no longer answers, if it was banned. */
  diesAtMs: number
}

export interface PoolWishes {
  readonly random: Random
  readonly accounts: number
  readonly discipline: Discipline
  readonly plans: readonly Weighted<PlanName>[]
  readonly channels?: readonly Weighted<string>[]
  /** Days before the window in which the sign-ups fall. */
  readonly signupDays: number
  readonly stack: string
  readonly library?: string
  readonly language?: string
  /** Clients that the members use unchanged, in turn. */
  readonly clients?: readonly Client[]
}

export interface Pool {
  readonly members: Member[]
  readonly recruit: (atMs?: number) => Member
}

/** Accounts on one shared card, and accounts on one shared exit. */
const ACCOUNTS_PER_CARD = 11
const ACCOUNTS_PER_EXIT = 5
const BATCH_SIZE = 24

export const createPool = (traffic: Traffic, wishes: PoolWishes): Pool => {
  const means = createMeans(traffic, wishes)
  const members: Member[] = []
  const recruit = (atMs?: number): Member => {
    const member = createMember(traffic, wishes, means, members.length, atMs)
    traffic.addAccount(member.sender.account)
    members.push(member)
    return member
  }
  for (let place = 0; place < wishes.accounts; place += 1) recruit()
  return { members, recruit }
}

interface Means {
  readonly cards: readonly string[]
  readonly exits: readonly Network[]
  readonly domains: readonly string[]
  readonly shapes: readonly string[]
  readonly batches: readonly {
    readonly atMs: number
    readonly plan: PlanName
    readonly ref: string
  }[]
  readonly client: Client
}

const createMeans = (traffic: Traffic, wishes: PoolWishes): Means => {
  const random = wishes.random.split('means')
  const count = (each: number): number => Math.max(1, Math.ceil(wishes.accounts / each))
  const claimed = createClient(random, wishes.library ?? random.weighted(API_CLIENTS))
  return {
    cards: Array.from({ length: count(ACCOUNTS_PER_CARD) }, () => random.hex(32)),
    exits: createExits(random, count(ACCOUNTS_PER_EXIT) + 2),
    domains: Array.from({ length: count(60) + 2 }, () => createDomain(random)),
    shapes: Array.from({ length: count(150) + 1 }, () => createEmailShape(random)),
    batches: Array.from({ length: count(BATCH_SIZE) }, () => ({
      atMs:
        traffic.window.startMs - Math.round(random.uniform(0.3, wishes.signupDays) * 86_400_000),
      plan: random.weighted(wishes.plans),
      ref: random.pick(['direct', 'friend', 'docs']),
    })),
    client: disguiseClient(claimed, wishes.stack),
  }
}

const createMember = (
  traffic: Traffic,
  wishes: PoolWishes,
  means: Means,
  place: number,
  atMs?: number,
): Member => {
  const random = wishes.random.split(`member ${place}`)
  const sharing = SHARING[wishes.discipline]
  const home = createPlace(random, wishes.language ?? 'en')
  const network = random.chance(sharing.exits)
    ? rotateExits(random, random.sample(means.exits, random.int(2, 4)), sharing.exitHours)
    : at(createExits(random, 1), 0)
  const batch = random.chance(sharing.batch)
    ? at(means.batches, place % means.batches.length)
    : undefined
  const client = chooseClient(random, wishes, means, place)
  const account = createAccount({
    random,
    createdAtMs: atMs ?? signupAt(random, traffic, wishes, batch?.atMs),
    plan: batch?.plan ?? random.weighted(wishes.plans),
    network,
    domain:
      batch && random.chance(0.6) ? random.pick(means.domains) : random.weighted(MAIL_DOMAINS),
    emailShape: batch && random.chance(0.75) ? random.pick(means.shapes) : createEmailShape(random),
    verification: random.weighted([
      ['email', 0.5],
      ['phone', 0.35],
      ['payment', 0.15],
    ]),
    paymentKind: random.weighted([
      ['virtual', 0.5],
      ['prepaid', 0.25],
      ['card', 0.25],
    ]),
    ...(random.chance(sharing.card) ? { paymentHash: random.pick(means.cards) } : {}),
    ...(batch ? { referrer: batch.ref } : {}),
    ...(random.chance(0.5) ? { signupClient: client } : {}),
  })
  const channel = wishes.channels ? { channel: random.weighted(wishes.channels) } : {}
  return {
    sender: createSender(random, account, client, network, channel),
    random,
    voice: createVoice(random, home.language === 'zh' ? 0.8 : 0.3),
    keepsTemplate: random.chance(sharing.template),
    crosses: random.chance(sharing.continuation),
    diesAtMs: Number.POSITIVE_INFINITY,
  }
}

const chooseClient = (random: Random, wishes: PoolWishes, means: Means, place: number): Client => {
  if (wishes.clients) return at(wishes.clients, place % wishes.clients.length)
  return random.chance(SHARING[wishes.discipline].disguise)
    ? means.client
    : createClient(random, wishes.library ?? random.weighted(API_CLIENTS))
}

/** A batch is signed up within ten minutes; the others over weeks; a bought account is old. */
const signupAt = (
  random: Random,
  traffic: Traffic,
  wishes: PoolWishes,
  batchAtMs: number | undefined,
): number => {
  if (batchAtMs !== undefined) return batchAtMs + random.int(0, 560_000)
  const isAged = random.chance(SHARING[wishes.discipline].aged)
  const days = isAged ? random.uniform(200, 700) : random.uniform(0.5, wishes.signupDays * 3)
  return traffic.window.startMs - Math.round(days * 86_400_000)
}
