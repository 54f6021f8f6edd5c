/**
 * Cover traffic: ordinary questions, sent so that an account looks like somebody.
 *
 * The wished share is one of exchanges, while the choice is made for each job, and jobs differ in
 * length. So the draw learns how long jobs and cover sessions are and corrects for it.
 */

import { RHYTHMS } from '../arrivals.js'
import { talk } from '../background/people.js'
import type { Random } from '../random.js'
import type { Traffic } from '../traffic.js'
import type { Member } from './pool.js'

export interface CoverDraw {
  readonly isNext: () => boolean
  readonly learn: (isCover: boolean, exchanges: number) => void
}

/** Weight of the first guess, in jobs. */
const GUESS_JOBS = 8
const GUESS_EXCHANGES = 1.6

export const createCoverDraw = (random: Random, share: number): CoverDraw => {
  const lengths = { cover: GUESS_EXCHANGES * GUESS_JOBS, job: GUESS_EXCHANGES * GUESS_JOBS }
  const counts = { cover: GUESS_JOBS, job: GUESS_JOBS }
  return {
    isNext: () => {
      const job = lengths.job / counts.job
      const cover = lengths.cover / counts.cover
      const weighed = share * job
      return random.chance(weighed / (weighed + (1 - share) * cover))
    },
    learn: (isCover, exchanges) => {
      const kind = isCover ? 'cover' : 'job'
      lengths[kind] += exchanges
      counts[kind] += 1
    },
  }
}

export const sendCover = (traffic: Traffic, member: Member, atMs: number): void => {
  talk(
    traffic,
    member.sender,
    {
      voice: member.voice,
      rhythm: RHYTHMS.product,
      offsetHours: 0,
      sessions: 0,
      turnsMean: 1.6,
      answerSentences: 6,
      settings: member.cover ?? {
        model: traffic.models.habitual(member.random, 'chat'),
        maxTokens: 2048,
      },
    },
    atMs,
  )
}
