/**
 * Shape B: many pathways.
 *
 * Several kinds of account, plans and channels, and everything a model can do: agentic loops, code,
 * data analysis, screens and pictures. In the second half of the window it turns to the reasoning
 * behind what it got. The published campaign had more than 3.4 million exchanges over hundreds of
 * accounts; scale 1 is 160 accounts and some 12,000.
 */

import type { Settings } from '../conversation.js'
import type { Random } from '../random.js'
import { agentStep, codeFragment, createRepository, toolResult } from '../text/code.js'
import { createIdiom, itemIn, pairOf, solvedIn, traceIn } from '../text/items.js'
import { engineeringItem } from '../text/problems.js'
import {
  analysis,
  caption,
  dataQuestion,
  dataTable,
  pictureNote,
  screen,
  screenStep,
  screenTask,
} from '../text/scenes.js'
import { type Template, templatesFor, writeTemplates } from '../text/templates.js'
import type { Traffic } from '../traffic.js'
import { MODEL } from '../world/models.js'
import { declareCampaign } from './campaign.js'
import { dispatch, type Job, type JobTurn } from './dispatch.js'
import { createPool, type Member } from './pool.js'
import { type Scenario, type ScenarioWishes, scaled } from './scenario.js'
import { scaledSteps, word } from './wording.js'

const JOBS_EACH = 26

export const manyPathways: Scenario = {
  id: 'many-pathways',
  kind: { campaign: 'B' },
  description: 'Every kind of account and channel, every capability, and later the reasoning.',
  run: (traffic, wishes) => {
    const { random } = wishes
    const pool = createPathways(traffic, wishes)
    const brief = createBrief(traffic, wishes)
    const count = dispatch(traffic, pool, {
      random: random.split('jobs'),
      discipline: wishes.discipline,
      coverShare: wishes.coverShare,
      jobs: pool.members.length * JOBS_EACH,
      job: (draw, member, atMs) => createJob(draw, member, atMs, brief),
    })
    declareCampaign(traffic, wishes, {
      shape: 'B',
      members: pool.members,
      count,
      capabilities: ['reasoning', 'code', 'tool_use', 'data_analysis', 'computer_use', 'vision'],
    })
  },
}

const createPathways = (traffic: Traffic, wishes: ScenarioWishes) =>
  createPool(traffic, {
    random: wishes.random.split('pool'),
    accounts: scaled(160, wishes.scale),
    discipline: wishes.discipline,
    effort: wishes.effort,
    plans: [
      ['plus', 0.32],
      ['max', 0.2],
      ['build', 0.3],
      ['free', 0.12],
      ['scale', 0.06],
    ],
    programs: [
      ['none', 0.76],
      ['education', 0.12],
      ['startup', 0.08],
      ['research', 0.04],
    ],
    channels: [
      ['api', 0.5],
      ['cloud:westerly', 0.2],
      ['cloud:northgate', 0.15],
      ['router:switchyard', 0.15],
    ],
    libraries: [
      ['python', 0.4],
      ['node', 0.2],
      ['compatible', 0.15],
      ['chrome', 0.15],
      ['go', 0.1],
    ],
    organised: 0.3,
    signupDays: 60,
    stack: wishes.random.hex(8),
    library: 'python',
    language: wishes.random.pick(['en', 'zh', 'ru']),
  })

interface Brief {
  readonly traffic: Traffic
  readonly toolsHash: string
  readonly screenHash: string
  readonly code: readonly Template[]
  readonly loop: readonly Template[]
  readonly data: readonly Template[]
  readonly screen: readonly Template[]
  readonly picture: readonly Template[]
  readonly articulate: readonly Template[]
  readonly pair: (question: string, reply: string) => string
  /** Share of jobs that are after the reasoning, at an instant. */
  readonly traceShare: (atMs: number) => number
}

const createBrief = (traffic: Traffic, wishes: ScenarioWishes): Brief => {
  const { random } = wishes
  const idiom = createIdiom(random.split('idiom'), wishes.tongues)
  const writer = random.split('templates')
  const agentic = writeTemplates(writer, 'agentic', idiom.tongues)
  const { startMs, endMs } = traffic.window
  const turnsAtMs = startMs + random.uniform(0.35, 0.55) * (endMs - startMs)
  const most = random.uniform(0.5, 0.75)
  return {
    traffic,
    toolsHash: random.hex(20),
    screenHash: random.hex(20),
    code: templatesFor(writer, agentic, 'agentic', 'code'),
    loop: templatesFor(writer, agentic, 'agentic', 'tool_use'),
    data: writeTemplates(writer, 'analyse', idiom.tongues),
    screen: writeTemplates(writer, 'operate', idiom.tongues),
    picture: writeTemplates(writer, 'see', idiom.tongues),
    articulate: writeTemplates(writer, 'articulate', idiom.tongues),
    pair: (question, reply) => pairOf(idiom, question, reply),
    traceShare: (atMs) => Math.max(0, Math.min(most, (atMs - turnsAtMs) / 172_800_000)),
  }
}

