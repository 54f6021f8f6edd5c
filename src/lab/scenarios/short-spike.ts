/**
 * Shape J: the short spike.
 *
 * Very many accounts, about four requests each in all, within two days. Nobody's volume, rhythm or
 * history says anything. The published campaign had 16,000 exchanges of more than 4,000 accounts in
 * two days; scale 1 is 500 accounts.
 */

import type { Random } from '../random.js'
import { agentStep, codeFragment, createRepository } from '../text/code.js'
import { createIdiom, type Idiom, itemIn, pairOf, solvedIn, traceIn } from '../text/items.js'
import { engineeringItem } from '../text/problems.js'
import { type Template, writeTemplates } from '../text/templates.js'
import type { Traffic } from '../traffic.js'
import { MODEL } from '../world/models.js'
import { declareCampaign } from './campaign.js'
import { dispatch, type Job } from './dispatch.js'
import { createPool, type Member } from './pool.js'
import { type Scenario, scaled } from './scenario.js'
import { scaledSteps, word } from './wording.js'

const REQUESTS_EACH = 4
const SPIKE_MS = 2 * 86_400_000

export const shortSpike: Scenario = {
  id: 'short-spike',
  kind: { campaign: 'J' },
  description: 'Very many accounts with about four requests each, within two days.',
  run: (traffic, wishes) => {
    const { random } = wishes
    const pool = createPool(traffic, {
      random: random.split('pool'),
      accounts: scaled(500, wishes.scale),
      discipline: wishes.discipline,
      effort: wishes.effort,
      plans: [
        ['free', 0.45],
        ['build', 0.4],
        ['plus', 0.15],
      ],
      signupDays: 6,
      stack: random.hex(8),
      library: random.pick(['requests', 'python', 'node']),
      language: random.pick(['en', 'zh', 'ru', 'es']),
    })
    const idiom = createIdiom(random.split('idiom'), wishes.tongues)
    const writer = random.split('templates')
    const wanted: Wanted = {
      idiom,
      articulate: writeTemplates(writer, 'articulate', idiom.tongues),
      generate: writeTemplates(writer, 'generate', idiom.tongues),
      distil: writeTemplates(writer, 'distil', idiom.tongues),
      traffic,
    }
    const { startMs, endMs } = traffic.window
    const free = Math.max(0, endMs - startMs - SPIKE_MS)
    const beginsMs = startMs + Math.round(random.unit() * free)
    const count = dispatch(traffic, pool, {
      random: random.split('jobs'),
      discipline: wishes.discipline,
      coverShare: wishes.coverShare,
      jobs: pool.members.length * REQUESTS_EACH,
      startMs: beginsMs,
      endMs: Math.min(endMs, beginsMs + SPIKE_MS),
      isDealt: true,
      job: (draw, member, atMs) => createJob(draw, member, atMs, wanted),
    })
    declareCampaign(traffic, wishes, {
      shape: 'J',
      members: pool.members,
      count,
      capabilities: ['reasoning', 'instruction_generation', 'code'],
    })
  },
}

interface Wanted {
  readonly idiom: Idiom
  readonly articulate: readonly Template[]
  readonly generate: readonly Template[]
  readonly distil: readonly Template[]
  readonly traffic: Traffic
}

const createJob = (random: Random, member: Member, atMs: number, wanted: Wanted): Job => {
  const { models, textScale } = wanted.traffic
  return {
    settings: {
      model: atMs > models.newestAtMs && random.chance(0.6) ? models.newest : MODEL.large,
      ...(random.chance(0.7) ? { temperature: 1 } : {}),
      maxTokens: 8192,
      isStream: random.chance(0.3),
      hasSession: false,
    },
    turns: [task(random, member, wanted, scaledSteps(random.int(7, 18), textScale))],
    isExtracting: true,
    gapMs: 4000,
  }
}

const task = (random: Random, member: Member, wanted: Wanted, steps: number) => {
  const kind = random.unit()
  if (kind < 0.4) {
    const template = random.pick(wanted.articulate)
    const { tongue } = template
    const slot = pairOf(wanted.idiom, itemIn(random, tongue), solvedIn(random, tongue))
    return { text: word(random, member, template, slot), response: traceIn(random, tongue, steps) }
  }
  if (kind < 0.7) {
    const template = random.pick(wanted.generate)
    const { tongue } = template
    const parts = Array.from({ length: Math.ceil(steps / 2) }, () => itemIn(random, tongue))
    return {
      text: word(random, member, template, itemIn(random, tongue)),
      response: parts.join('\n'),
    }
  }
  const repository = createRepository(random)
  return {
    text: word(random, member, random.pick(wanted.distil), engineeringItem(random)),
    response: `${agentStep(random, repository)}\n${codeFragment(random, repository, steps)}`,
  }
}
