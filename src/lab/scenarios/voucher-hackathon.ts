/**
 * Look-alike 38: a hackathon with prepaid vouchers and a starter template.
 *
 * The organiser bought credit once, so every account is paid by the same fingerprint, and handed out a
 * starter repository whose agent prompt narrates each decision. Accounts open within an hour on one
 * hall's line with the same library. A team whose credit ends goes on with a team-mate's key, in the
 * middle of a conversation.
 */

import {
  type Conversation,
  exchangeTurn,
  failTurn,
  openConversation,
  type Settings,
} from '../conversation.js'
import { at, type Random } from '../random.js'
import { agentStep, codeTask, createRepository, type Repository, toolResult } from '../text/code.js'
import { hasRoom, type Sender, type Traffic } from '../traffic.js'
import { createEmailShape, MAIL_DOMAINS } from '../world/accounts.js'
import { addSeat, createFirm, idOf } from './firm.js'
import { type Scenario, scaled } from './scenario.js'

const STARTER =
  'You are the starter agent of Build Weekend. Before each call say what you think, which tools you could use and why you take this one. After each result say what it taught you. When you are done, write the whole path again as a numbered list for the jury.'

export const voucherHackathon: Scenario = {
  id: 'voucher-hackathon',
  kind: { lookalike: 38 },
  description: 'Teams on one organiser’s vouchers and one starter template.',
  run: (traffic, wishes) => {
    const { random } = wishes
    const organiser = createFirm(random.split('organiser'), {
      language: 'en',
      network: 'office',
      library: 'python',
      record: 'missing',
      paymentKind: 'voucher',
    })
    const openedMs = traffic.window.startMs + random.int(30, 60) * 3_600_000
    const ids: string[] = []
    for (let team = 0; team < scaled(24, wishes.scale, 3); team += 1) {
      const own = random.split(team)
      const senders = Array.from({ length: own.int(2, 4) }, (_, member) =>
        addSeat(traffic, organiser, own.split(member), {
          createdAtMs: openedMs + own.int(0, 3_300_000),
          domain: own.weighted(MAIL_DOMAINS),
          emailShape: createEmailShape(own),
          verification: 'email',
          referrer: 'event',
        }),
      )
      for (const [seat, sender] of senders.entries()) {
        build(traffic, own, {
          sender,
          reserve: at(senders, (seat + 1) % senders.length),
          openedMs,
        })
      }
      ids.push(...senders.map(idOf))
    }
    traffic.addLookalike('voucher_hackathon', ids)
  },
}

interface Desk {
  readonly sender: Sender
  readonly reserve: Sender
  readonly openedMs: number
}

const build = (traffic: Traffic, team: Random, desk: Desk): void => {
  const { random } = desk.sender
  const repository = createRepository(team.split('repository'))
  const endMs = desk.openedMs + 44 * 3_600_000
  let atMs = desk.openedMs + 3_700_000 + random.int(0, 5_000_000)
  while (atMs < endMs && hasRoom(traffic, atMs)) {
    const settings: Settings = {
      model: traffic.models.habitual(random, 'code'),
      // Some teams rewrite the prompt; most never open the file.
      system: random.chance(0.85) ? STARTER : `${STARTER} Our project: ${repository.name}.`,
      tools: ['look', 'write', 'run'],
      errorShare: 0,
    }
    atMs = runTask(traffic, desk, repository, openConversation(random, settings), atMs)
    atMs += Math.round(random.lognormal(3_600_000, 1.3))
  }
}

const runTask = (
  traffic: Traffic,
  desk: Desk,
  repository: Repository,
  conversation: Conversation,
  startMs: number,
): number => {
  const { random } = desk.sender
  const calls = random.int(2, Math.round(4 + 6 * traffic.textScale))
  let { sender } = desk
  let atMs = startMs
  for (let call = 0; call < calls; call += 1) {
    if (sender === desk.sender && random.chance(0.02)) {
      failTurn(traffic, sender, conversation, atMs, SPENT)
      atMs += Math.round(random.lognormal(90_000, 0.6))
      sender = desk.reserve
    }
    const doneAtMs = exchangeTurn(traffic, sender, conversation, {
      atMs,
      role: call === 0 ? 'user' : 'tool',
      text: call === 0 ? codeTask(random, repository) : toolResult(random, repository, 4),
      response: agentStep(random, repository),
      toolCalls: call === calls - 1 ? 0 : 1,
    })
    atMs = doneAtMs + Math.round(random.lognormal(4000, 1))
  }
  return atMs
}

const SPENT = { status: 402, error_type: 'credit_exhausted' } as const
