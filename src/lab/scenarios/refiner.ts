/**
 * Shape H: the refiner.
 *
 * Captured traces come back to be cleaned, scored and rewritten: what one account was answered
 * stands in what another asks. Accounts are rotated, each in use for a day or two. In the middle of
 * the window it gives up on the better-guarded model, which refuses a lot, and moves to an older one.
 * The published campaign had more than 3.4 million exchanges, 770,609 of them refining, over 273
 * accounts in ten days; scale 1 is 200 accounts with some 45 requests each.
 */

import type { Random } from '../random.js'
import { createIdiom, type Idiom, itemIn, pairOf, solvedIn, traceIn } from '../text/items.js'
import { marks } from '../text/problems.js'
import { type Template, writeTemplates } from '../text/templates.js'
import type { Traffic } from '../traffic.js'
import { MODEL } from '../world/models.js'
import { declareCampaign } from './campaign.js'
import type { Discipline } from './discipline.js'
import { dispatch, type Job } from './dispatch.js'
import { createPool, type Member, type Pool } from './pool.js'
import { type Scenario, type ScenarioWishes, scaled } from './scenario.js'
import { scaledSteps, word } from './wording.js'

const DAY_MS = 86_400_000
const JOBS_EACH = 45
const REFINING_SHARE = 0.36
/** Of what is refined, the share that another provider served. */
const FOREIGN_SHARE = 0.25
const STOCK_MAX = 600

export const refiner: Scenario = {
  id: 'refiner',
  kind: { campaign: 'H' },
  description: 'Captured traces come back through other accounts to be cleaned and scored.',
  run: (traffic, wishes) => {
    const { random } = wishes
    const pool = createPool(traffic, {
      random: random.split('pool'),
      accounts: scaled(200, wishes.scale, 6),
      discipline: wishes.discipline,
      effort: wishes.effort,
      plans: [
        ['build', 0.75],
        ['plus', 0.25],
      ],
      signupDays: 20,
      stack: random.hex(8),
      library: 'compatible',
      language: 'zh',
    })
    rotate(traffic, pool, random.split('rotation'))
    const bench = createBench(traffic, wishes)
    const count = dispatch(traffic, pool, {
      random: random.split('jobs'),
      discipline: wishes.discipline,
      coverShare: wishes.coverShare,
      jobs: pool.members.length * JOBS_EACH,
      job: (draw, member, atMs) =>
        bench.stock.length > 3 && draw.chance(REFINING_SHARE)
          ? refineJob(draw, member, atMs, bench)
          : captureJob(draw, member, atMs, bench),
    })
    declareCampaign(traffic, wishes, {
      shape: 'H',
      members: pool.members,
      count,
      capabilities: ['reasoning', 'reward_model', 'instruction_generation'],
    })
  },
}

/** Each account is used for a day or two, and the next one takes over before it ends. */
const rotate = (traffic: Traffic, pool: Pool, random: Random): void => {
  const { startMs, endMs } = traffic.window
  const step = (endMs - startMs) / pool.members.length
  for (const [place, member] of random.shuffle(pool.members).entries()) {
    const fromMs = startMs + place * step - random.uniform(0, 0.6) * DAY_MS
    member.usedFromMs = Math.round(fromMs)
    member.usedUntilMs = Math.round(fromMs + random.uniform(1, 2.2) * DAY_MS)
  }
}

interface Captured {
  readonly text: string
  readonly accountId: string
}

interface Bench {
  readonly capture: readonly Template[]
  readonly refine: readonly Template[]
  readonly idiom: Idiom
  readonly stock: Captured[]
  readonly discipline: Discipline
  readonly textScale: number
  readonly movesAtMs: number
}

