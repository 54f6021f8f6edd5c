/**
 * Shape E: two pools with one injected wrapper.
 *
 * A relay puts one fixed text around everything it passes on, which forces the working into inline
 * tags. Exits are residential, mailboxes disposable, cards virtual. The first pool is banned in the
 * middle of the window; the traffic goes over to a second, born after the ban, in which other people
 * have bought accounts too. The published campaign had more than 151 million exchanges and peaks of
 * 3,500 accounts; scale 1 is 180 and 150 accounts with some 25 conversations each.
 */

import type { Random, Weighted } from '../random.js'
import { answer, ask, createVoice, followUp } from '../text/compose.js'
import { createIdiom, traceIn } from '../text/items.js'
import {
  paraphraseTemplate,
  renderTemplate,
  type Template,
  writeTemplates,
} from '../text/templates.js'
import type { Traffic } from '../traffic.js'
import { createDomain } from '../world/accounts.js'
import { MODEL } from '../world/models.js'
import { addStrangers } from './bystanders.js'
import { declareCampaign } from './campaign.js'
import type { Discipline } from './discipline.js'
import { dispatch, type Job } from './dispatch.js'
import {
  createMeans,
  createPool,
  type Means,
  type Member,
  type PoolWishes,
  type SuppliedPool,
} from './pool.js'
import { type Scenario, type ScenarioWishes, scaled } from './scenario.js'
import { SHARING } from './sharing.js'
import { answerSentences, scaledSteps } from './wording.js'

const HOUR_MS = 3_600_000
/** Accounts of the second pool that other people bought. */
const STRANGER_SHARE = 0.12
const CONVERSATIONS_EACH = 25

export const twoPools: Scenario = {
  id: 'two-pools',
  kind: { campaign: 'E' },
  description: 'One injected wrapper, a pool that is banned, and the pool that takes over.',
  run: (traffic, wishes) => {
    const { random } = wishes
    const { startMs, endMs } = traffic.window
    const banAtMs = Math.round(startMs + random.uniform(0.42, 0.58) * (endMs - startMs))
    const first = createFirst(traffic, wishes, banAtMs)
    const second = createSecond(traffic, wishes, { first, banAtMs })
    const secondId = `${wishes.campaignId}-second`
    addStrangers(traffic, second, {
      random: random.split('strangers'),
      count: Math.max(1, Math.round(second.members.length * STRANGER_SHARE)),
      campaignId: secondId,
      bornAt: (draw) => bornAfter(draw, traffic, banAtMs),
    })
    const { tongues } = createIdiom(random.split('idiom'), wishes.tongues)
    const wrapper = random.pick(writeTemplates(random.split('templates'), 'wrap', tongues))
    const isSystem = random.chance(0.6)
    const tally = dispatch(
      traffic,
      { members: [...first.members, ...second.members], recruit: second.recruit },
      {
        random: random.split('jobs'),
        discipline: wishes.discipline,
        coverShare: wishes.coverShare,
        jobs: ((first.members.length + second.members.length) * CONVERSATIONS_EACH) / 2,
        job: (draw, member) => wrappedJob(traffic, draw, member, { wrapper, isSystem }),
      },
    )
    const told = { shape: 'E', capabilities: ['reasoning', 'chat'] } as const
    const { members } = first
    declareCampaign(traffic, wishes, { ...told, members, count: tally.of(members) })
    declareCampaign(traffic, wishes, {
      ...told,
      members: second.members,
      count: tally.of(second.members),
      id: secondId,
      succeeds: wishes.campaignId,
    })
  },
}

const poolWishes = (random: Random, wishes: ScenarioWishes, accounts: number): PoolWishes => ({
  random,
  accounts,
  discipline: wishes.discipline,
  effort: wishes.effort,
  plans: [
    ['plus', 0.55],
    ['max', 0.15],
    ['build', 0.3],
  ],
  signupDays: 25,
  stack: random.hex(8),
  library: 'node',
  language: 'zh',
  mail: mailboxes(random, wishes.discipline),
  paymentKinds: [
    ['virtual', 0.88],
    ['prepaid', 0.08],
    ['card', 0.04],
  ],
})

const DISPOSABLE =
  'mailinator.com, yopmail.com, guerrillamail.com, 10minutemail.com, sharklasers.com, trashmail.com, maildrop.cc, getnada.com, dispostable.com, tempmail.com, mohmal.com, fakeinbox.com'.split(
    ', ',
  )

