/**
 * Look-alike 11: authorised routers and aggregators.
 *
 * They resell access by contract and pass on who asks (`end_user_id`). Behind each stands every kind
 * of customer: chatters, graders, people who want reasoning, agents. Load goes round over a row of
 * accounts, moves on after a limit, and carries histories and reasoning artefacts along. One is a
 * verified organisation; of the other the records know an institution and an invoice, account by
 * account, and no organisation.
 */

import { at, type Random } from '../random.js'
import { agentStep, codeTask, createRepository, toolResult } from '../text/code.js'
import { answer, ask, createVoice, followUp } from '../text/compose.js'
import { marks, problem, reasoningTrace } from '../text/problems.js'
import { AGENT_SYSTEM, AGENT_TOOLS, AGENT_TOOLS_HASH, FRAMEWORKS } from '../text/stock.js'
import { createSender, type Traffic } from '../traffic.js'
import { MODEL } from '../world/models.js'
import { dispatch, type Job, type JobTurn } from './dispatch.js'
import { addSeat, createFirm, daysBefore } from './firm.js'
import type { Member } from './pool.js'
import { type Scenario, scaled } from './scenario.js'

export const aggregator: Scenario = {
  id: 'aggregator',
  kind: { lookalike: 11 },
  description: 'Authorised routers that pass on which of their users asks.',
  run: (traffic, wishes) => {
    for (const place of [0, 1]) {
      const random = wishes.random.split(place)
      const members = addRow(traffic, random, scaled(18, Math.min(1, wishes.scale), 5), place === 0)
      dispatch(
        traffic,
        { members, recruit: () => at(members, 0) },
        {
          random: random.split('jobs'),
          discipline: 'sloppy',
          coverShare: 0,
          jobs: members.length * 60,
          job: (draw) => jobOf(traffic, draw),
        },
      )
      const ids = members.map((member) => member.sender.account.account_id)
      traffic.addLookalike(place === 0 ? 'aggregator' : 'marketplace_reseller', ids)
    }
  },
}

const addRow = (
  traffic: Traffic,
  random: Random,
  count: number,
  isOrganised: boolean,
): Member[] => {
  const firm = createFirm(random, {
    language: 'en',
    addresses: 4,
    library: 'go',
    record: isOrganised ? 'verified' : 'missing',
    paymentKind: 'invoice',
  })
  const openedMs = daysBefore(traffic, random.uniform(12, 150))
  return Array.from({ length: count }, (_, row) => {
    const own = random.split(row)
    const { account, client, network } = addSeat(traffic, firm, own, {
      createdAtMs: openedMs + row * 95_000,
      plan: 'enterprise',
      emailShape: 'aaaaaaaa-99',
      verification: 'institution',
    })
    const channel = isOrganised ? 'router:crossway' : 'cloud:bazaar'
    return {
      sender: createSender(own, account, client, network, { channel }),
      random: own,
      voice: createVoice(own),
      keepsTemplate: true,
      crosses: true,
      diesAtMs: Number.POSITIVE_INFINITY,
    }
  })
}

/** What the router's users want, with the share of each. */
const jobOf = (traffic: Traffic, random: Random): Job => {
  const user = { endUserId: `ru_${random.int(1, 900).toString(36)}`, isExtracting: false }
  const steps = Math.max(2, Math.round(8 * traffic.textScale))
  switch (random.weighted(WANTS)) {
    case 'reason': {
      const text = `${random.pick(['Work it out aloud.', 'Show every step.', 'Explain how you get there.', 'Erkläre jeden Schritt.'])} ${problem(random)}`
      return {
        ...user,
        settings: { model: MODEL.large, reasoningTokensMax: 6000, maxTokens: 3000 },
        turns: chat(random, text, () => reasoningTrace(random, steps)),
        gapMs: 40_000,
      }
    }
    case 'framework': {
      const framework = random.pick(FRAMEWORKS)
      const voice = createVoice(random, 0.3)
      return {
        ...user,
        settings: { model: MODEL.middle, system: framework.system },
        turns: [
          {
            text: framework.before + ask(random, voice) + framework.after,
            response: answer(random, voice, 3),
          },
        ],
        gapMs: 4000,
      }
    }
    case 'grade':
      return {
        ...user,
        settings: { model: MODEL.large, temperature: 0, responseFormat: 'json_object' },
        turns: [
          {
            text: `Score this from 1 to 10 on five points and say why.\n${answer(random, createVoice(random, 0), 4)}`,
            response: marks(random),
          },
        ],
        gapMs: 3000,
      }
    case 'agent':
      return { ...user, ...agentJob(random) }
    default: {
      const voice = createVoice(random)
      return {
        ...user,
        settings: { model: traffic.models.habitual(random, 'chat'), isStream: true },
        turns: chat(random, ask(random, voice), () => answer(random, voice, steps)),
        gapMs: 35_000,
      }
    }
  }
}

const WANTS = [
  ['chat', 0.45],
  ['reason', 0.2],
  ['framework', 0.12],
  ['grade', 0.1],
  ['agent', 0.13],
] as const

const chat = (random: Random, first: string, respond: () => string): JobTurn[] => {
  const voice = createVoice(random, 0.2)
  return Array.from({ length: Math.min(6, random.geometric(2)) }, (_, turn) => ({
    text: turn === 0 ? first : followUp(random, voice),
    response: respond(),
  }))
}

const agentJob = (random: Random): Pick<Job, 'settings' | 'turns' | 'gapMs'> => {
  const repository = createRepository(random)
  const calls = random.int(2, 8)
  return {
    settings: {
      model: MODEL.large,
      system: AGENT_SYSTEM,
      tools: AGENT_TOOLS,
      toolsHash: AGENT_TOOLS_HASH,
    },
    turns: Array.from({ length: calls }, (_, call) => ({
      role: call === 0 ? 'user' : 'tool',
      text: call === 0 ? codeTask(random, repository) : toolResult(random, repository, 3),
      response: agentStep(random, repository),
      toolCalls: call === calls - 1 ? 0 : 1,
    })),
    gapMs: 4000,
  }
}