const createBench = (traffic: Traffic, wishes: ScenarioWishes): Bench => {
  const { random, discipline } = wishes
  const idiom = createIdiom(random.split('idiom'), wishes.tongues)
  const writer = random.split('templates')
  const { startMs, endMs } = traffic.window
  return {
    capture: [
      ...writeTemplates(writer, 'articulate', idiom.tongues),
      ...writeTemplates(writer, 'generate', idiom.tongues).slice(0, 1),
    ],
    refine: writeTemplates(writer, 'refine', idiom.tongues),
    idiom,
    stock: [],
    discipline,
    textScale: traffic.textScale,
    movesAtMs: startMs + random.uniform(0.4, 0.6) * (endMs - startMs),
  }
}

/** Refusals on the guarded model are what drives it away. */
const REFUSED_GUARDED = 0.28
const REFUSED_OLDER = 0.02

const modelAt = (random: Random, atMs: number, bench: Bench) => {
  // A few jobs still try the better model after the move.
  const isOlder = atMs > bench.movesAtMs && !random.chance(0.04)
  return {
    model: isOlder ? MODEL.older : MODEL.large,
    refusedShare: isOlder ? REFUSED_OLDER : REFUSED_GUARDED,
  }
}

const captureJob = (random: Random, member: Member, atMs: number, bench: Bench): Job => {
  const { model, refusedShare } = modelAt(random, atMs, bench)
  const template = random.pick(bench.capture)
  const { tongue } = template
  const slot = pairOf(bench.idiom, itemIn(random, tongue), solvedIn(random, tongue))
  const response = traceIn(random, tongue, scaledSteps(random.int(6, 16), bench.textScale))
  const isRefused = random.chance(refusedShare)
  return {
    settings: { model, temperature: 0.6, maxTokens: 8192, isStream: false, hasSession: false },
    turns: [{ text: word(random, member, template, slot), response, isRefused }],
    isExtracting: !isRefused,
    gapMs: 3000,
    onDone: (by) => {
      if (isRefused) return
      bench.stock.push({ text: response, accountId: by.sender.account.account_id })
      if (bench.stock.length > STOCK_MAX) bench.stock.shift()
    },
  }
}

const refineJob = (random: Random, member: Member, atMs: number, bench: Bench): Job => {
  const { model, refusedShare } = modelAt(random, atMs, bench)
  const template = random.pick(bench.refine)
  const { tongue } = template
  const steps = scaledSteps(random.int(6, 16), bench.textScale)
  const captured = random.chance(FOREIGN_SHARE)
    ? traceIn(random, tongue, steps)
    : takeBack(random, member, bench)
  const isRefused = random.chance(refusedShare / 2)
  return {
    settings: { model, temperature: 0.2, maxTokens: 8192, isStream: false, hasSession: false },
    turns: [
      {
        text: word(random, member, template, captured),
        response:
          template.capability === 'reward_model' ? marks(random) : traceIn(random, tongue, steps),
        isRefused,
      },
    ],
    isExtracting: !isRefused,
    gapMs: 3000,
  }
}

/** One captured text, as it was or made a little different, seldom the member's own. */
const takeBack = (random: Random, member: Member, bench: Bench): string => {
  const own = member.sender.account.account_id
  const place = random.int(0, bench.stock.length - 1)
  const found = bench.stock.findIndex(
    (captured, at) => at >= place && (captured.accountId === own) !== member.crosses,
  )
  const [captured] = bench.stock.splice(found >= 0 ? found : place, 1)
  return disguise(random, captured?.text ?? '', bench.discipline)
}

const disguise = (random: Random, text: string, discipline: Discipline): string => {
  if (discipline === 'sloppy') return text
  const lines = text.split('\n').map((line) => line.replace(/^\d+\. /, '').trim())
  if (discipline === 'careful') return random.chance(0.5) ? text : lines.join('\n')
  // Pieces of it, joined in another way, so that no whole answer comes back.
  const from = random.int(0, Math.floor(lines.length / 3))
  const piece = lines.slice(from, from + Math.max(3, Math.ceil(lines.length * 0.7)))
  return piece.join(random.pick(['\n- ', ' ', '\n']))
}
