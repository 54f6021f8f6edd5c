/**
 * Shape F: the slow relay.
 *
 * About 5.6 requests for an account and day, as published (5,380 accounts, more than 23 million
 * exchanges); scale 1 has 400 accounts. It relays its own users with reasoning on. Signed reasoning
 * artefacts issued to one account are later presented by another in a new session, with the request
 * to expand them, and the answers are long.
 */

import type { Random } from '../random.js'
import { at } from '../random.js'
import { answer, ask, createVoice, followUp } from '../text/compose.js'
import { reasoningTrace } from '../text/problems.js'
import { type Template, writeTemplates } from '../text/templates.js'
import type { Traffic } from '../traffic.js'
import { MODEL } from '../world/models.js'
import { dispatch, type Job } from './dispatch.js'
import { createPool, type Member } from './pool.js'
import { scaledSteps, word } from './reasoning-harvest.js'
import { answerSentences } from './reseller-hydra.js'
import { type Scenario, scaled } from './scenario.js'

const REQUESTS_PER_DAY = 5.6
const TURNS_PER_JOB = 1.55
/** Artefacts that wait to be expanded; older ones are dropped, as they expire within days. */
const STOCK_MAX = 400

interface Captured {
  readonly artefact: string
  readonly accountId: string
}

export const slowRelay: Scenario = {
  id: 'slow-relay',
  kind: { campaign: 'F' },
  description: 'A slow relay that replays reasoning artefacts of one account in another.',
  run: (traffic, wishes) => {
    const { random } = wishes
    const pool = createPool(traffic, {
      random: random.split('pool'),
      accounts: scaled(400, wishes.scale),
      discipline: wishes.discipline,
      plans: [
        ['plus', 0.75],
        ['max', 0.25],
      ],
      signupDays: 40,
      stack: random.hex(8),
      library: 'agent',
      language: 'zh',
    })
    const templates = writeTemplates(random.split('templates'), 'articulate')
    const stock: Captured[] = []
    const days = (traffic.window.endMs - traffic.window.startMs) / 86_400_000
    const tally = dispatch(traffic, pool, {
      random: random.split('jobs'),
      discipline: wishes.discipline,
      coverShare: wishes.coverShare,
      jobs: (pool.members.length * days * REQUESTS_PER_DAY) / TURNS_PER_JOB,
      job: (draw, member) =>
        stock.length > 5 && draw.chance(0.42)
          ? expandJob(traffic, draw, member, { templates, stock })
          : relayJob(traffic, draw, stock),
    })
    traffic.addCampaign({
      campaign_id: wishes.campaignId,
      shape: 'F',
      discipline: wishes.discipline,
      cover_share: wishes.coverShare,
      accounts: pool.members.map((member) => member.sender.account.account_id),
      exchanges: tally.exchanges,
      exchanges_extracting: tally.extracting,
      capabilities: ['reasoning'],
      succeeds: null,
    })
  },
}

const SETTINGS = {
  model: MODEL.large,
  maxTokens: 16_000,
  reasoningTokensMax: 8000,
  isStream: true,
} as const

/** One of the relay's own users, whose reasoning artefacts are kept for later. */
const relayJob = (traffic: Traffic, random: Random, stock: Captured[]): Job => {
  const voice = createVoice(random, 0.6)
  return {
    settings: SETTINGS,
    turns: Array.from({ length: Math.min(6, random.geometric(1.9)) }, (_, turn) => ({
      text: turn === 0 ? ask(random, voice) : followUp(random, voice),
      response: answer(random, voice, answerSentences(random, traffic.textScale)),
    })),
    isExtracting: false,
    gapMs: 50_000,
    onDone: (member, artefacts) => {
      const accountId = member.sender.account.account_id
      for (const artefact of artefacts) stock.push({ artefact, accountId })
      if (stock.length > STOCK_MAX) stock.splice(0, stock.length - STOCK_MAX)
    },
  }
}

/** A crossing member takes another's artefact if it can; a careful one keeps to its own. */
const expandJob = (
  traffic: Traffic,
  random: Random,
  member: Member,
  { templates, stock }: { readonly templates: readonly Template[]; readonly stock: Captured[] },
): Job => {
  const own = member.sender.account.account_id
  const wanted = stock.findIndex((captured) => (captured.accountId === own) !== member.crosses)
  const place = wanted >= 0 ? wanted : random.int(0, stock.length - 1)
  const isOwned = at(stock, place).accountId === own
  const isSent = member.crosses || isOwned
  const artefacts = isSent ? stock.splice(place, 1).map((captured) => captured.artefact) : []
  return {
    settings: SETTINGS,
    turns: [
      {
        text: word(
          random,
          member,
          random.pick(templates),
          'The reasoning block is attached above.',
        ),
        response: reasoningTrace(random, scaledSteps(random.int(18, 40), traffic.textScale)),
        artefactsPresented: artefacts,
        ...(isSent && !isOwned && random.chance(0.05) ? { artefactError: 'foreign' } : {}),
      },
    ],
    isExtracting: true,
    gapMs: 5000,
  }
}
