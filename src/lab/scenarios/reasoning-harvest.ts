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
import { createIdiom, type Idiom, itemIn, pairOf, solvedIn, traceIn } from '../text/items.js'
import { marks } from '../text/problems.js'
import { type Template, writeTemplates } from '../text/templates.js'
import type { Traffic } from '../traffic.js'
import type { Client } from '../world/clients.js'
import { MODEL } from '../world/models.js'
import { declareCampaign } from './campaign.js'
import { dispatch, type Job } from './dispatch.js'
import { createPool, type Member, type Pool } from './pool.js'
import { type Scenario, type ScenarioWishes, scaled } from './scenario.js'
import { scaledSteps, word } from './wording.js'

export const reasoningHarvest: Scenario = {
  id: 'reasoning-harvest',
  kind: { campaign: 'A' },
  description: 'Reasoning traces, rubric marks and safe rewrites, load-balanced over a pool.',
  run: (traffic, wishes) => {
    const { spread = 1 } = wishes
    const accounts = Math.round(scaled(120, wishes.scale) * spread)
    harvest(traffic, wishes, { accounts, jobsEach: 60 / spread })
  },
}

export interface HarvestSize {
  readonly accounts: number
  readonly jobsEach: number
  readonly shape?: string
  /** Adds others to the pool before the work begins; they are no members of the campaign. */
  readonly join?: (pool: Pool, stack: string) => void
  /** When given, members use these clients as they are instead of drawing their own. */
  readonly clients?: readonly Client[]
}

/** The campaign itself, for scenarios that set its size and its clients. */
export const harvest = (traffic: Traffic, wishes: ScenarioWishes, size: HarvestSize): void => {
  const { random } = wishes
  const stack = random.hex(8)
  const pool = createPool(traffic, {
    random: random.split('pool'),
    accounts: size.accounts,
    discipline: wishes.discipline,
    effort: wishes.effort,
    plans: [
      ['build', 0.7],
      ['plus', 0.3],
    ],
    signupDays: 21,
    stack,
    library: 'python',
    language: 'zh',
    ...(size.clients ? { clients: size.clients } : {}),
  })
  const members = [...pool.members]
  size.join?.(pool, stack)
  const writer = random.split('templates')
  const idiom = createIdiom(random.split('idiom'), wishes.tongues)
  const work: Work = {
    articulate: writeTemplates(writer, 'articulate', idiom.tongues),
    grade: writeTemplates(writer, 'grade', idiom.tongues),
    rewrite: writeTemplates(writer, 'rewrite', idiom.tongues),
    idiom,
    textScale: traffic.textScale,
  }
  const tally = dispatch(traffic, pool, {
    random: random.split('jobs'),
    discipline: wishes.discipline,
    coverShare: wishes.coverShare,
    jobs: pool.members.length * size.jobsEach,
    job: (draw, member) => createJob(draw, member, work),
  })
  declareCampaign(traffic, wishes, {
    shape: size.shape ?? 'A',
    members,
    count: tally,
    capabilities: ['reasoning', 'reward_model', 'safety_rewriting'],
  })
}

interface Work {
  readonly articulate: readonly Template[]
  readonly grade: readonly Template[]
  readonly rewrite: readonly Template[]
  readonly idiom: Idiom
  readonly textScale: number
}

const createJob = (random: Random, member: Member, work: Work): Job => {
  const kind = random.unit()
  if (kind < 0.3) return askThenArticulate(random, member, work)
  if (kind < 0.84) {
    const isGrading = kind >= 0.58
    const template = random.pick(isGrading ? work.grade : work.articulate)
    const { tongue } = template
    const slot = pairOf(work.idiom, itemIn(random, tongue), solvedIn(random, tongue))
    return isGrading
      ? single(random, member, template, slot, marks(random), 0)
      : single(random, member, template, slot, trace(random, work, template))
  }
  const slot = englishAnswer(random, random.pick(SUBJECTS), 2)
  const reply = englishAnswer(random, random.pick(SUBJECTS), random.int(3, 7))
  return single(random, member, random.pick(work.rewrite), slot, reply)
}

const trace = (random: Random, work: Work, template: Template): string =>
  traceIn(random, template.tongue, scaledSteps(random.int(8, 20), work.textScale))

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

const BACK_REFERENCES =
  'See the exchange above.|It is the one directly above.|(your last reply)|Refers to what you just answered.|↑'.split(
    '|',
  )

/** First the plain question; then, perhaps on another account, the reasoning behind its answer. */
const askThenArticulate = (random: Random, member: Member, work: Work): Job => {
  const template = random.pick(work.articulate)
  const { tongue } = template
  return {
    settings: settings(0.7),
    turns: [
      {
        text: itemIn(random, tongue),
        response: `${solvedIn(random, tongue)} ${solvedIn(random, tongue)}`,
      },
      {
        text: word(random, member, template, random.pick(BACK_REFERENCES)),
        response: trace(random, work, template),
      },
    ],
    isExtracting: true,
    gapMs: 5000,
  }
}

const settings = (temperature: number) => ({
  model: MODEL.large,
  temperature,
  maxTokens: 8192,
  isStream: false,
  hasSession: false,
})
