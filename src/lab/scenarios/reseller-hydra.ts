/**
 * Shape D: the reseller's hydra.
 *
 * A relay sells access through pooled accounts. Most of what runs through them are its customers'
 * own requests in many languages; mixed in is the relay's distillation. Several channels are used. A
 * banned account is replaced within hours by a new one that carries on its conversations. Some
 * accounts in the pool belong to real people who lent their key, or lost it: they live on as before,
 * and are bystanders. The published network had more than 20,000 accounts; scale 1 has 220.
 */

import { RHYTHMS } from '../arrivals.js'
import { liveInSessions } from '../background/people.js'
import type { Random } from '../random.js'
import { answer, ask, createVoice, followUp } from '../text/compose.js'
import { problem, reasoningTrace } from '../text/problems.js'
import { type Template, writeTemplates } from '../text/templates.js'
import { createSender, type Traffic } from '../traffic.js'
import { createAccount } from '../world/accounts.js'
import { createClient, disguiseClient } from '../world/clients.js'
import { createExits, createPlace, personalNetwork, rotateExits } from '../world/networks.js'
import { dispatch, type Job } from './dispatch.js'
import { createPool, type Member, type Pool } from './pool.js'
import { scaledSteps, word } from './reasoning-harvest.js'
import { type Scenario, type ScenarioWishes, scaled } from './scenario.js'

/** Share of the relay's jobs that are its customers' and not its own. */
const CUSTOMER_SHARE = 0.6
const BYSTANDER_SHARE = 0.06
/** Accounts banned over the window. */
const BAN_SHARE = 0.18

export const resellerHydra: Scenario = {
  id: 'reseller-hydra',
  kind: { campaign: 'D' },
  description: 'A relay mixes distillation with its customers and replaces what is banned.',
  run: (traffic, wishes) => {
    const { random } = wishes
    const stack = random.hex(8)
    const pool = createPool(traffic, {
      random: random.split('pool'),
      accounts: scaled(220, wishes.scale, 8),
      discipline: wishes.discipline,
      plans: [
        ['plus', 0.4],
        ['max', 0.3],
        ['build', 0.3],
      ],
      channels: [
        ['api', 0.6],
        ['cloud:westerly', 0.25],
        ['router:switchyard', 0.15],
      ],
      signupDays: 45,
      stack,
      library: 'node',
      language: 'zh',
    })
    banAndReplace(traffic, pool, random.split('bans'))
    const accounts = pool.members.map((member) => member.sender.account.account_id)
    addBystanders(traffic, pool, wishes, stack)
    const templates = [
      ...writeTemplates(random.split('templates'), 'articulate'),
      ...writeTemplates(random.split('templates'), 'generate'),
    ]
    const tally = dispatch(traffic, pool, {
      random: random.split('jobs'),
      discipline: wishes.discipline,
      coverShare: wishes.coverShare,
      jobs: accounts.length * 30,
      job: (draw, member) =>
        draw.chance(CUSTOMER_SHARE)
          ? customerJob(traffic, draw)
          : harvestJob(traffic, draw, member, templates),
    })
    traffic.addCampaign({
      campaign_id: wishes.campaignId,
      shape: 'D',
      discipline: wishes.discipline,
      cover_share: wishes.coverShare,
      accounts,
      exchanges: tally.exchanges,
      exchanges_extracting: tally.extracting,
      capabilities: ['reasoning', 'instruction_generation'],
      succeeds: null,
    })
  },
}

const banAndReplace = (traffic: Traffic, pool: Pool, random: Random): void => {
  const { startMs, endMs } = traffic.window
  for (const member of random.sample(pool.members, Math.round(pool.members.length * BAN_SHARE))) {
    const atMs = Math.round(random.uniform(startMs + 0.15 * (endMs - startMs), endMs - 43_200_000))
    member.diesAtMs = atMs
    traffic.addEvent({
      account_id: member.sender.account.account_id,
      occurred_at: new Date(atMs).toISOString(),
      kind: 'suspended',
      detail: 'usage policy',
    })
    pool.recruit(atMs + Math.round(random.uniform(0.4, 6) * 3_600_000))
  }
}

