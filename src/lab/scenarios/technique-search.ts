/**
 * Shape K: the technique search.
 *
 * A few accounts try thousands of ways to have the hidden working shown; nearly all are refused, and
 * each is tried once or twice. When one works, the whole pool uses it on items. The published search
 * had more than 12,000 requests; scale 1 is 132 accounts and 1,400 attempts. The careless let a few
 * accounts search, the disciplined spread it over all.
 */

import type { Random } from '../random.js'
import { createIdiom, itemIn, traceIn } from '../text/items.js'
import { createWinner, technique, type Winner } from '../text/techniques.js'
import type { Traffic } from '../traffic.js'
import { MODEL } from '../world/models.js'
import { declareCampaign } from './campaign.js'
import type { Discipline } from './discipline.js'
import { dispatch, type Job } from './dispatch.js'
import { createPool, type Member, type Pool } from './pool.js'
import { type Scenario, type ScenarioWishes, scaled } from './scenario.js'
import { type Count, sumCounts } from './tally.js'
import { scaledSteps } from './wording.js'

/** Attempts of the whole pool for each of its accounts. */
const ATTEMPTS_EACH = 11
const SEARCHERS: Readonly<Record<Discipline, number>> = {
  sloppy: 0.09,
  careful: 0.3,
  disciplined: 1,
}
const JOBS_EACH = 22
const ATTEMPT_REFUSED = 0.95
const WINNER_REFUSED = 0.06
/** Days from the first attempt until one works, as a share of the window. */
const SEARCH_SHARE = 0.5

export const techniqueSearch: Scenario = {
  id: 'technique-search',
  kind: { campaign: 'K' },
  description: 'Thousands of refused techniques, then the one that works, scaled by a pool.',
  run: (traffic, wishes) => {
    const { random } = wishes
    const stack = random.hex(8)
    const pool = createPool(traffic, {
      random: random.split('pool'),
      accounts: scaled(132, wishes.scale, 5),
      discipline: wishes.discipline,
      effort: wishes.effort,
      plans: [
        ['plus', 0.4],
        ['build', 0.6],
      ],
      signupDays: 25,
      stack,
      library: 'python',
      language: random.pick(['zh', 'en', 'ru']),
    })
    const { startMs, endMs } = traffic.window
    const foundAtMs = Math.round(
      startMs + SEARCH_SHARE * random.uniform(0.8, 1.2) * (endMs - startMs),
    )
    const searching = Math.ceil(pool.members.length * SEARCHERS[wishes.discipline])
    const counts = [
      search(traffic, wishes, pool, { searching, foundAtMs }),
      exploit(traffic, wishes, pool, foundAtMs),
    ]
    declareCampaign(traffic, wishes, {
      shape: 'K',
      members: pool.members,
      count: sumCounts(counts),
      capabilities: ['reasoning'],
    })
  },
}

const search = (
  traffic: Traffic,
  wishes: ScenarioWishes,
  pool: Pool,
  extent: { readonly searching: number; readonly foundAtMs: number },
): Count =>
  dispatch(
    traffic,
    { ...pool, members: pool.members.slice(0, extent.searching) },
    {
      random: wishes.random.split('search'),
      discipline: wishes.discipline,
      coverShare: wishes.coverShare,
      jobs: pool.members.length * ATTEMPTS_EACH,
      endMs: extent.foundAtMs,
      job: (draw) => attemptJob(draw, traffic),
    },
  )

/** An attempt, sometimes with a second one after the refusal. */
const attemptJob = (random: Random, traffic: Traffic): Job => ({
  settings: {
    model: random.pick([MODEL.large, MODEL.large, MODEL.middle]),
    temperature: random.pick([0, 0.7, 1]),
    maxTokens: random.pick([1024, 2048, 4096]),
    isStream: random.chance(0.4),
    hasSession: false,
    ...(random.chance(0.2) ? { system: technique(random) } : {}),
  },
  turns: Array.from({ length: random.chance(0.22) ? 2 : 1 }, () => {
    const isRefused = random.chance(ATTEMPT_REFUSED)
    return {
      text: technique(random),
      response: traceIn(random, 'en', scaledSteps(random.int(3, 9), traffic.textScale)),
      isRefused,
      isExtracting: !isRefused,
      refusalCategory: refusal(random),
    }
  }),
  isExtracting: false,
  gapMs: 15_000,
})

const refusal = (random: Random): string =>
  random.weighted([
    ['policy', 0.8],
    ['privacy', 0.12],
    ['cyber', 0.08],
  ])

const exploit = (
  traffic: Traffic,
  wishes: ScenarioWishes,
  pool: Pool,
  foundAtMs: number,
): Count => {
  const { random } = wishes
  const winner = createWinner(random.split('winner'))
  const { tongues } = createIdiom(random.split('idiom'), wishes.tongues)
  return dispatch(traffic, pool, {
    random: random.split('jobs'),
    discipline: wishes.discipline,
    coverShare: wishes.coverShare,
    jobs: pool.members.length * JOBS_EACH,
    startMs: foundAtMs,
    job: (draw, member) => {
      const tongue = draw.pick(tongues)
      const steps = scaledSteps(draw.int(8, 20), traffic.textScale)
      return winningJob(draw, member, winner, {
        item: itemIn(draw, tongue),
        response: traceIn(draw, tongue, steps),
      })
    },
  })
}

const winningJob = (
  random: Random,
  member: Member,
  winner: Winner,
  task: { readonly item: string; readonly response: string },
): Job => {
  const isRefused = random.chance(WINNER_REFUSED)
  return {
    settings: {
      model: MODEL.large,
      temperature: 1,
      maxTokens: 8192,
      isStream: false,
      hasSession: false,
    },
    turns: [
      {
        text: winner.text(random, member.keepsTemplate, task.item),
        response: task.response,
        isRefused,
        refusalCategory: refusal(random),
      },
    ],
    isExtracting: !isRefused,
    gapMs: 4000,
  }
}
