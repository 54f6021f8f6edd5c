/**
 * Shape L: the long quiet one.
 *
 * 26 requests for an account and day, which is what an ordinary developer sends. What they ask is
 * dealt out by a machine: no ticket is worked on twice, and every answer is wanted whole, with tests
 * and reasons. The published campaign had 28.8 million exchanges of about 25,000 accounts in 45 days;
 * scale 1 is 100 accounts.
 */

import type { Random } from '../random.js'
import {
  agentStep,
  codeFragment,
  codeTask,
  createRepository,
  type Repository,
} from '../text/code.js'
import { createIdiom, itemIn } from '../text/items.js'
import { AGENT_SYSTEM, AGENT_TOOLS, AGENT_TOOLS_HASH } from '../text/stock.js'
import { type Template, writeTemplates } from '../text/templates.js'
import type { Traffic } from '../traffic.js'
import { declareCampaign } from './campaign.js'
import type { Discipline } from './discipline.js'
import { dispatch, type Job } from './dispatch.js'
import { createPool, type Member } from './pool.js'
import { type Scenario, scaled } from './scenario.js'
import { scaledSteps, word } from './wording.js'

const REQUESTS_PER_DAY = 26
const TURNS_PER_JOB = 1.45

export const longQuiet: Scenario = {
  id: 'long-quiet',
  kind: { campaign: 'L' },
  description: 'Ordinary-looking developers whose tickets are dealt out by a machine.',
  run: (traffic, wishes) => {
    const { random } = wishes
    const pool = createPool(traffic, {
      random: random.split('pool'),
      accounts: scaled(100, wishes.scale),
      discipline: wishes.discipline,
      effort: wishes.effort,
      plans: [
        ['build', 0.5],
        ['plus', 0.3],
        ['max', 0.2],
      ],
      libraries: [
        ['agent', 0.4],
        ['python', 0.25],
        ['node', 0.25],
        ['compatible', 0.1],
      ],
      organised: 0.2,
      signupDays: 90,
      stack: random.hex(8),
      library: 'node',
      language: random.pick(['en', 'zh', 'ru']),
    })
    const { tongues } = createIdiom(random.split('idiom'), wishes.tongues)
    const days = (traffic.window.endMs - traffic.window.startMs) / 86_400_000
    const queue: Queue = {
      templates: writeTemplates(random.split('templates'), 'distil', tongues),
      prefix: random.pick(['CORE', 'ENG', 'PLAT', 'BUG', 'APP']),
      first: random.int(1000, 70_000),
      discipline: wishes.discipline,
      textScale: traffic.textScale,
      models: new Map(),
      repositories: new Map(),
      traffic,
    }
    const count = dispatch(traffic, pool, {
      random: random.split('jobs'),
      discipline: wishes.discipline,
      coverShare: wishes.coverShare,
      jobs: (pool.members.length * days * REQUESTS_PER_DAY) / TURNS_PER_JOB,
      job: (draw, member, _atMs, place) => ticketJob(draw, member, place, queue),
    })
    declareCampaign(traffic, wishes, {
      shape: 'L',
      members: pool.members,
      count,
      capabilities: ['code', 'instruction_generation'],
    })
  },
}

interface Queue {
  readonly templates: readonly Template[]
  readonly prefix: string
  readonly first: number
  readonly discipline: Discipline
  readonly textScale: number
  /** The model that an account keeps to, as developers do. */
  readonly models: Map<Member, string>
  readonly repositories: Map<Member, Repository[]>
  readonly traffic: Traffic
}

const ASIDES =
  'thanks, and the tests too please|what about an empty list?|can you type it strictly|Why not a map here?|ok. Now the same without recursion|It should log the reason as well|make it one file|and how would you benchmark that?|hm, one case is still wrong'.split(
    '|',
  )

/** Code bases that an account seems to work on: the careful deal out by code base, not by ticket. */
const REPOSITORIES = { careful: 6, disciplined: 2 } as const

const repositoryOf = (random: Random, member: Member, queue: Queue): Repository => {
  if (queue.discipline === 'sloppy') return createRepository(random)
  const known = queue.repositories.get(member) ?? []
  queue.repositories.set(member, known)
  if (known.length >= REPOSITORIES[queue.discipline]) return random.pick(known)
  const repository = createRepository(random)
  known.push(repository)
  return repository
}

const ticketJob = (random: Random, member: Member, place: number, queue: Queue): Job => {
  const repository = repositoryOf(random, member, queue)
  const template = random.pick(queue.templates)
  const lines = (): number => scaledSteps(random.int(8, 24), queue.textScale)
  const asides = Math.min(3, random.geometric(TURNS_PER_JOB) - 1)
  const reply = (): string =>
    template.capability === 'instruction_generation'
      ? Array.from(
          { length: 4 },
          (_, part) =>
            `${part + 1}. ${codeTask(random, repository)}\n${codeFragment(random, repository, Math.ceil(lines() / 4))}`,
        ).join('\n')
      : `${agentStep(random, repository)}\n\n${codeFragment(random, repository, lines())}\n${agentStep(random, repository)}`
  return {
    settings: settingsOf(random, member, queue),
    turns: Array.from({ length: asides + 1 }, (_, turn) => ({
      text:
        turn === 0
          ? word(random, member, template, ticket(random, { template, repository, place }, queue))
          : random.pick(ASIDES),
      response: reply(),
    })),
    isExtracting: true,
    gapMs: 70_000,
  }
}

interface Drawn {
  readonly template: Template
  readonly repository: Repository
  readonly place: number
}

/** A ticket with the code it is about. Only the careless leave the number of the shard on it. */
const ticket = (random: Random, drawn: Drawn, queue: Queue): string => {
  const { template, repository, place } = drawn
  const number = queue.discipline === 'sloppy' ? `${queue.prefix}-${queue.first + place} ` : ''
  const aside = template.tongue === 'en' ? '' : `${itemIn(random, template.tongue)}\n`
  return `${number}${aside}${codeTask(random, repository)}\n\n${codeFragment(random, repository, random.int(3, 12))}`
}

const settingsOf = (random: Random, member: Member, queue: Queue) => {
  const model = queue.models.get(member) ?? queue.traffic.models.habitual(random, 'code')
  queue.models.set(member, model)
  return member.sender.client.family === 'agent'
    ? {
        model,
        system: AGENT_SYSTEM,
        tools: AGENT_TOOLS,
        toolsHash: AGENT_TOOLS_HASH,
        maxTokens: 8192,
        isStream: true,
      }
    : { model, maxTokens: 4096, isStream: random.chance(0.6) }
}
