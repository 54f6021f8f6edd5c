/**
 * Look-alike 4: strangers behind one carrier, one privacy relay or one cheap tunnel.
 *
 * A small carrier translates a whole town to some twenty addresses; a tunnel has six exits. Behind
 * them live chatters, tinkerers who all follow the same popular video ("make it think aloud"), and
 * coding agents. Tunnel users pay by virtual cards and sign up through the tunnel, in the week in
 * which it was advertised. Nobody knows anybody.
 */

import { arrivals, RHYTHMS } from '../arrivals.js'
import { liveAsAgent } from '../background/machines.js'
import { liveInSessions } from '../background/people.js'
import { exchangeTurn, openConversation } from '../conversation.js'
import type { Random } from '../random.js'
import { createRepository } from '../text/code.js'
import { ask, createVoiceIn, type Voice } from '../text/compose.js'
import { AGENT_SYSTEM, AGENT_TOOLS, AGENT_TOOLS_HASH } from '../text/stock.js'
import { createSender, type Sender, type Traffic } from '../traffic.js'
import { createAccount, createAgeDays } from '../world/accounts.js'
import { API_CLIENTS, createClient, PERSON_CLIENTS } from '../world/clients.js'
import { MODEL } from '../world/models.js'
import { createPlace } from '../world/networks.js'
import { createSharedExits, type SharedExits } from '../world/shared-exits.js'
import { daysBefore, reasoned } from './firm.js'
import { type Scenario, scaled } from './scenario.js'

interface Egress {
  readonly kind: string
  readonly language: string
  readonly exits: SharedExits
  readonly hoursKept: number
  readonly isTunnel: boolean
}

const VIDEO_SYSTEM =
  'You are my second brain. Before any answer, think out loud in full: what you know, what you assume, which options you throw away and why. Only when the thinking is complete, write RESULT and the answer.'

export const sharedEgress: Scenario = {
  id: 'shared-egress',
  kind: { lookalike: 4 },
  description: 'Strangers behind the few addresses of a carrier, a privacy relay or a tunnel.',
  run: (traffic, wishes) => {
    const egresses = [
      openEgress(wishes.random, 'carrier', wishes.random.pick(['hi', 'es', 'ar']), 22),
      openEgress(wishes.random, 'relay', 'en', 40),
      openEgress(wishes.random, 'tunnel', wishes.random.pick(['en', 'de', 'ru']), 6),
    ]
    const ids = egresses.flatMap((egress) =>
      Array.from({ length: scaled(90, wishes.scale, 6) }, (_, holder) =>
        addHolder(traffic, wishes.random.split(`${egress.kind} ${holder}`), egress),
      ),
    )
    traffic.addLookalike('shared_egress', ids)
  },
}

const openEgress = (random: Random, kind: string, language: string, count: number): Egress => {
  const own = random.split(kind)
  return {
    kind,
    language,
    exits: createSharedExits(
      own,
      kind === 'carrier' ? 'campus' : 'cloud',
      createPlace(own, language),
      count,
    ),
    hoursKept: kind === 'carrier' ? 0.4 : own.pick([3, 12]),
    isTunnel: kind === 'tunnel',
  }
}

const addHolder = (traffic: Traffic, random: Random, egress: Egress): string => {
  const network = egress.exits.walk(random, egress.hoursKept)
  const isAdvertised = egress.isTunnel && random.chance(0.5)
  const use = random.weighted([
    ['chat', 0.55],
    ['video', 0.3],
    ['agent', 0.15],
  ])
  const account = createAccount({
    random,
    createdAtMs: daysBefore(traffic, isAdvertised ? random.uniform(0.1, 6) : createAgeDays(random)),
    plan: use === 'chat' ? random.pick(['free', 'plus']) : 'build',
    network,
    ...(egress.isTunnel
      ? { paymentKind: random.pick(['virtual', 'prepaid', 'card'] as const) }
      : {}),
  })
  traffic.addAccount(account)
  const client = createClient(
    random,
    use === 'chat'
      ? random.weighted(PERSON_CLIENTS)
      : use === 'agent'
        ? 'agent'
        : random.weighted(API_CLIENTS),
  )
  live(traffic, createSender(random, account, client, network), egress, use)
  return account.account_id
}

const live = (traffic: Traffic, sender: Sender, egress: Egress, use: string): void => {
  const { random } = sender
  const voice = createVoiceIn(random, random.chance(0.75) ? egress.language : 'en')
  if (use === 'video') followVideo(traffic, sender, voice)
  else if (use === 'agent') writeCode(traffic, sender)
  else {
    liveInSessions(traffic, sender, {
      voice,
      rhythm: RHYTHMS.evening,
      offsetHours: 0,
      sessions: random.lognormal(4, 0.8),
      turnsMean: 2.3,
      answerSentences: 6,
      settings: { model: traffic.models.habitual(random, 'chat'), isStream: true },
    })
  }
}

const writeCode = (traffic: Traffic, sender: Sender): void =>
  liveAsAgent(traffic, sender, {
    rhythm: RHYTHMS.evening,
    offsetHours: 0,
    repository: createRepository(sender.random),
    sessions: 2,
    callsMean: 6,
    settings: {
      model: MODEL.large,
      system: AGENT_SYSTEM,
      tools: AGENT_TOOLS,
      toolsHash: AGENT_TOOLS_HASH,
    },
  })

const followVideo = (traffic: Traffic, sender: Sender, voice: Voice): void => {
  const { random } = sender
  const settings = { model: MODEL.large, system: VIDEO_SYSTEM, maxTokens: 2000, hasSession: false }
  const start = Math.max(traffic.window.startMs, Date.parse(sender.account.created_at))
  const life = { startMs: start, endMs: traffic.window.endMs }
  for (const atMs of arrivals(random, RHYTHMS.evening, 0, life, random.lognormal(14, 0.7))) {
    exchangeTurn(traffic, sender, openConversation(random, settings), {
      atMs,
      text: ask(random, voice),
      response: reasoned(traffic, random, voice, 4, 10),
    })
  }
}
