/**
 * Look-alike 25: runners of continuous integration on one team key.
 *
 * A review job starts whenever somebody pushes, on machines that exist for minutes, from the address
 * range of the same runner service as every other team in the world. All teams use one public action,
 * so system prompt, client and addresses are the same in unrelated accounts; the action asks for the
 * reasoning behind each remark. Some teams keep a key for each repository.
 */

import { arrivals, RHYTHMS } from '../arrivals.js'
import { runAgent } from '../background/machines.js'
import { exchangeTurn, openConversation } from '../conversation.js'
import type { Random } from '../random.js'
import { agentStep, codeFragment, codeTask, createRepository } from '../text/code.js'
import type { Sender, Traffic } from '../traffic.js'
import { createAgeDays } from '../world/accounts.js'
import { type Client, createClient, fingerprintOf } from '../world/clients.js'
import { MODEL } from '../world/models.js'
import { createPlace } from '../world/networks.js'
import { createSharedExits, type SharedExits } from '../world/shared-exits.js'
import { addSeat, createFirm, daysBefore, idOf } from './firm.js'
import { type Scenario, scaled } from './scenario.js'

const ACTION_SYSTEM =
  'You review a pull request for the review-bot action. Read the diff file by file. For each remark state the observation, the chain of reasoning that makes it a problem, the alternative you considered and a patch. Finish with a verdict line. Do not be brief: reviewers learn from your reasoning.'

export const ciRunners: Scenario = {
  id: 'ci-runners',
  kind: { lookalike: 25 },
  description: 'Review jobs on the shared machines of a runner service, on team keys.',
  run: (traffic, wishes) => {
    const shared = wishes.random.split('service')
    const runners = createSharedExits(shared, 'cloud', createPlace(shared, 'en'), 30)
    const action: Client = {
      ...createClient(shared, 'node'),
      userAgent: 'review-bot-action/2.3.0 heron-node/2.19.1',
      version: '2.3.0',
      ja4: fingerprintOf('runner image 24'),
    }
    const ids = Array.from({ length: scaled(22, wishes.scale, 4) }, (_, team) =>
      addTeam(traffic, wishes.random.split(team), runners, action),
    )
    traffic.addLookalike('ci_runners', ids.flat())
  },
}

const addTeam = (
  traffic: Traffic,
  random: Random,
  runners: SharedExits,
  action: Client,
): string[] => {
  const firm = createFirm(random, { record: random.pick(['verified', 'known', 'missing']) })
  const keys = random.chance(0.3) ? random.int(2, 4) : 1
  const openedMs = daysBefore(traffic, createAgeDays(random))
  return Array.from({ length: keys }, (_, key) => {
    const own = random.split(key)
    const sender = addSeat(traffic, firm, own, {
      createdAtMs: Math.min(openedMs, daysBefore(traffic, 0.2)) + key * 50_000,
      client: action,
      // A job gets whatever machine is free, so the address changes by the quarter of an hour.
      egress: runners.walk(own, 0.25),
    })
    review(traffic, sender)
    return idOf(sender)
  })
}

const review = (traffic: Traffic, sender: Sender): void => {
  const { random } = sender
  const repository = createRepository(random)
  const settings = { model: MODEL.large, system: ACTION_SYSTEM, temperature: 0, hasSession: false }
  const rhythm = random.pick([RHYTHMS.flat, RHYTHMS.product, RHYTHMS.night])
  for (const atMs of arrivals(random, rhythm, 0, traffic.window, random.lognormal(22, 0.6))) {
    if (random.chance(0.2)) {
      runAgent(
        traffic,
        sender,
        { repository, rhythm, offsetHours: 0, sessions: 1, callsMean: 5, settings },
        atMs,
      )
      continue
    }
    // A matrix of jobs starts at once for one push.
    for (let job = random.int(1, 4); job > 0; job -= 1) {
      exchangeTurn(traffic, sender, openConversation(random, settings), {
        atMs: atMs + random.int(0, 4000),
        text: `${codeTask(random, repository)}\n\n${codeFragment(random, repository, random.int(4, 14))}`,
        response: Array.from({ length: random.int(2, 6) }, () =>
          agentStep(random, repository),
        ).join('\n\n'),
      })
    }
  }
}
