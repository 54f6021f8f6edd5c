/**
 * How a pool shares out its work.
 *
 * Jobs come from one queue. The next member in turn takes the next job, so the pool as a whole runs
 * smoother than its members, and no item is done twice. When a member meets a limit or is banned,
 * another takes over the same request, with the history as served; a disciplined pool waits longer
 * and more often gives up.
 */

import { arrivals, RHYTHMS } from '../arrivals.js'
import { talk } from '../background/people.js'
import {
  type Conversation,
  exchangeTurn,
  failTurn,
  openConversation,
  type Settings,
} from '../conversation.js'
import type { Random } from '../random.js'
import { hasRoom, type Traffic } from '../traffic.js'
import type { Member, Pool } from './pool.js'
import type { Discipline } from './scenario.js'

export interface JobTurn {
  readonly text: string
  readonly response: string
  readonly role?: 'user' | 'tool'
  readonly toolCalls?: number
  readonly isRefused?: boolean
  readonly images?: number
  readonly artefactsPresented?: readonly string[]
  readonly artefactError?: string
}

export interface Job {
  readonly settings: Settings
  readonly endUserId?: string
  readonly turns: readonly JobTurn[]
  readonly isExtracting: boolean
  readonly gapMs: number
  /** Told when the conversation is over, by whom it ended and what artefacts it was issued. */
  readonly onDone?: (member: Member, artefacts: readonly string[], atMs: number) => void
}

export interface Tally {
  readonly exchanges: number
  readonly extracting: number
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
  /** Mean number of jobs in the window. */
  readonly jobs: number
  readonly job: (random: Random, member: Member, atMs: number, place: number) => Job
  readonly startMs?: number
}

/** Runs the queue over the pool. Returns how many exchanges there were, and how many took something. */
export const dispatch = (traffic: Traffic, pool: Pool, wishes: DispatchWishes): Tally => {
  const { random } = wishes
  const window = { ...traffic.window, startMs: wishes.startMs ?? traffic.window.startMs }
  const rhythm = wishes.discipline === 'sloppy' ? RHYTHMS.flat : RHYTHMS.product
  const before = traffic.exchanges()
  const tally = { extracting: 0 }
  const turn = createTurns(random, pool, wishes.discipline)
  const instants = arrivals(random, rhythm, 8, window, wishes.jobs)
  for (const [place, atMs] of instants.entries()) {
    const member = turn(atMs)
    if (!member) continue
    if (random.chance(wishes.coverShare)) {
      sendCover(traffic, member, atMs)
      continue
    }
    const job = wishes.job(random, member, atMs, place)
    runJob(traffic, { random, member, turn, discipline: wishes.discipline, tally }, job, atMs)
  }
  return { exchanges: traffic.exchanges() - before, extracting: tally.extracting }
}

type Turns = (atMs: number, isOther?: Member) => Member | undefined

/** Round robin when sloppy; otherwise a draw, which leaves gaps as people do. */
const createTurns = (random: Random, pool: Pool, discipline: Discipline): Turns => {
  let next = 0
  return (atMs, other) => {
    const { members } = pool
    for (let attempt = 0; attempt < 60; attempt += 1) {
      const place =
        discipline === 'sloppy' ? next++ % members.length : random.int(0, members.length - 1)
      const member = members[place]
      if (!member || member === other || member.diesAtMs <= atMs) continue
      if (Date.parse(member.sender.account.created_at) > atMs) continue
      if (other && !member.crosses && attempt < 50) continue
      return member
    }
    return undefined
  }
}

interface Desk {
  readonly random: Random
  readonly member: Member
  readonly turn: Turns
  readonly discipline: Discipline
  readonly tally: { extracting: number }
}

const runJob = (traffic: Traffic, desk: Desk, job: Job, startMs: number): void => {
  const { random, discipline, tally } = desk
  const conversation = openConversation(random, job.settings, job.endUserId)
  let { member } = desk
  let atMs = startMs
  for (const [place, jobTurn] of job.turns.entries()) {
    if (member.diesAtMs <= atMs) {
      const moved = handOver(traffic, desk, conversation, member, atMs, jobTurn, BANNED)
      member = moved.member
      atMs = moved.atMs
    }
    if (place > 0 && member.crosses && random.chance(job.turns.length > 3 ? 0.12 : 0.7)) {
      member = desk.turn(atMs, member) ?? member
    }
    if (random.chance(LIMIT_SHARE[discipline])) {
      const moved = handOver(traffic, desk, conversation, member, atMs, jobTurn, LIMITED)
      member = moved.member
      atMs = moved.atMs
    }
    if (!hasRoom(traffic, atMs)) return
    const doneAtMs = exchangeTurn(traffic, member.sender, conversation, { ...jobTurn, atMs })
    if (job.isExtracting) tally.extracting += 1
    atMs = doneAtMs + Math.round(random.hyperExponential(job.gapMs, 1.3))
  }
  job.onDone?.(member, conversation.artefacts, atMs)
}

const LIMITED = { status: 429, error_type: 'rate_limit_error' } as const
const BANNED = { status: 403, error_type: 'permission_error' } as const

/** A limit or a ban: the same request is replayed by another member within seconds. */
const handOver = (
  traffic: Traffic,
  desk: Desk,
  conversation: Conversation,
  member: Member,
  atMs: number,
  jobTurn: JobTurn,
  error: { readonly status: number; readonly error_type: string },
): { member: Member; atMs: number } => {
  const failed = openConversation(desk.random, conversation.settings)
  failed.messagesJson = `${conversation.messagesJson}${conversation.messagesJson === '' ? '' : ','}{"role":"${jobTurn.role ?? 'user'}","content":${JSON.stringify(jobTurn.text)}}`
  const againMs = failTurn(traffic, member.sender, failed, atMs, error)
  if (error === LIMITED && desk.discipline === 'disciplined' && desk.random.chance(0.6)) {
    return { member, atMs: againMs + 60_000 }
  }
  const other = desk.turn(atMs, member) ?? member
  const waitMs = desk.random.lognormal(desk.discipline === 'sloppy' ? 2200 : 50_000, 0.8)
  return { member: other, atMs: atMs + Math.round(waitMs) }
}

/** Ordinary questions, sent so that the account looks like somebody. */
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
      settings: { model: traffic.models.habitual(member.random, 'chat'), maxTokens: 2048 },
    },
    atMs,
  )
}
