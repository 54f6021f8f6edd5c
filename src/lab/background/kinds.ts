/**
 * The kinds of ordinary holder, and how each comes to an account, a client and a habit.
 *
 * Volume is Pareto-tailed in every kind; machines have more of it than people. What a kind does in
 * its sessions is in `people.ts` and `machines.ts`.
 */

import type { Account } from '../../domain/account.js'
import { RHYTHMS } from '../arrivals.js'
import type { Random, Weighted } from '../random.js'
import { createRepository } from '../text/code.js'
import { ask, createVoice, type Voice } from '../text/compose.js'
import {
  AGENT_SYSTEM,
  AGENT_TOOLS,
  AGENT_TOOLS_HASH,
  applicationSystem,
  FRAMEWORKS,
  labelTask,
} from '../text/stock.js'
import { createSender, type Sender, type Traffic } from '../traffic.js'
import type { PlanName } from '../world/accounts.js'
import {
  API_CLIENTS,
  type Client,
  createClient,
  disguiseClient,
  fingerprintOf,
  PERSON_CLIENTS,
} from '../world/clients.js'
import { fixedNetwork, type Network, type Place, personalNetwork } from '../world/networks.js'
import { liveAsAgent, liveInBatches } from './machines.js'
import { liveInSessions, serveStrangers } from './people.js'
import type { PopulationWishes } from './wishes.js'

export type KindName =
  | 'chatter'
  | 'seat'
  | 'tinkerer'
  | 'coder'
  | 'server'
  | 'framework'
  | 'batcher'

export interface Citizen {
  readonly account: Account
  readonly random: Random
  readonly voice: Voice
  readonly place: Place
  readonly kind: KindName
  readonly home?: Network
  readonly company?: { readonly domain: string; readonly office: Network; readonly cloud: Network }
}

const networkOf = (citizen: Citizen): Network => {
  if (citizen.company) return citizen.company.office
  const { random, place, home } = citizen
  // Most are at home, with the others of the household; the rest on a phone or a private network.
  return home && random.chance(0.68) ? home : personalNetwork(random, place)
}

/** Number of the security service whose gateways open TLS and close it again. */
const INSPECTING_ASN = 22616
/** Share of API users with a stack of their own that borrows a library's name. */
const OWN_STACK_SHARE = 0.03

/**
 * Honest mismatches between what a client claims and what is seen: an inspecting gateway has its own
 * fingerprint for all who are behind it, and some people build their own stack.
 */
const behind = (random: Random, network: Network, client: Client): Client => {
  if (network.asn === INSPECTING_ASN) return { ...client, ja4: fingerprintOf('gateway') }
  return client.channel === 'api' && random.chance(OWN_STACK_SHARE)
    ? disguiseClient(client, `own ${random.hex(4)}`)
    : client
}

/** What a kind does needs the pace: its share of the exchanges an account makes on average. */
type Life = (traffic: Traffic, citizen: Citizen, wishes: PopulationWishes) => void

interface Kind {
  readonly plans: readonly Weighted<PlanName>[]
  readonly live: Life
}

const CONSUMER_PLANS: readonly Weighted<PlanName>[] = [
  ['free', 0.42],
  ['plus', 0.5],
  ['max', 0.08],
]
const BUILDER_PLANS: readonly Weighted<PlanName>[] = [
  ['build', 0.8],
  ['plus', 0.12],
  ['scale', 0.08],
]

export const settle = (traffic: Traffic, citizen: Citizen, wishes: PopulationWishes): void =>
  KINDS[citizen.kind].live(traffic, citizen, wishes)

/** A heavy tail with mean about one, cut so that no account drowns a small log. */
const appetite = (random: Random): number => Math.min(40, random.pareto(0.24, 1.25))

const movesAt = (random: Random, traffic: Traffic): number | undefined => {
  // A few switch on the day, some over the week, most stay with what they have.
  const { newestAtMs } = traffic.models
  if (random.chance(0.05)) return newestAtMs + Math.round(random.exponential(8) * 3_600_000)
  return random.chance(0.2)
    ? newestAtMs + Math.round(random.uniform(0.5, 14) * 86_400_000)
    : undefined
}

const moves = (random: Random, traffic: Traffic): { movesAtMs?: number } => {
  const movesAtMs = movesAt(random, traffic)
  return movesAtMs === undefined ? {} : { movesAtMs }
}

const talkAs =
  (share: number, clients: readonly Weighted<string>[]): Life =>
  (traffic, citizen, wishes) => {
    const { random, voice, place } = citizen
    const network = networkOf(citizen)
    const client = behind(random, network, createClient(random, random.weighted(clients)))
    const language = voice.language?.acceptLanguage ?? 'en-US,en;q=0.9'
    const extra = client.isBrowser ? { accept_language: language } : {}
    const sender = createSender(random, citizen.account, client, network, extra)
    const turnsMean = random.uniform(1.3, 4)
    const isApi = client.channel === 'api'
    liveInSessions(traffic, sender, {
      voice,
      rhythm: citizen.company ? RHYTHMS.office : RHYTHMS.evening,
      offsetHours: place.offset,
      sessions: (wishes.exchangesMean * share * appetite(random)) / turnsMean,
      turnsMean,
      answerSentences: wishes.traces.answerTokens(random) / 17,
      ...moves(random, traffic),
      settings: {
        model: traffic.models.habitual(random, 'chat'),
        isStream: !isApi || random.chance(0.5),
        hasSession: !isApi,
        ...(isApi ? apiHabits(random, citizen) : {}),
      },
    })
  }