/** The careless take what everybody knows; the others rent names of their own, or buy real boxes. */
const mailboxes = (random: Random, discipline: Discipline): readonly Weighted<string>[] => {
  const known = { sloppy: 0.7, careful: 0.3, disciplined: 0.06 }[discipline]
  const bought = { sloppy: 0.1, careful: 0.35, disciplined: 0.75 }[discipline]
  const names = random.sample(DISPOSABLE, 7)
  const own = Array.from({ length: 12 }, () => createDomain(random))
  return [
    ...names.map((name): Weighted<string> => [name, known / names.length]),
    ...own.map((name): Weighted<string> => [name, (1 - known - bought) / own.length]),
    ['gmail.com', bought * 0.5],
    ['outlook.com', bought * 0.35],
    ['hotmail.com', bought * 0.15],
  ]
}

const createFirst = (traffic: Traffic, wishes: ScenarioWishes, banAtMs: number): SuppliedPool => {
  const random = wishes.random.split('first pool')
  const pool = createPool(traffic, poolWishes(random, wishes, scaled(180, wishes.scale, 4)))
  for (const member of pool.members) {
    // Most fall in one sweep; the rest are found over the next day.
    const hours = random.chance(0.72) ? random.uniform(0, 1.5) : random.uniform(1.5, 26)
    const atMs = Math.min(traffic.window.endMs - 1, Math.round(banAtMs + hours * HOUR_MS))
    member.diesAtMs = atMs
    traffic.addEvent({
      account_id: member.sender.account.account_id,
      occurred_at: new Date(atMs).toISOString(),
      kind: 'suspended',
      detail: 'usage policy',
    })
  }
  return pool
}

const createSecond = (
  traffic: Traffic,
  wishes: ScenarioWishes,
  before: { readonly first: SuppliedPool; readonly banAtMs: number },
): SuppliedPool => {
  const random = wishes.random.split('second pool')
  const plan = poolWishes(random, wishes, 0)
  const accounts = scaled(150, wishes.scale, 4)
  const own = createMeans(traffic, { ...plan, accounts })
  const pool = createPool(traffic, {
    ...plan,
    means: inherit(wishes.discipline, before.first.means, own),
  })
  const batches = Array.from({ length: Math.ceil(accounts / 24) }, () =>
    bornAfter(random, traffic, before.banAtMs),
  )
  for (let place = 0; place < accounts; place += 1) {
    const isBatched = random.chance(SHARING[wishes.discipline].batch)
    const atMs = isBatched
      ? random.pick(batches) + random.int(0, 560_000)
      : bornAfter(random, traffic, before.banAtMs)
    pool.recruit({ atMs })
  }
  return pool
}

/** What survives a ban: everything when sloppy, the rented exits when careful, else nothing. */
const inherit = (discipline: Discipline, from: Means, own: Means): Means => {
  if (discipline === 'sloppy') return { ...from, batches: own.batches }
  return discipline === 'careful' ? { ...own, exits: from.exits } : own
}

const bornAfter = (random: Random, traffic: Traffic, banAtMs: number): number => {
  const latest = traffic.window.endMs - 3 * HOUR_MS
  const atMs = banAtMs + Math.round((0.3 + Math.min(40, random.exponential(11))) * HOUR_MS)
  return Math.min(atMs, latest)
}

interface Wrapping {
  readonly wrapper: Template
  readonly isSystem: boolean
}

/** A customer's conversation inside the wrapper. */
const wrappedJob = (traffic: Traffic, random: Random, member: Member, wrapping: Wrapping): Job => {
  const { wrapper, isSystem } = wrapping
  const text = member.keepsTemplate
    ? renderTemplate(wrapper, '')
    : paraphraseTemplate(random, wrapper, '')
  const [opens, closes] = marksOf(text)
  const stranger = createVoice(random, 0.55)
  const voice = { ...stranger, subjects: stranger.subjects.slice(0, 1) }
  const turns = Math.min(6, random.geometric(1.9))
  const steps = (): number => scaledSteps(random.int(4, 12), traffic.textScale)
  return {
    settings: {
      model: MODEL.large,
      maxTokens: 8192,
      isStream: true,
      hasSession: false,
      ...(isSystem ? { system: text } : {}),
    },
    turns: Array.from({ length: turns }, (_, turn) => {
      const asked = turn === 0 ? ask(random, voice) : followUp(random, voice)
      const reply = answer(random, voice, answerSentences(random, traffic.textScale))
      return {
        text: isSystem ? asked : `${text}\n\n${asked}`,
        response: `${opens}\n${traceIn(random, wrapper.tongue, steps())}\n${closes}\n${reply}`,
      }
    }),
    isExtracting: true,
    gapMs: 40_000,
  }
}

const MARK = /<[^\s<>]+>|\[\[?\/?\w+\]\]?|【[^】]+】|\{\{[^}]+\}\}|~~~\w*|ЧЕРНОВИК/gu

/** The first two marks that a wrapper names: where the working begins and where it ends. */
const marksOf = (text: string): readonly [string, string] => {
  const marks = text.match(MARK) ?? []
  return [marks[0] ?? '', marks[1] ?? '']
}
