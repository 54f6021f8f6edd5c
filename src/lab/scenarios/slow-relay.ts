/**
 * Shape F: the slow relay.
 *
 * About 5.6 requests for an account and day, as published (5,380 accounts, more than 23 million
 * exchanges); scale 1 has 400 accounts. It relays its own users with reasoning on. Signed reasoning
 * artefacts issued to one account are later presented by another in a new session, with the request
 * to expand them, and the answers are long.
 */

import type { Random } from '../random.js'
import { answer, ask, createVoice, followUp } from '../text/compose.js'
import { createIdiom } from '../text/items.js'
import { AGENT_SYSTEM, AGENT_TOOLS, AGENT_TOOLS_HASH } from '../text/stock.js'
import { writeTemplates } from '../text/templates.js'
import type { Traffic } from '../traffic.js'
import { MODEL } from '../world/models.js'
import { createStock, expandJob, type Stock } from './artefact-stock.js'
import { declareCampaign } from './campaign.js'
import { dispatch, type Job } from './dispatch.js'
import { createPool } from './pool.js'
import { type Scenario, scaled } from './scenario.js'
import { answerSentences } from './wording.js'

const REQUESTS_PER_DAY = 5.6
const TURNS_PER_JOB = 1.55

export const slowRelay: Scenario = {
  id: 'slow-relay',
  kind: { campaign: 'F' },
  description: 'A slow relay that replays reasoning artefacts of one account in another.',
  run: (traffic, wishes) => {
    const { random, spread = 1 } = wishes
    const pool = createPool(traffic, {
      random: random.split('pool'),
      accounts: Math.round(scaled(400, wishes.scale) * spread),
      discipline: wishes.discipline,
      effort: wishes.effort,
      plans: [
        ['plus', 0.75],
        ['max', 0.25],
      ],
      signupDays: 40,
      stack: random.hex(8),
      library: 'agent',
      language: 'zh',
    })
    const { tongues } = createIdiom(random.split('idiom'), wishes.tongues)
    const templates = writeTemplates(random.split('templates'), 'expand', tongues)
    const stock = createStock()
    const days = (traffic.window.endMs - traffic.window.startMs) / 86_400_000
    const tally = dispatch(traffic, pool, {
      random: random.split('jobs'),
      discipline: wishes.discipline,
      coverShare: wishes.coverShare,
      jobs: (pool.members.length * days * REQUESTS_PER_DAY) / TURNS_PER_JOB / spread,
      job: (draw, member) =>
        stock.size() > 5 && draw.chance(0.42)
          ? expandJob(draw, member, {
              stock,
              templates,
              settings: SETTINGS,
              textScale: traffic.textScale,
            })
          : relayJob(traffic, draw, stock),
    })
    declareCampaign(traffic, wishes, {
      shape: 'F',
      members: pool.members,
      count: tally,
      capabilities: ['reasoning'],
    })
  },
}

// A relay that poses as the command line agent sends the prompt that the real one sends.
const SETTINGS = {
  model: MODEL.large,
  maxTokens: 16_000,
  reasoningTokensMax: 8000,
  isStream: true,
  system: AGENT_SYSTEM,
  tools: AGENT_TOOLS,
  toolsHash: AGENT_TOOLS_HASH,
} as const

/** One of the relay's own users, whose reasoning artefacts are kept for later. */
const relayJob = (traffic: Traffic, random: Random, stock: Stock): Job => {
  const voice = createVoice(random, 0.6)
  return {
    settings: SETTINGS,
    turns: Array.from({ length: Math.min(6, random.geometric(1.9)) }, (_, turn) => ({
      text: turn === 0 ? ask(random, voice) : followUp(random, voice),
      response: answer(random, voice, answerSentences(random, traffic.textScale)),
    })),
    isExtracting: false,
    gapMs: 50_000,
    onDone: (member, artefacts) => stock.keep(member, artefacts),
  }
}
