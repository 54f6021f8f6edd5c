/**
 * How a pool shares out its work.
 *
 * Jobs come from one queue. The next member in turn takes the next job, so the pool as a whole runs
 * smoother than its members, and no item is done twice. When a member meets a limit or is banned,
 * another takes over the same request, with the history as served; a disciplined pool waits longer
 * and more often gives up.
 */

import { arrivals, RHYTHMS } from '../arrivals.js'
import {
  addHistory,
  type Conversation,
  exchangeTurn,
  failTurn,
  openConversation,
  type Settings,
} from '../conversation.js'
import type { Random } from '../random.js'
import { hasRoom, type Traffic } from '../traffic.js'
import { createCoverDraw, sendCover } from './cover.js'
import type { Discipline } from './discipline.js'
import type { Member, Pool } from './pool.js'
import { SHARING } from './sharing.js'
import { createTally, type Tally, type TallyBook } from './tally.js'
import { createTurns, type Turns } from './turns.js'

export interface JobTurn {
  readonly text: string
  readonly response: string
  readonly role?: 'user' | 'tool'
  readonly toolCalls?: number
  readonly isRefused?: boolean
  readonly refusalCategory?: string
  readonly images?: number
  readonly artefactsPresented?: readonly string[]
  readonly artefactError?: string
  /** Overrides what the job says of all its turns. */
  readonly isExtracting?: boolean
}

export interface Job {
  readonly settings: Settings
  readonly endUserId?: string
  /** Turns before the first one, which the provider never served. */
  readonly history?: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[]
  readonly turns: readonly JobTurn[]
  readonly isExtracting: boolean
  readonly gapMs: number
  /** Told when the conversation is over, by whom it ended and what artefacts it was issued. */
  readonly onDone?: (member: Member, artefacts: readonly string[], atMs: number) => void
}

const LIMIT_SHARE: Readonly<Record<Discipline, number>> = {
  sloppy: 0.03,
  careful: 0.012,
  disciplined: 0.006,
}

export interface DispatchWishes {
  readonly random: Random
  readonly discipline: Discipline
  readonly coverShare: number
  /** Mean number of jobs in the window, if the pool is of the size that was meant. */
  readonly jobs: number
  readonly job: (random: Random, member: Member, atMs: number, place: number) => Job
  readonly startMs?: number
  readonly endMs?: number
  /** Everybody has a turn before anybody has another. */
  readonly isDealt?: boolean
}

/** Runs the queue over the pool. Returns how many exchanges there were, and how many took something. */
export const dispatch = (traffic: Traffic, pool: Pool, wishes: DispatchWishes): Tally => {
  const { discipline } = wishes
  const { window } = traffic
  const random = pool.branch ? wishes.random.split(pool.branch) : wishes.random
  const span = { startMs: wishes.startMs ?? window.startMs, endMs: wishes.endMs ?? window.endMs }
  const rhythm = discipline === 'sloppy' ? RHYTHMS.flat : RHYTHMS.product
  const tally = createTally(traffic)
  const cover = createCoverDraw(random, wishes.coverShare)
  const turn = createTurns(random, pool, { discipline, isDealt: wishes.isDealt ?? false })
  const jobs = wishes.jobs / (pool.spread ?? 1)
  for (const [place, atMs] of arrivals(random, rhythm, 8, span, jobs).entries()) {
    const member = turn(atMs)
    if (!member) continue
    const before = tally.exchanges()
    const isCover = cover.isNext()
    if (isCover) sendCover(tally.traffic, member, atMs)
    else {
      const job = wishes.job(random, member, atMs, place)
      runJob({ random, member, turn, discipline, tally }, job, atMs)
    }
    cover.learn(isCover, tally.exchanges() - before)
  }
  return tally.close()
}

interface Desk {
  readonly random: Random
  readonly member: Member
  readonly turn: Turns
  readonly discipline: Discipline
  readonly tally: TallyBook
}

/** Share of turns at which a crossing member passes on: rare in long loops, or they would never end. */
const passOnShare = (turns: number): number => (turns > 3 ? 0.12 : 0.7)

const runJob = (desk: Desk, job: Job, startMs: number): void => {
  const { random, discipline, tally } = desk
  const { traffic } = tally
  const conversation = openConversation(random, job.settings, job.endUserId)
  for (const past of job.history ?? []) addHistory(conversation, past.role, past.text)
  let { member } = desk
  let atMs = startMs
  for (const [place, jobTurn] of job.turns.entries()) {
    if (member.diesAtMs <= atMs) {
      const moved = handOver(desk, conversation, member, atMs, jobTurn, BANNED)
      member = moved.member
      atMs = moved.atMs
    }
    if (place > 0 && member.crosses && random.chance(passOnShare(job.turns.length))) {
      member = desk.turn(atMs, member) ?? member
    }
    if (random.chance(LIMIT_SHARE[discipline])) {
      const moved = handOver(desk, conversation, member, atMs, jobTurn, LIMITED)
      member = moved.member
      atMs = moved.atMs
    }
    if (!hasRoom(traffic, atMs) || member.diesAtMs <= atMs) return
    const doneAtMs = exchangeTurn(traffic, member.sender, conversation, { ...jobTurn, atMs })
    if (jobTurn.isExtracting ?? job.isExtracting) tally.take(member)
    const gapMs = job.gapMs * SHARING[discipline].patience
    atMs = doneAtMs + Math.round(random.hyperExponential(gapMs, 1.3))
  }
  job.onDone?.(member, conversation.artefacts, atMs)
}

const LIMITED = { status: 429, error_type: 'rate_limit_error' } as const
const BANNED = { status: 403, error_type: 'permission_error' } as const

/** A limit or a ban: the same request is replayed by another member within seconds. */
const handOver = (
  desk: Desk,
  conversation: Conversation,
  member: Member,
  atMs: number,
  jobTurn: JobTurn,
  error: { readonly status: number; readonly error_type: string },
): { member: Member; atMs: number } => {
  const failed = openConversation(desk.random, conversation.settings)
  failed.messagesJson = conversation.messagesJson
  addHistory(failed, jobTurn.role ?? 'user', jobTurn.text)
  const againMs = failTurn(desk.tally.traffic, member.sender, failed, atMs, error)
  if (error === LIMITED && desk.discipline === 'disciplined' && desk.random.chance(0.6)) {
    return { member, atMs: againMs + 60_000 }
  }
  const other = desk.turn(atMs, member) ?? member
  const waitMs = desk.random.lognormal(desk.discipline === 'sloppy' ? 2200 : 50_000, 0.8)
  return { member: other, atMs: atMs + Math.round(waitMs) }
}
