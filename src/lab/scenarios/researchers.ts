/**
 * Look-alike 14: academic researchers.
 *
 * A handful of verified laboratories ask openly for reasoning, in sweeps with several samples and log
 * probabilities. One of them publishes its conversations as a data set; the others replay published
 * turns as history, so answers served to one account are presented by strangers, weeks or hours
 * later. That is cross-account continuation without a common hand.
 */

import { arrivals, RHYTHMS } from '../arrivals.js'
import { addHistory, exchangeTurn, openConversation, type Settings } from '../conversation.js'
import type { Random } from '../random.js'
import { answer, ask, createVoice } from '../text/compose.js'
import { problem, reasoningTrace } from '../text/problems.js'
import { createSender, type Sender, type Traffic } from '../traffic.js'
import { createAccount } from '../world/accounts.js'
import { createClient } from '../world/clients.js'
import { MODEL } from '../world/models.js'
import { createPlace, fixedNetwork } from '../world/networks.js'
import { type Scenario, scaled } from './scenario.js'

interface Published {
  readonly atMs: number
  readonly question: string
  readonly reply: string
}

const HYPOTHESES = [
  'Explain your reasoning in full before the answer; we compare it with a version in which a hint is false.',
  'Think step by step, then answer. Afterwards say which step you were least sure about.',
  'State the answer first and then the reasons, so that we can test whether the reasons are faithful.',
  'Give your chain of thought in the form of short numbered claims that can be checked one by one.',
]

export const researchers: Scenario = {
  id: 'researchers',
  kind: { lookalike: 14 },
  description: 'Laboratories that sweep over prompts and replay each other’s published dialogues.',
  run: (traffic, wishes) => {
    const { random } = wishes
    const publisher = addLaboratory(traffic, random.split('publisher'))
    const published = publish(traffic, publisher, Math.round(60 * wishes.scale) + 10)
    const others = Array.from({ length: scaled(9, wishes.scale, 3) }, (_, place) => {
      const sender = addLaboratory(traffic, random.split(place))
      study(traffic, sender, published)
      return sender.account.account_id
    })
    traffic.addLookalike('academic_researchers', [publisher.account.account_id, ...others])
  },
}

const addLaboratory = (traffic: Traffic, random: Random): Sender => {
  const place = createPlace(random, random.pick(['en', 'de', 'fr', 'ko', 'zh']))
  const network = fixedNetwork(random, 'campus', place, 2)
  const account = createAccount({
    random,
    createdAtMs: Math.round(traffic.window.startMs - random.uniform(15, 500) * 86_400_000),
    plan: 'build',
    network,
    organizationId: `org_${random.hex(12)}`,
    isOrganizationVerified: true,
    domain: `lab${random.int(1, 99)}.inst-${random.pick(['alpha', 'ridge', 'vale', 'moor'])}.edu`,
    program: 'research',
    verification: 'institution',
    paymentKind: 'voucher',
  })
  traffic.addAccount(account)
  return createSender(random, account, createClient(random, 'python'), network)
}

const settings = (random: Random): Settings => ({
  model: MODEL.large,
  temperature: random.pick([0, 0.5, 1]),
  samples: random.pick([1, 1, 4, 8]),
  hasLogprobs: random.chance(0.5),
  maxTokens: 2048,
  hasSession: false,
})

const publish = (traffic: Traffic, sender: Sender, count: number): readonly Published[] => {
  const { random } = sender
  const early = {
    startMs: traffic.window.startMs,
    endMs: traffic.window.startMs + 0.4 * (traffic.window.endMs - traffic.window.startMs),
  }
  const voice = createVoice(random, 0)
  const chosen = settings(random)
  return arrivals(random, RHYTHMS.office, 0, early, count).map((atMs) => {
    const question = ask(random, voice)
    const reply = answer(random, voice, random.int(4, 10))
    const conversation = openConversation(random, chosen)
    exchangeTurn(traffic, sender, conversation, { atMs, text: question, response: reply })
    return { atMs, question, reply }
  })
}

const study = (traffic: Traffic, sender: Sender, published: readonly Published[]): void => {
  const { random } = sender
  const hypotheses = random.sample(HYPOTHESES, 2)
  const sweeps = [settings(random), settings(random), settings(random)]
  for (const atMs of arrivals(random, RHYTHMS.office, 0, traffic.window, 70)) {
    const conversation = openConversation(random, random.pick(sweeps))
    const known = published.filter((dialogue) => dialogue.atMs < atMs - 3_600_000)
    const isReplay = known.length > 0 && random.chance(0.3)
    if (isReplay) {
      const dialogue = random.pick(known)
      addHistory(conversation, 'user', dialogue.question)
      addHistory(conversation, 'assistant', dialogue.reply)
    }
    const text = isReplay
      ? random.pick(hypotheses)
      : `${random.pick(hypotheses)}\n\n${problem(random)}`
    const response = reasoningTrace(random, random.int(4, 9))
    exchangeTurn(traffic, sender, conversation, { atMs, text, response })
  }
}
