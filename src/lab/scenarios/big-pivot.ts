/**
 * Shape C: the big pivot.
 *
 * Agentic coding and tool orchestration, in long loops with simulated tool results. When a model is
 * released in the log, about half of the traffic moves to it within 24 hours. The published campaign
 * had more than 13 million exchanges; scale 1 is 150 accounts and some 20,000.
 */

import type { Random } from '../random.js'
import { agentStep, codeFragment, createRepository, toolResult } from '../text/code.js'
import { createIdiom } from '../text/items.js'
import { engineeringItem } from '../text/problems.js'
import { type Template, templatesFor, writeTemplates } from '../text/templates.js'
import type { Traffic } from '../traffic.js'
import { MODEL } from '../world/models.js'
import { declareCampaign } from './campaign.js'
import { dispatch, type Job, type JobTurn } from './dispatch.js'
import { createPool, type Member } from './pool.js'
import { type Scenario, scaled } from './scenario.js'
import { word } from './wording.js'

const TOOLS = ['shell', 'open_file', 'write_patch', 'browse', 'submit_episode'] as const

export const bigPivot: Scenario = {
  id: 'big-pivot',
  kind: { campaign: 'C' },
  description: 'Agentic trajectories that move to a new model within a day of its release.',
  run: (traffic, wishes) => {
    const { random } = wishes
    const pool = createPool(traffic, {
      random: random.split('pool'),
      accounts: scaled(150, wishes.scale),
      discipline: wishes.discipline,
      effort: wishes.effort,
      plans: [
        ['max', 0.5],
        ['build', 0.5],
      ],
      signupDays: 30,
      stack: random.hex(8),
      library: 'node',
    })
    const { tongues } = createIdiom(random.split('idiom'), wishes.tongues)
    const writer = random.split('templates')
    const agentic = writeTemplates(writer, 'agentic', tongues)
    const templates = [
      templatesFor(writer, agentic, 'agentic', 'tool_use'),
      templatesFor(writer, agentic, 'agentic', 'code'),
    ].flat()
    const toolsHash = random.hex(20)
    const tally = dispatch(traffic, pool, {
      random: random.split('jobs'),
      discipline: wishes.discipline,
      coverShare: wishes.coverShare,
      jobs: pool.members.length * 20,
      job: (draw, member, atMs) =>
        createEpisode(traffic, draw, member, { templates, toolsHash, atMs }),
    })
    declareCampaign(traffic, wishes, {
      shape: 'C',
      members: pool.members,
      count: tally,
      capabilities: ['code', 'tool_use'],
    })
  },
}

interface Brief {
  readonly templates: readonly Template[]
  readonly toolsHash: string
  readonly atMs: number
}

/** Share of the traffic on the new model: nothing, then half after a day, then four fifths. */
const pivotShare = (traffic: Traffic, atMs: number): number => {
  const days = (atMs - traffic.models.newestAtMs) / 86_400_000
  if (days < 0.05) return 0
  return days < 1 ? 0.5 * Math.min(1, days * 2) : Math.min(0.8, 0.5 + (days - 1) * 0.3)
}

const createEpisode = (traffic: Traffic, random: Random, member: Member, brief: Brief): Job => {
  const repository = createRepository(random)
  const template = random.pick(brief.templates)
  const first: JobTurn = {
    text: word(random, member, template, engineeringItem(random)),
    response: `PLAN: ${agentStep(random, repository)} ${agentStep(random, repository)}`,
    toolCalls: 1,
  }
  const isLoop = template.capability === 'tool_use'
  const steps = isLoop ? Math.min(18, random.geometric(7)) : 0
  const loop = Array.from(
    { length: steps },
    (_, step): JobTurn => ({
      role: 'tool',
      text: toolResult(random, repository, random.int(2, Math.ceil(6 * traffic.textScale) + 2)),
      response: `REFLECT: ${agentStep(random, repository)}\nPLAN: ${agentStep(random, repository)}`,
      toolCalls: step === steps - 1 ? 0 : 1,
    }),
  )
  const isMoved = random.chance(pivotShare(traffic, brief.atMs))
  return {
    settings: {
      model: isMoved ? traffic.models.newest : MODEL.large,
      temperature: 1,
      maxTokens: 16_384,
      isStream: false,
      hasSession: false,
      ...(isLoop ? { tools: TOOLS, toolsHash: brief.toolsHash } : {}),
    },
    turns: isLoop
      ? [first, ...loop]
      : [{ ...first, toolCalls: 0, response: patch(random, repository) }],
    isExtracting: true,
    gapMs: 2200,
  }
}

const patch = (random: Random, repository: ReturnType<typeof createRepository>): string =>
  `### ANALYSIS\n${agentStep(random, repository)} ${agentStep(random, repository)}\n### PATCH\n${codeFragment(random, repository, random.int(8, 24))}### TEST\n${codeFragment(random, repository, random.int(3, 9))}`