/** People whose key the relay uses too: their own life goes on from their own place. */
const addBystanders = (
  traffic: Traffic,
  pool: Pool,
  wishes: ScenarioWishes,
  stack: string,
): void => {
  const count = Math.max(1, Math.round(pool.members.length * BYSTANDER_SHARE))
  const exits = createExits(wishes.random.split('lent exits'), 6)
  for (let person = 0; person < count; person += 1) {
    const random = wishes.random.split(`bystander ${person}`)
    const voice = createVoice(random)
    const place = createPlace(random, voice.language?.code ?? 'en')
    const network = personalNetwork(random, place)
    const account = createAccount({
      random,
      createdAtMs: Math.round(traffic.window.startMs - random.uniform(200, 800) * 86_400_000),
      plan: random.pick(['plus', 'build', 'max']),
      network,
    })
    traffic.addAccount(account)
    traffic.addBystander({
      account_id: account.account_id,
      campaign_id: wishes.campaignId,
      role: random.chance(0.5) ? 'customer' : 'victim',
    })
    liveInSessions(traffic, createSender(random, account, createClient(random, 'node'), network), {
      voice,
      rhythm: RHYTHMS.evening,
      offsetHours: place.offset,
      sessions: random.lognormal(9, 0.6),
      turnsMean: 2,
      answerSentences: 7,
      settings: { model: traffic.models.habitual(random, 'chat'), maxTokens: 2048 },
    })
    const relayed = disguiseClient(createClient(random, 'node'), stack)
    pool.members.push({
      sender: createSender(random, account, relayed, rotateExits(random, exits, 12)),
      random,
      voice,
      keepsTemplate: true,
      crosses: random.chance(0.5),
      diesAtMs: Number.POSITIVE_INFINITY,
    })
  }
}

/** Short answers would leave nothing to recognise when a conversation moves to another account. */
const ANSWER_SENTENCES_MIN = 3

export const answerSentences = (random: Random, textScale: number): number =>
  Math.max(ANSWER_SENTENCES_MIN, Math.round(random.lognormal(6 * textScale, 0.7)))

/** A stranger's conversation, as the relay's customers hold them. */
export const customerJob = (traffic: Traffic, random: Random): Job => {
  const stranger = createVoice(random, 0.6)
  const voice = { ...stranger, subjects: stranger.subjects.slice(0, 1) }
  const turns = Math.min(9, random.geometric(2.4))
  return {
    settings: {
      model: random.pick(['heron-large-3', 'heron-middle-3']),
      maxTokens: 4096,
      isStream: true,
      hasSession: false,
    },
    turns: Array.from({ length: turns }, (_, turn) => ({
      text: turn === 0 ? ask(random, voice) : followUp(random, voice),
      response: answer(random, voice, answerSentences(random, traffic.textScale)),
    })),
    isExtracting: false,
    gapMs: 45_000,
  }
}

const harvestJob = (
  traffic: Traffic,
  random: Random,
  member: Member,
  templates: readonly Template[],
): Job => ({
  settings: {
    model: 'heron-large-3',
    temperature: 0.8,
    maxTokens: 8192,
    isStream: false,
    hasSession: false,
  },
  turns: [
    {
      text: word(random, member, random.pick(templates), problem(random)),
      response: reasoningTrace(random, scaledSteps(random.int(6, 18), traffic.textScale)),
    },
    ...(random.chance(0.25)
      ? [
          {
            text: 'Go on from there and add the steps that were left out.',
            response: reasoningTrace(random, scaledSteps(random.int(5, 12), traffic.textScale)),
          },
        ]
      : []),
  ],
  isExtracting: true,
  gapMs: 4000,
})
