/**
 * A pool of accounts under one hand: how it is recruited, and what its members have in common.
 *
 * How much is shared at which discipline stands in `sharing.ts`.
 */

import type { Account } from '../../domain/account.js'
import type { Settings } from '../conversation.js'
import { at, type Random, type Weighted } from '../random.js'
import { createVoice, type Voice } from '../text/compose.js'
import { AGENT_SYSTEM, AGENT_TOOLS, AGENT_TOOLS_HASH } from '../text/stock.js'
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
import type { Discipline } from './discipline.js'
import { type Effort, type Habits, sharingOf } from './sharing.js'

export interface Member {
  readonly sender: Sender
  readonly random: Random
  readonly voice: Voice
  readonly keepsTemplate: boolean
  readonly crosses: boolean
  /** Instant from which the member no longer answers, if it was banned. */
  diesAtMs: number
  /** While the operator uses it; outside of this it rests, and nobody is told. */
  usedFromMs?: number
  usedUntilMs?: number
  /** Offset of the place whose nights it keeps, if it keeps any. */
  readonly sleepsAtOffset?: number
  /** How it asks when it plays an ordinary customer: a habit, as people have. */
  readonly cover?: Settings
}

export interface PoolWishes {
  readonly random: Random
  readonly accounts: number
  readonly discipline: Discipline
  readonly effort?: Effort | undefined
  readonly plans: readonly Weighted<PlanName>[]
  readonly channels?: readonly Weighted<string>[]
  /** Days before the window in which the sign-ups fall. */
  readonly signupDays: number
  readonly stack: string
  readonly library?: string
  /** Several libraries, one drawn for each member; `library` is what the rest claims to be. */
  readonly libraries?: readonly Weighted<string>[]
  readonly language?: string
  readonly programs?: readonly Weighted<NonNullable<Account['program']>>[]
  /** Share of accounts that pose as an organisation, each with a domain of its own. */
  readonly organised?: number
  /** Where mailboxes come from when not from a domain of the pool's own. */
  readonly mail?: readonly Weighted<string>[]
  readonly paymentKinds?: readonly Weighted<NonNullable<Account['payment_kind']>>[]
  /** Uses the same means as another pool instead of finding its own. */
  readonly means?: Means
  /** Clients that the members use unchanged, in turn. */
  readonly clients?: readonly Client[]
}

export interface Pool {
  readonly members: Member[]
  /** So many times the accounts that the work was meant for. */
  readonly spread?: number
  /** The provider that the pool is at, where its operator has others elsewhere. */
  readonly branch?: string
  readonly recruit: (recruit?: Recruit) => Member
}

export interface Recruit {
  readonly atMs?: number
  /** The member whose place it takes: what it was used for goes on. */
  readonly after?: Member
}

/** A pool with what its supplier gives it: others may be served from the same shelf. */
export interface SuppliedPool extends Pool {
  readonly means: Means
  /** An account from the same shelf that belongs to somebody else. */
  readonly outfit: (recruit?: Recruit) => Member
}

/** Accounts on one shared card, and accounts on one shared exit. */
const ACCOUNTS_PER_CARD = 11
const ACCOUNTS_PER_EXIT = 5
const BATCH_SIZE = 24

export const createPool = (traffic: Traffic, asked: PoolWishes): SuppliedPool => {
  const { spread = 1, branch } = asked.effort ?? {}
  const wishes = { ...asked, accounts: Math.round(asked.accounts * spread) }
  const means = wishes.means ?? createMeans(traffic, wishes)
  const members: Member[] = []
  let outfitted = 0
  const outfit = (recruit: Recruit = {}): Member => {
    const { member, habits } = createMember(traffic, wishes, means, outfitted, recruit)
    outfitted += 1
    traffic.addAccount(member.sender.account)
    traffic.addHabits(member.sender.account.account_id, habits)
    return member
  }
  const recruit = (how?: Recruit): Member => {
    const member = outfit(how)
    members.push(member)
    return member
  }
  for (let place = 0; place < wishes.accounts; place += 1) recruit()
  return { members, spread, recruit, means, outfit, ...(branch ? { branch: branch.provider } : {}) }
}

