/**
 * Shape D: the reseller's hydra.
 *
 * A relay sells access through pooled accounts. Most of what runs through them are its customers'
 * own requests in many languages; mixed in is the relay's distillation. Several channels are used. A
 * banned account is replaced within hours by a new one that carries on its conversations. Some
 * accounts in the pool belong to real people who lent their key, or lost it: they live on as before,
 * and are bystanders. The published network had more than 20,000 accounts; scale 1 has 220.
 */

import type { Random } from '../random.js'
import { answer, ask, createVoice, followUp } from '../text/compose.js'
import { createIdiom, itemIn, traceIn } from '../text/items.js'
import { type Template, writeTemplates } from '../text/templates.js'
import type { Traffic } from '../traffic.js'
import { addOwners } from './bystanders.js'
import { declareCampaign } from './campaign.js'
import { dispatch, type Job } from './dispatch.js'
import { createPool, type Member, type Pool } from './pool.js'
import { type Scenario, scaled } from './scenario.js'
import { SHARING } from './sharing.js'
import { answerSentences, scaledSteps, word } from './wording.js'

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
      effort: wishes.effort,
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
    const members = [...pool.members]
    addOwners(traffic, pool, {
      random: random.split('owners'),
      count: Math.max(1, Math.round(members.length * BYSTANDER_SHARE)),
      campaignId: wishes.campaignId,
      stack,
      role: (draw) => (draw.chance(0.5) ? 'customer' : 'victim'),
      keepsTemplate: (draw) => draw.chance(SHARING[wishes.discipline].template),
    })
    const { tongues } = createIdiom(random.split('idiom'), wishes.tongues)
    const templates = [
      ...writeTemplates(random.split('templates'), 'articulate', tongues),
      ...writeTemplates(random.split('templates'), 'generate', tongues),
    ]
    const tally = dispatch(traffic, pool, {
      random: random.split('jobs'),
      discipline: wishes.discipline,
      coverShare: wishes.coverShare,
      jobs: members.length * 30,
      job: (draw, member) =>
        draw.chance(CUSTOMER_SHARE)
          ? customerJob(traffic, draw)
          : harvestJob(traffic, draw, member, templates),
    })
    declareCampaign(traffic, wishes, {
      shape: 'D',
      members,
      count: tally,
      capabilities: ['reasoning', 'instruction_generation'],
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
    pool.recruit({
      atMs: atMs + Math.round(random.uniform(0.4, 6) * 3_600_000),
      after: member,
    })
  }
}

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

const GO_ON =
  'Go on from there and add the steps that were left out.|More detail in the middle part please.|You skipped something after the second step.|continue, same format|继续，写完整|Sigue, sin resumir.|Продолжай подробнее.'.split(
    '|',
  )

const harvestJob = (
  traffic: Traffic,
  random: Random,
  member: Member,
  templates: readonly Template[],
): Job => {
  const template = random.pick(templates)
  const { tongue } = template
  const trace = (low: number, high: number): string =>
    traceIn(random, tongue, scaledSteps(random.int(low, high), traffic.textScale))
  return {
    settings: {
      model: 'heron-large-3',
      temperature: 0.8,
      maxTokens: 8192,
      isStream: false,
      hasSession: false,
    },
    turns: [
      { text: word(random, member, template, itemIn(random, tongue)), response: trace(6, 18) },
      ...(random.chance(0.25) ? [{ text: random.pick(GO_ON), response: trace(5, 12) }] : []),
    ],
    isExtracting: true,
    gapMs: 4000,
  }
}
