/**
 * Shape G: the fortnight.
 *
 * A relay looks at what its users send, keeps the reasoning artefacts of those who come with the
 * prompt of a known agent harness, and replays them in new sessions to have them written out. Others
 * are passed on and forgotten. The published campaign had more than 12.1 million exchanges in 14
 * days; scale 1 is 220 accounts with nine requests a day.
 */

import type { Settings } from '../conversation.js'
import type { Random } from '../random.js'
import { agentStep, codeTask, createRepository, toolResult } from '../text/code.js'
import { pickHarness } from '../text/harnesses.js'
import { createIdiom } from '../text/items.js'
import { AGENT_SYSTEM, AGENT_TOOLS, AGENT_TOOLS_HASH } from '../text/stock.js'
import { writeTemplates } from '../text/templates.js'
import type { Traffic } from '../traffic.js'
import { MODEL } from '../world/models.js'
import { createStock, expandJob, type Stock } from './artefact-stock.js'
import { declareCampaign } from './campaign.js'
import { dispatch, type Job } from './dispatch.js'
import { createPool } from './pool.js'
import { customerJob } from './reseller-hydra.js'
import { type Scenario, scaled } from './scenario.js'

const DAY_MS = 86_400_000
const DAYS_MAX = 14
const REQUESTS_PER_DAY = 9
const TURNS_PER_JOB = 2.6

export const harnessReplay: Scenario = {
  id: 'harness-replay',
  kind: { campaign: 'G' },
  description: 'A fortnight of replayed artefacts, taken from users of known agent harnesses.',
  run: (traffic, wishes) => {
    const { random } = wishes
    const pool = createPool(traffic, {
      random: random.split('pool'),
      accounts: scaled(220, wishes.scale),
      discipline: wishes.discipline,
      effort: wishes.effort,
      plans: [
        ['max', 0.45],
        ['plus', 0.35],
        ['build', 0.2],
      ],
      signupDays: 30,
      stack: random.hex(8),
      library: 'agent',
      language: random.pick(['zh', 'zh', 'en']),
    })
    const { tongues } = createIdiom(random.split('idiom'), wishes.tongues)
    const templates = writeTemplates(random.split('templates'), 'expand', tongues)
    const stock = createStock()
    const { startMs, endMs } = traffic.window
    const days = Math.min(DAYS_MAX, (endMs - startMs) / DAY_MS)
    const beginsMs = startMs + Math.round(random.unit() * (endMs - startMs - days * DAY_MS))
    const count = dispatch(traffic, pool, {
      random: random.split('jobs'),
      discipline: wishes.discipline,
      coverShare: wishes.coverShare,
      jobs: (pool.members.length * days * REQUESTS_PER_DAY) / TURNS_PER_JOB,
      startMs: beginsMs,
      endMs: beginsMs + days * DAY_MS,
      job: (draw, member) => {
        if (stock.size() > 5 && draw.chance(0.45)) {
          const settings = wishes.discipline === 'sloppy' ? REPLAY : FRAMED_REPLAY
          return expandJob(draw, member, {
            stock,
            templates,
            settings,
            textScale: traffic.textScale,
          })
        }
        return draw.chance(0.75) ? harnessJob(traffic, draw, stock) : customerJob(traffic, draw)
      },
    })
    declareCampaign(traffic, wishes, {
      shape: 'G',
      members: pool.members,
      count,
      capabilities: ['reasoning', 'code'],
    })
  },
}

const REPLAY: Settings = {
  model: MODEL.large,
  maxTokens: 32_000,
  reasoningTokensMax: 1024,
  isStream: false,
  hasSession: false,
}

/** The same behind the prompt of the agent that it poses as. */
const FRAMED_REPLAY: Settings = {
  ...REPLAY,
  system: AGENT_SYSTEM,
  tools: AGENT_TOOLS,
  toolsHash: AGENT_TOOLS_HASH,
  hasSession: true,
}

/** A user's own session at an agent; the relay keeps what it was issued. */
const harnessJob = (traffic: Traffic, random: Random, stock: Stock): Job => {
  const harness = pickHarness(random)
  const repository = createRepository(random)
  const calls = Math.min(9, random.geometric(3.6))
  const lines = Math.ceil(6 * traffic.textScale) + 1
  return {
    settings: {
      model: MODEL.large,
      maxTokens: 8192,
      reasoningTokensMax: random.pick([4000, 8000, 16_000]),
      isStream: true,
      system: harness.system,
      tools: harness.tools,
      toolsHash: harness.toolsHash,
    },
    turns: Array.from({ length: calls }, (_, call) => ({
      role: call === 0 ? ('user' as const) : ('tool' as const),
      text:
        call === 0
          ? codeTask(random, repository)
          : toolResult(random, repository, random.int(1, lines)),
      response: agentStep(random, repository),
      toolCalls: call === calls - 1 ? 0 : random.int(1, 2),
    })),
    isExtracting: false,
    gapMs: 4500,
    onDone: (member, artefacts) => stock.keep(member, artefacts),
  }
}
