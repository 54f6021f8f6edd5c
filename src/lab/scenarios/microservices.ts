/**
 * Look-alike 10: the micro-services of one company.
 *
 * Each service has an account of its own. A gateway balances load over them, replays a request on the
 * next account after a 429, continues conversations anywhere, and carries reasoning artefacts along:
 * every operational sign of a relay, inside one organisation. New accounts are added when load grows.
 */

import { at, type Random } from '../random.js'
import { createRepository } from '../text/code.js'
import { answer, ask, createVoice, followUp } from '../text/compose.js'
import { applicationSystem } from '../text/stock.js'
import { createSender, type Traffic } from '../traffic.js'
import { createAccount, createDomain } from '../world/accounts.js'
import { createClient } from '../world/clients.js'
import { MODEL } from '../world/models.js'
import { createPlace, fixedNetwork } from '../world/networks.js'
import { dispatch, type Job } from './dispatch.js'
import type { Member } from './pool.js'
import { type Scenario, scaled } from './scenario.js'

export const microservices: Scenario = {
  id: 'microservices',
  kind: { lookalike: 10 },
  description: 'One company balances its load over accounts of its own, like a relay.',
  run: (traffic, wishes) => {
    const ids: string[] = []
    for (let company = 0; company < Math.max(1, Math.round(2 * wishes.scale)); company += 1) {
      const random = wishes.random.split(`company ${company}`)
      const members = addServices(traffic, random, scaled(24, Math.min(1, wishes.scale), 6))
      const system = applicationSystem(
        random,
        createDomain(random),
        at(members, 0).voice.subjects[0] ?? at(createVoice(random).subjects, 0),
      )
      dispatch(
        traffic,
        { members, recruit: () => at(members, 0) },
        {
          random: random.split('jobs'),
          discipline: 'sloppy',
          coverShare: 0,
          jobs: members.length * 45,
          job: (draw) => customerOf(draw, system),
        },
      )
      ids.push(...members.map((member) => member.sender.account.account_id))
    }
    traffic.addLookalike('microservices', ids)
  },
}

const addServices = (traffic: Traffic, random: Random, count: number): Member[] => {
  const place = createPlace(random, 'en')
  const cloud = fixedNetwork(random, 'cloud', place, 4)
  const shared = {
    organizationId: `org_${random.hex(12)}`,
    isOrganizationVerified: true,
    domain: createDomain(random),
    paymentHash: random.hex(32),
    billingHash: random.hex(32),
  }
  const client = createClient(random, 'go')
  const voice = createVoice(random, 0)
  const foundedMs = traffic.window.startMs - Math.round(random.uniform(20, 300) * 86_400_000)
  return Array.from({ length: count }, (_, service) => {
    const own = random.split(service)
    const account = createAccount({
      random: own,
      ...shared,
      // A third of the services were added in one scripted go shortly before the window.
      createdAtMs: own.chance(0.33)
        ? traffic.window.startMs - 86_400_000 + own.int(0, 300_000)
        : foundedMs + own.int(0, 900_000),
      plan: 'scale',
      network: cloud,
      emailShape: 'aaaaaaa-99',
      verification: 'payment',
      paymentKind: 'invoice',
    })
    traffic.addAccount(account)
    return {
      sender: createSender(own, account, client, cloud),
      random: own,
      voice,
      keepsTemplate: true,
      crosses: true,
      diesAtMs: Number.POSITIVE_INFINITY,
    }
  })
}

const customerOf = (random: Random, system: string): Job => {
  const voice = createVoice(random, 0.2)
  const isReasoning = random.chance(0.3)
  return {
    settings: {
      model: MODEL.middle,
      system,
      maxTokens: 1200,
      temperature: 0.4,
      ...(isReasoning ? { reasoningTokensMax: 4000 } : {}),
    },
    turns: Array.from({ length: Math.min(8, random.geometric(2.6)) }, (_, turn) => ({
      text:
        turn === 0
          ? `[${createRepository(random).name}] ${ask(random, voice)}`
          : followUp(random, voice),
      response: answer(random, voice, random.int(3, 9)),
    })),
    endUserId: `cust-${random.int(1, 3000)}`,
    isExtracting: false,
    gapMs: 30_000,
  }
}