export interface Means {
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

export const createMeans = (traffic: Traffic, wishes: PoolWishes): Means => {
  const random = wishes.random.split('means')
  const accounts = wishes.effort?.branch?.meansFor ?? wishes.accounts
  const count = (each: number): number => Math.max(1, Math.ceil(accounts / each))
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
  recruit: Recruit,
): { readonly member: Member; readonly habits: Habits } => {
  const branch = wishes.effort?.branch
  const own = branch ? wishes.random.split(branch.provider) : wishes.random
  const random = own.split(`member ${place}`)
  const sharing = sharingOf(wishes.discipline, wishes.effort)
  const home = createPlace(random, wishes.language ?? 'en')
  const exits = random.chance(sharing.exits)
  const network = exits
    ? rotateExits(random, random.sample(means.exits, random.int(2, 4)), sharing.exitHours)
    : at(createExits(random, 1), 0)
  const client = chooseClient(random, wishes, means, place)
  const isBatched = random.chance(sharing.batch)
  const batch = isBatched ? at(means.batches, place % means.batches.length) : undefined
  const account = signUp(traffic, wishes, means, { random, batch, network, client, recruit })
  const channel = wishes.channels ? { channel: random.weighted(wishes.channels) } : {}
  const voice = createVoice(random, home.language === 'zh' ? 0.8 : 0.3)
  // A browser says which languages it prefers, and comes through the front door.
  const extra = client.isBrowser
    ? { accept_language: voice.language?.acceptLanguage ?? 'en-US,en;q=0.9' }
    : channel
  const member: Member = {
    sender: createSender(random, account, client, network, extra),
    random,
    voice,
    keepsTemplate: recruit.after?.keepsTemplate ?? random.chance(sharing.template),
    crosses: recruit.after?.crosses ?? random.chance(sharing.continuation),
    diesAtMs: Number.POSITIVE_INFINITY,
    ...(sharing.sleeps ? { sleepsAtOffset: home.offset } : {}),
    cover: {
      model: traffic.models.habitual(random, 'chat'),
      maxTokens: random.pick([1024, 2048, 2048, 4096]),
      isStream: random.chance(0.7),
      ...(client.family === 'agent' ? AGENT_FRAME : {}),
    },
  }
  const habits = {
    card: means.cards.includes(account.payment_hash ?? ''),
    exits,
    template: member.keepsTemplate,
    batch: isBatched,
    continuation: member.crosses,
    disguise: client === means.client,
  }
  return { member, habits }
}

/** The command line agent sends its prompt with whatever its user asks. */
const AGENT_FRAME = { system: AGENT_SYSTEM, tools: AGENT_TOOLS, toolsHash: AGENT_TOOLS_HASH }

interface Candidate {
  readonly random: Random
  readonly batch: Means['batches'][number] | undefined
  readonly network: Network
  readonly client: Client
  readonly recruit: Recruit
}

const signUp = (
  traffic: Traffic,
  wishes: PoolWishes,
  means: Means,
  candidate: Candidate,
): Account => {
  const { random, batch, network, client, recruit } = candidate
  const sharing = sharingOf(wishes.discipline, wishes.effort)
  const plan = batch?.plan ?? random.weighted(wishes.plans)
  const card = recruit.after?.sender.account.payment_hash ?? random.pick(means.cards)
  const pays =
    plan === 'free'
      ? {}
      : {
          paymentKind: random.weighted(wishes.paymentKinds ?? PAYMENT_KINDS),
          ...(random.chance(sharing.card) ? { paymentHash: card } : {}),
        }
  return createAccount({
    random,
    createdAtMs: recruit.atMs ?? signupAt(random, traffic, wishes, batch?.atMs),
    plan,
    network,
    domain:
      batch && random.chance(0.6)
        ? random.pick(means.domains)
        : random.weighted(wishes.mail ?? MAIL_DOMAINS),
    emailShape: batch && random.chance(0.75) ? random.pick(means.shapes) : createEmailShape(random),
    verification: random.weighted([
      ['email', 0.5],
      ['phone', 0.35],
      ['payment', 0.15],
    ]),
    ...pays,
    ...(wishes.organised && random.chance(wishes.organised)
      ? { organizationId: `org_${random.hex(12)}`, domain: createDomain(random) }
      : {}),
    ...(wishes.programs ? { program: random.weighted(wishes.programs) } : {}),
    ...(batch ? { referrer: batch.ref } : {}),
    ...(random.chance(0.5) ? { signupClient: client } : {}),
  })
}

const PAYMENT_KINDS: readonly Weighted<NonNullable<Account['payment_kind']>>[] = [
  ['virtual', 0.5],
  ['prepaid', 0.25],
  ['card', 0.25],
]

const chooseClient = (random: Random, wishes: PoolWishes, means: Means, place: number): Client => {
  if (wishes.clients) return at(wishes.clients, place % wishes.clients.length)
  return random.chance(sharingOf(wishes.discipline, wishes.effort).disguise)
    ? means.client
    : createClient(random, libraryOf(random, wishes))
}

const libraryOf = (random: Random, wishes: PoolWishes): string =>
  wishes.libraries
    ? random.weighted(wishes.libraries)
    : (wishes.library ?? random.weighted(API_CLIENTS))

/** A batch is signed up within ten minutes; the others over weeks; a bought account is old. */
const signupAt = (
  random: Random,
  traffic: Traffic,
  wishes: PoolWishes,
  batchAtMs: number | undefined,
): number => {
  if (batchAtMs !== undefined) return batchAtMs + random.int(0, 560_000)
  const isAged = random.chance(sharingOf(wishes.discipline, wishes.effort).aged)
  const days = isAged ? random.uniform(200, 700) : random.uniform(0.5, wishes.signupDays * 3)
  return traffic.window.startMs - Math.round(days * 86_400_000)
}