/** A chat window sets no parameters; a program does. */
const settingsOf = (member: Member, extra: Partial<Settings> = {}): Settings =>
  member.sender.client.isBrowser
    ? { model: MODEL.large, isStream: true, ...extra }
    : {
        model: MODEL.large,
        temperature: 0.7,
        maxTokens: 8192,
        isStream: false,
        hasSession: false,
        ...extra,
      }

const createJob = (random: Random, member: Member, atMs: number, brief: Brief): Job => {
  const late = brief.traceShare(atMs)
  if (random.chance(late * 0.6)) return traceJob(random, member, brief)
  const turns = workTurns(random, member, brief)
  // A later turn that asks for the road to what was just delivered.
  const asksBack: JobTurn[] = random.chance(late) ? [roadTurn(random, member, brief)] : []
  return { ...turns, turns: [...turns.turns, ...asksBack], isExtracting: true, gapMs: 6000 }
}

const roadTurn = (random: Random, member: Member, brief: Brief): JobTurn => {
  const template = random.pick(brief.articulate)
  const steps = scaledSteps(random.int(6, 16), brief.traffic.textScale)
  return {
    text: word(random, member, template, ''),
    response: traceIn(random, template.tongue, steps),
  }
}

const traceJob = (random: Random, member: Member, brief: Brief): Job => {
  const template = random.pick(brief.articulate)
  const { tongue } = template
  const steps = scaledSteps(random.int(8, 20), brief.traffic.textScale)
  const slot = brief.pair(itemIn(random, tongue), solvedIn(random, tongue))
  return {
    settings: settingsOf(member),
    turns: [
      { text: word(random, member, template, slot), response: traceIn(random, tongue, steps) },
    ],
    isExtracting: true,
    gapMs: 4000,
  }
}

type Work = Pick<Job, 'settings' | 'turns'>

const workTurns = (random: Random, member: Member, brief: Brief): Work => {
  const kind = random.unit()
  const isBrowser = member.sender.client.isBrowser
  if (kind < 0.3) return codeWork(random, member, brief)
  if (kind < 0.5 && !isBrowser) return loopWork(random, member, brief)
  if (kind < 0.68) return dataWork(random, member, brief)
  if (kind < 0.84 && !isBrowser) return screenWork(random, member, brief)
  return pictureWork(random, member, brief)
}

const codeWork = (random: Random, member: Member, brief: Brief): Work => {
  const repository = createRepository(random)
  return {
    settings: settingsOf(member),
    turns: [
      {
        text: word(random, member, random.pick(brief.code), engineeringItem(random)),
        response: `${agentStep(random, repository)}\n${codeFragment(random, repository, random.int(8, 20))}`,
      },
    ],
  }
}

const loopWork = (random: Random, member: Member, brief: Brief): Work => {
  const repository = createRepository(random)
  const steps = Math.min(12, random.geometric(4))
  const lines = Math.ceil(5 * brief.traffic.textScale) + 1
  return {
    settings: settingsOf(member, {
      tools: ['bash', 'read', 'write', 'finish_task'],
      toolsHash: brief.toolsHash,
    }),
    turns: Array.from({ length: steps }, (_, step) => ({
      role: step === 0 ? ('user' as const) : ('tool' as const),
      text:
        step === 0
          ? word(random, member, random.pick(brief.loop), engineeringItem(random))
          : toolResult(random, repository, random.int(1, lines)),
      response: `${agentStep(random, repository)} ${agentStep(random, repository)}`,
      toolCalls: step === steps - 1 ? 0 : 1,
    })),
  }
}

const dataWork = (random: Random, member: Member, brief: Brief): Work => {
  const slot = `${dataTable(random, random.int(5, 16))}\n\n${dataQuestion(random)}`
  return {
    settings: settingsOf(member),
    turns: [
      {
        text: word(random, member, random.pick(brief.data), slot),
        response: analysis(random, scaledSteps(random.int(5, 14), brief.traffic.textScale)),
      },
    ],
  }
}

const screenWork = (random: Random, member: Member, brief: Brief): Work => {
  const steps = Math.min(10, random.geometric(4))
  return {
    settings: settingsOf(member, {
      tools: ['screenshot', 'mouse', 'keyboard'],
      toolsHash: brief.screenHash,
    }),
    turns: Array.from({ length: steps }, (_, step) => ({
      role: step === 0 ? ('user' as const) : ('tool' as const),
      text:
        step === 0
          ? word(
              random,
              member,
              random.pick(brief.screen),
              `${screenTask(random)}\n${screen(random)}`,
            )
          : screen(random),
      response: screenStep(random),
      toolCalls: step === steps - 1 ? 0 : 1,
      images: 1,
    })),
  }
}

const pictureWork = (random: Random, member: Member, brief: Brief): Work => ({
  settings: settingsOf(member),
  turns: [
    {
      text: word(random, member, random.pick(brief.picture), pictureNote(random)),
      response: caption(random, scaledSteps(random.int(5, 12), brief.traffic.textScale)),
      images: random.int(1, 3),
    },
  ],
})
