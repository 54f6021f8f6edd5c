/**
 * Shape I: stored conversations.
 *
 * Conversations that this provider never served are replayed, up to some turn of theirs, to have the
 * next reply. The earlier replies in them come from other systems, or were served to nobody at all.
 * The careless add what they want; the others let the stored question speak for itself, so that no
 * instruction recurs. The published campaign had more than 400,000 exchanges over 1,500 accounts;
 * scale 1 is 180 accounts with some 22 requests each.
 */

import type { Random } from '../random.js'
import { answer, ask, followUp } from '../text/compose.js'
import type { Tongue } from '../text/drafts.js'
import { createIdiom, itemIn, solvedIn, traceIn, voiceIn } from '../text/items.js'
import { type Template, writeTemplates } from '../text/templates.js'
import { MODEL } from '../world/models.js'
import { declareCampaign } from './campaign.js'
import type { Discipline } from './discipline.js'
import { dispatch, type Job } from './dispatch.js'
import { createPool, type Member } from './pool.js'
import { type Scenario, scaled } from './scenario.js'
import { answerSentences, scaledSteps, word } from './wording.js'

const JOBS_EACH = 22

/** Share of replays that carry an instruction of the operator's own. */
const INSTRUCTED_SHARE: Readonly<Record<Discipline, number>> = {
  sloppy: 0.75,
  careful: 0.35,
  disciplined: 0.1,
}

export const storedConversations: Scenario = {
  id: 'stored-conversations',
  kind: { campaign: 'I' },
  description: 'Replays conversations that were never served here, to have the next reply.',
  run: (traffic, wishes) => {
    const { random } = wishes
    const pool = createPool(traffic, {
      random: random.split('pool'),
      accounts: scaled(180, wishes.scale),
      discipline: wishes.discipline,
      effort: wishes.effort,
      plans: [
        ['build', 0.85],
        ['plus', 0.15],
      ],
      channels: [
        ['api', 0.75],
        ['cloud:northgate', 0.25],
      ],
      signupDays: 50,
      stack: random.hex(8),
      library: random.pick(['python', 'compatible']),
      language: random.pick(['zh', 'en', 'ru']),
    })
    const { tongues } = createIdiom(random.split('idiom'), wishes.tongues)
    const archive: Archive = {
      tongues: [...new Set<Tongue>(['en', ...tongues])],
      templates: writeTemplates(random.split('templates'), 'continue', tongues),
      instructed: INSTRUCTED_SHARE[wishes.discipline],
      textScale: traffic.textScale,
    }
    const count = dispatch(traffic, pool, {
      random: random.split('jobs'),
      discipline: wishes.discipline,
      coverShare: wishes.coverShare,
      jobs: pool.members.length * JOBS_EACH,
      job: (draw, member) => replayJob(draw, member, archive),
    })
    declareCampaign(traffic, wishes, {
      shape: 'I',
      members: pool.members,
      count,
      capabilities: ['chat', 'reasoning'],
    })
  },
}

interface Archive {
  readonly tongues: readonly Tongue[]
  readonly templates: readonly Template[]
  readonly instructed: number
  readonly textScale: number
}

const replayJob = (random: Random, member: Member, archive: Archive): Job => {
  const tongue = random.pick(archive.tongues)
  const stranger = voiceIn(random, tongue)
  const voice = { ...stranger, subjects: stranger.subjects.slice(0, 1) }
  const isProblem = random.chance(0.4)
  const rounds = Math.min(6, random.geometric(2.4))
  const history = Array.from({ length: rounds }, (_, round) => [
    {
      role: 'user' as const,
      text: asked(random, { isProblem, tongue, round }, () =>
        round === 0 ? ask(random, voice) : followUp(random, voice),
      ),
    },
    {
      role: 'assistant' as const,
      text: isProblem
        ? `${solvedIn(random, tongue)} ${solvedIn(random, tongue)}`
        : answer(random, voice, answerSentences(random, archive.textScale)),
    },
  ]).flat()
  const stored = asked(random, { isProblem, tongue, round: rounds }, () => followUp(random, voice))
  const template = random.pick(archive.templates)
  const isInstructed = random.chance(archive.instructed)
  const steps = scaledSteps(random.int(5, 14), archive.textScale)
  return {
    settings: {
      model: MODEL.large,
      temperature: 0.7,
      maxTokens: random.pick([4096, 8192]),
      isStream: false,
      hasSession: false,
    },
    history,
    turns: [
      {
        text: isInstructed ? word(random, member, template, stored) : stored,
        response: isProblem
          ? traceIn(random, tongue, steps)
          : answer(random, voice, answerSentences(random, archive.textScale) + 2),
      },
    ],
    isExtracting: true,
    gapMs: 2500,
  }
}

const asked = (
  random: Random,
  at: { readonly isProblem: boolean; readonly tongue: Tongue; readonly round: number },
  chat: () => string,
): string => (at.isProblem && at.round === 0 ? itemIn(random, at.tongue) : chat())
