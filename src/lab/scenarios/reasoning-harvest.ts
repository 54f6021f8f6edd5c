/**
 * Shape A: a reasoning harvest.
 *
 * Jobs ask to articulate the reasoning behind finished answers, to grade replies by a rubric, and to
 * rewrite delicate questions safely. The published campaign had more than 150,000 exchanges with
 * synchronised traffic and shared payment; scale 1 is 120 accounts with about 70 jobs each.
 */

import type { Random } from '../random.js'
import { englishAnswer } from '../text/english.js'
import { SUBJECTS } from '../text/english-words.js'
import { finishedAnswer, marks, problem, reasoningTrace } from '../text/problems.js'
import {
  paraphraseTemplate,
  renderTemplate,
  type Template,
  writeTemplates,
} from '../text/templates.js'
import type { Traffic } from '../traffic.js'
import type { Client } from '../world/clients.js'
import { MODEL } from '../world/models.js'
import { dispatch, type Job } from './dispatch.js'
import { createPool, type Member } from './pool.js'
import { type Scenario, type ScenarioWishes, scaled } from './scenario.js'

export const reasoningHarvest: Scenario = {
  id: 'reasoning-harvest',
  kind: { campaign: 'A' },
  description: 'Reasoning traces, rubric marks and safe rewrites, load-balanced over a pool.',
  run: (traffic, wishes) =>
    harvest(traffic, wishes, { accounts: scaled(120, wishes.scale), jobsEach: 60 }),
}

interface HarvestSize {
  readonly accounts: number
  readonly jobsEach: number
  /** When given, members use these clients as they are instead of drawing their own. */
  readonly clients?: readonly Client[]
}

/** The campaign itself, for scenarios that set its size and its clients. */
export const harvest = (traffic: Traffic, wishes: ScenarioWishes, size: HarvestSize): void => {
  const { random } = wishes
  const pool = createPool(traffic, {
    random: random.split('pool'),
    accounts: size.accounts,
    discipline: wishes.discipline,
    plans: [
      ['build', 0.7],
      ['plus', 0.3],
    ],
    signupDays: 21,
    stack: random.hex(8),
    library: 'python',
    language: 'zh',
    ...(size.clients ? { clients: size.clients } : {}),
  })
  const writer = random.split('templates')
  const work: Work = {
    articulate: writeTemplates(writer, 'articulate'),
    grade: writeTemplates(writer, 'grade'),
    rewrite: writeTemplates(writer, 'rewrite'),
    textScale: traffic.textScale,
  }
  const tally = dispatch(traffic, pool, {
    random: random.split('jobs'),
    discipline: wishes.discipline,
    coverShare: wishes.coverShare,
    jobs: pool.members.length * size.jobsEach,
    job: (draw, member) => createJob(draw, member, work),
  })
  traffic.addCampaign({
    campaign_id: wishes.campaignId,
    shape: 'A',
    discipline: wishes.discipline,
    cover_share: wishes.coverShare,
    accounts: pool.members.map((member) => member.sender.account.account_id),
    exchanges: tally.exchanges,
    exchanges_extracting: tally.extracting,
    capabilities: ['reasoning', 'reward_model', 'safety_rewriting'],
    succeeds: null,
  })
}

interface Work {
  readonly articulate: readonly Template[]
  readonly grade: readonly Template[]
  readonly rewrite: readonly Template[]
  readonly textScale: number
}

const createJob = (random: Random, member: Member, work: Work): Job => {
  const kind = random.unit()
  if (kind < 0.3) return askThenArticulate(random, member, work)
  if (kind < 0.58) {
    const slot = `QUESTION: ${problem(random)}\nANSWER: ${finishedAnswer(random)}`
    return single(random, member, random.pick(work.articulate), slot, trace(random, work))
  }
  if (kind < 0.84) {
    const slot = `PROMPT: ${problem(random)}\nREPLY: ${finishedAnswer(random)}`
    return single(random, member, random.pick(work.grade), slot, marks(random), 0)
  }
  const slot = englishAnswer(random, random.pick(SUBJECTS), 2)
  const reply = englishAnswer(random, random.pick(SUBJECTS), random.int(3, 7))
  return single(random, member, random.pick(work.rewrite), slot, reply)
}

export const word = (random: Random, member: Member, template: Template, slot: string): string =>
  member.keepsTemplate ? renderTemplate(template, slot) : paraphraseTemplate(random, template, slot)

/** Steps of a trace at this scale of text; never so few that nothing is left to take. */
export const scaledSteps = (steps: number, textScale: number): number =>
  Math.max(3, Math.round(steps * Math.min(4, textScale)))

const trace = (random: Random, work: Work): string =>
  reasoningTrace(random, scaledSteps(random.int(8, 20), work.textScale))

const single = (
  random: Random,
  member: Member,
  template: Template,
  slot: string,
  response: string,
  temperature = 0.7,
): Job => ({
  settings: settings(temperature),
  turns: [{ text: word(random, member, template, slot), response, isRefused: random.chance(0.02) }],
  isExtracting: true,
  gapMs: 3000,
})

/** First the plain question; then, perhaps on another account, the reasoning behind its answer. */
const askThenArticulate = (random: Random, member: Member, work: Work): Job => ({
  settings: settings(0.7),
  turns: [
    { text: problem(random), response: `${finishedAnswer(random)} ${finishedAnswer(random)}` },
    {
      text: word(random, member, random.pick(work.articulate), 'See the exchange above.'),
      response: trace(random, work),
    },
  ],
  isExtracting: true,
  gapMs: 5000,
})

const settings = (temperature: number) => ({
  model: MODEL.large,
  temperature,
  maxTokens: 8192,
  isStream: false,
  hasSession: false,
})
