/**
 * Look-alike 41: strangers who pass one conversation on.
 *
 * Players of a game with keys of their own sit at one table and speak in turn; contributors of an open
 * project leave their agent's session in the repository, and another goes on with it. Each pays for
 * himself, from his own line, and has other things to do. The conversation crosses accounts with its
 * reasoning blocks, behind one program and one prompt. Nobody asks for anything that trains.
 */

import { arrivals, RHYTHMS } from '../arrivals.js'
import { runAgent } from '../background/machines.js'
import { lifeOf, talk } from '../background/people.js'
import { exchangeTurn, openConversation, type Settings } from '../conversation.js'
import { at, type Random } from '../random.js'
import { agentStep, codeTask, createRepository, type Repository, toolResult } from '../text/code.js'
import { ask, createVoice, followUp } from '../text/compose.js'
import { AGENT_SYSTEM, AGENT_TOOLS, AGENT_TOOLS_HASH } from '../text/stock.js'
import { createSender, type Sender, type Traffic } from '../traffic.js'
import { createAccount, createAgeDays } from '../world/accounts.js'
import { type Client, createClient, fingerprintOf } from '../world/clients.js'
import { MODEL } from '../world/models.js'
import { createPlace, personalNetwork } from '../world/networks.js'
import { daysBefore, idOf, prose } from './firm.js'
import { type Scenario, scaled } from './scenario.js'

export const passedOnWork: Scenario = {
  id: 'passed-on-work',
  kind: { lookalike: 41 },
  description: 'Players at one table, and contributors who go on with each other’s agent sessions.',
  run: (traffic, { random, scale }) => {
    const game: Client = {
      ...createClient(random, 'node'),
      userAgent: 'Emberfall/2.3.1 Electron/38.2.0',
      version: '2.3.1',
      ja4: fingerprintOf('table game'),
    }
    const players = Array.from({ length: scaled(6, scale, 2) }, (_, place) =>
      sitAtTable(traffic, random.split(`table ${place}`), game),
    )
    const contributors = Array.from({ length: scaled(2, scale, 1) }, (_, place) =>
      contribute(traffic, random.split(`project ${place}`)),
    )
    traffic.addLookalike('passed_on_work', [...players.flat(), ...contributors.flat()])
  },
}

const signUp = (traffic: Traffic, random: Random, client: Client): Sender => {
  const network = personalNetwork(random, createPlace(random, 'en'))
  const ageDays = random.chance(0.5) ? random.uniform(2, 60) : createAgeDays(random)
  const createdAtMs = daysBefore(traffic, ageDays)
  const account = createAccount({ random, createdAtMs, plan: 'build', network })
  traffic.addAccount(account)
  return createSender(random, account, client, network)
}

const TABLE: Settings = {
  model: MODEL.large,
  system:
    'You are the game master of a table of Emberfall. Keep the tone of the table. Describe the scene in the second person, roll dice in the open, track wounds and light, and never decide for a character. End with what the next player sees.',
  temperature: 0.9,
  maxTokens: 3000,
  reasoningTokensMax: 4000,
}
const SEATS = 5
const EVENINGS = 3
const TURNS = 14

const sitAtTable = (traffic: Traffic, random: Random, client: Client): readonly string[] => {
  const voice = createVoice(random, 0)
  const players = Array.from({ length: SEATS }, (_, seat) => {
    const player = signUp(traffic, random.split(seat), client)
    if (seat % 2 === 0) live(traffic, player, 3)
    return player
  })
  for (const startMs of arrivals(random, RHYTHMS.evening, 0, traffic.window, EVENINGS)) {
    const conversation = openConversation(random, TABLE)
    let atMs = startMs
    for (let turn = 0; turn < TURNS; turn += 1) {
      const doneAtMs = exchangeTurn(traffic, at(players, turn % SEATS), conversation, {
        atMs,
        text: turn === 0 ? ask(random, voice) : followUp(random, voice),
        response: prose(traffic, random, voice, 4, 10),
      })
      atMs = doneAtMs + Math.round(random.lognormal(60_000, 0.8))
    }
  }
  return players.map(idOf)
}

/** What else a player asks of an evening. */
const live = (traffic: Traffic, sender: Sender, sessions: number): void => {
  const { random } = sender
  const settings = { model: traffic.models.habitual(random, 'chat') }
  const rhythm = RHYTHMS.evening
  for (const atMs of arrivals(random, rhythm, 0, lifeOf(traffic, sender), sessions)) {
    const voice = createVoice(random, 0)
    talk(
      traffic,
      sender,
      { rhythm, offsetHours: 0, sessions, answerSentences: 5, voice, turnsMean: 2, settings },
      atMs,
    )
  }
}

const AGENT: Settings = {
  model: MODEL.large,
  system: AGENT_SYSTEM,
  tools: AGENT_TOOLS,
  toolsHash: AGENT_TOOLS_HASH,
  reasoningTokensMax: 8000,
  isStream: true,
}
const CONTRIBUTORS = 14
const SESSIONS = 30
const LEGS = 3
const CALLS = 4

const contribute = (traffic: Traffic, random: Random): readonly string[] => {
  const repository = createRepository(random)
  const people = Array.from({ length: CONTRIBUTORS }, (_, place) => {
    const own = random.split(place)
    const sender = signUp(traffic, own, createClient(own, 'agent'))
    workAlone(traffic, sender)
    return sender
  })
  for (const startMs of arrivals(random, RHYTHMS.evening, 0, traffic.window, SESSIONS)) {
    passSession(traffic, random, { people, repository, startMs })
  }
  return people.map(idOf)
}

/** On a repository of one's own. */
const workAlone = (traffic: Traffic, sender: Sender): void => {
  const { random } = sender
  const repository = createRepository(random)
  const rhythm = RHYTHMS.evening
  for (const atMs of arrivals(random, rhythm, 0, lifeOf(traffic, sender), 4)) {
    runAgent(
      traffic,
      sender,
      { repository, rhythm, offsetHours: 0, sessions: 4, callsMean: 5, settings: AGENT },
      atMs,
    )
  }
}

interface Shared {
  readonly people: readonly Sender[]
  readonly repository: Repository
  readonly startMs: number
}

/** One session, in legs of whoever goes on with it hours later. */
const passSession = (traffic: Traffic, random: Random, shared: Shared): void => {
  const { people, repository, startMs } = shared
  const conversation = openConversation(random, AGENT)
  let atMs = startMs
  for (let leg = 0; leg < LEGS; leg += 1) {
    const sender = random.pick(people)
    for (let call = 0; call < CALLS; call += 1) {
      const doneAtMs = exchangeTurn(traffic, sender, conversation, {
        atMs,
        role: call === 0 ? 'user' : 'tool',
        text: call === 0 ? codeTask(random, repository) : toolResult(random, repository, 3),
        response: agentStep(random, repository),
        toolCalls: call === CALLS - 1 ? 0 : 1,
      })
      atMs = doneAtMs + 5000
    }
    atMs += random.int(1, 14) * 3_600_000
  }
}