const apiHabits = (random: Random, citizen: Citizen) => ({
  temperature: random.pick([0, 0.2, 0.3, 0.5, 0.7, 0.7, 1, 1, 1]),
  maxTokens: random.pick([256, 500, 512, 1000, 1024, 1024, 2000, 2048, 4096, 4096, 8192]),
  ...(random.chance(0.55)
    ? { system: applicationSystem(random, 'my project', random.pick(citizen.voice.subjects)) }
    : {}),
})

const serve: Life = (traffic, citizen, wishes) => {
  const { random, place } = citizen
  const sender = serverSender(citizen)
  const company = citizen.company?.domain ?? 'our shop'
  const subject = random.pick(citizen.voice.subjects)
  const turnsMean = random.uniform(1, 3)
  serveStrangers(
    traffic,
    sender,
    {
      voice: { ...citizen.voice, subjects: [subject] },
      rhythm: wishes.traces.serverRhythm(random),
      offsetHours: place.offset,
      sessions: (wishes.exchangesMean * 5 * appetite(random)) / turnsMean,
      turnsMean,
      answerSentences: random.uniform(2, 8),
      ...moves(random, traffic),
      settings: {
        model: traffic.models.habitual(random, 'server'),
        system: applicationSystem(random, company, subject),
        temperature: random.pick([0, 0.2, 0.4, 0.7, 1]),
        maxTokens: random.pick([300, 400, 600, 800, 1024, 2048]),
        isStream: random.chance(0.6),
        hasSession: random.chance(0.4),
      },
    },
    { count: random.int(20, 4000), foreignShare: random.uniform(0, 0.5) },
  )
}

const serverSender = (citizen: Citizen): Sender => {
  const { random, place } = citizen
  const network = citizen.company?.cloud ?? fixedNetwork(random, 'cloud', place, 1)
  const client = behind(random, network, createClient(random, random.weighted(API_CLIENTS)))
  return createSender(random, citizen.account, client, network)
}

const code: Life = (traffic, citizen, wishes) => {
  const { random, place } = citizen
  const network = networkOf(citizen)
  const client = behind(random, network, createClient(random, 'agent'))
  const sender = createSender(random, citizen.account, client, network)
  const callsMean = random.uniform(5, 14)
  liveAsAgent(traffic, sender, {
    repository: createRepository(random),
    rhythm: random.chance(0.12) ? RHYTHMS.night : random.pick([RHYTHMS.office, RHYTHMS.evening]),
    offsetHours: place.offset,
    sessions: (wishes.exchangesMean * 1.7 * appetite(random)) / callsMean,
    callsMean,
    ...moves(random, traffic),
    settings: {
      model: traffic.models.habitual(random, 'code'),
      system: AGENT_SYSTEM,
      tools: AGENT_TOOLS,
      toolsHash: AGENT_TOOLS_HASH,
      maxTokens: 8192,
      isStream: true,
      ...(random.chance(0.5) ? { reasoningTokensMax: random.pick([4000, 8000, 16000]) } : {}),
    },
  })
}

const useFramework: Life = (traffic, citizen, wishes) => {
  const { random, voice, place } = citizen
  const framework = random.pick(FRAMEWORKS)
  const network = citizen.company?.cloud ?? personalNetwork(random, place)
  const client = createClient(random, framework.client)
  const items = random.int(5, 30)
  liveInBatches(traffic, createSender(random, citizen.account, client, network), {
    settings: {
      model: traffic.models.habitual(random, 'server'),
      system: framework.system,
      ...(framework.tools.length > 0
        ? { tools: framework.tools, toolsHash: framework.toolsHash }
        : {}),
      temperature: random.pick([0, 0, 0.1, 0.7]),
      maxTokens: 1024,
      hasSession: false,
    },
    rhythm: random.pick([RHYTHMS.office, RHYTHMS.evening, RHYTHMS.flat]),
    offsetHours: place.offset,
    runs: (wishes.exchangesMean * 1.5 * appetite(random)) / items,
    itemsMean: items,
    item: (draw) => `${framework.before}${ask(draw, voice)}${framework.after}`,
    result: (draw) => ask(draw, { ...voice, wordiness: 2.5 }),
    gapMs: random.lognormal(6000, 1),
  })
}

const batch: Life = (traffic, citizen, wishes) => {
  const { random, place } = citizen
  const customers = createVoice(random, 0.3)
  const company = citizen.company?.domain ?? 'a small shop'
  const task = labelTask(random, company, random.pick(citizen.voice.subjects))
  const items = random.int(20, 150)
  liveInBatches(traffic, serverSender(citizen), {
    settings: {
      model: traffic.models.habitual(random, 'batch'),
      system: task.system,
      temperature: 0,
      maxTokens: random.pick([5, 8, 16, 32]),
      responseFormat: random.pick(['text', 'json_object']),
      isBatch: random.chance(0.4),
      hasSession: false,
    },
    rhythm: random.pick([RHYTHMS.night, RHYTHMS.flat, RHYTHMS.office]),
    offsetHours: place.offset,
    runs: (wishes.exchangesMean * 4 * appetite(random)) / items,
    itemsMean: items,
    item: (draw) => ask(draw, customers),
    result: (draw) => draw.pick(task.labels),
    gapMs: random.lognormal(900, 0.8),
  })
}

export const KINDS: Readonly<Record<KindName, Kind>> = {
  chatter: { plans: CONSUMER_PLANS, live: talkAs(0.6, PERSON_CLIENTS) },
  seat: { plans: [['plus', 1]], live: talkAs(0.7, PERSON_CLIENTS) },
  tinkerer: { plans: BUILDER_PLANS, live: talkAs(0.6, API_CLIENTS) },
  coder: { plans: [...CONSUMER_PLANS, ...BUILDER_PLANS], live: code },
  server: { plans: BUILDER_PLANS, live: serve },
  framework: { plans: BUILDER_PLANS, live: useFramework },
  batcher: { plans: BUILDER_PLANS, live: batch },
}
