/**
 * Look-alike 7: vendors who use the model as a judge.
 *
 * They grade replies by a rubric, at scale, on a fixed daily schedule, from servers, under contract.
 * The judged replies come from their customers' applications; some of those applications run on this
 * provider too, so that text served to one account comes back inside another's prompt. Two vendors
 * use the same open-source rubric.
 */

import { arrivals, RHYTHMS } from '../arrivals.js'
import { exchangeTurn, openConversation } from '../conversation.js'
import { at, type Random } from '../random.js'
import { answer, ask, createVoice, type Voice } from '../text/compose.js'
import { marks } from '../text/problems.js'
import { applicationSystem } from '../text/stock.js'
import { createSender, type Sender, type Traffic } from '../traffic.js'
import { createAccount, createDomain } from '../world/accounts.js'
import { API_CLIENTS, createClient } from '../world/clients.js'
import { MODEL } from '../world/models.js'
import { createPlace, fixedNetwork } from '../world/networks.js'
import { type Scenario, scaled } from './scenario.js'

const RUBRICS = [
  'You grade the reply of a customer-facing assistant. Criteria: faithfulness to the context, relevance to the question, tone, safety. For each criterion explain your judgement in a sentence and give a score from 1 to 5. Return JSON with the keys criteria and overall. Do not reward length.',
  'Compare the assistant reply with the reference policy. List every violated rule, quote the words, and give a pass or fail with a confidence between 0 and 1. Return JSON only.',
  'As a meticulous evaluator, rate the following conversation turn on a scale of 1 to 10 for helpfulness, correctness and style. First write a brief rationale, then the three numbers, then their mean. Output must be valid JSON.',
]

export const judgeVendor: Scenario = {
  id: 'judge-vendor',
  kind: { lookalike: 7 },
  description: 'Evaluation vendors grade their customers’ replies by rubric every day.',
  run: (traffic, wishes) => {
    const ids = Array.from({ length: scaled(12, wishes.scale, 4) }, (_, place) => {
      const random = wishes.random.split(place)
      const vendor = addCompanyAccount(traffic, random, 500)
      const customer = addCompanyAccount(traffic, random.split('customer'), 300)
      const voice = createVoice(random, 0.2)
      const served = serveCustomer(traffic, customer, voice, Math.round(60 * wishes.scale))
      judgeDaily(traffic, vendor, voice, served, {
        rubric: at(RUBRICS, place % RUBRICS.length),
        daily: Math.round(90 * wishes.scale),
      })
      return vendor.account.account_id
    })
    traffic.addLookalike('judge_vendor', ids)
  },
}

const addCompanyAccount = (traffic: Traffic, random: Random, days: number): Sender => {
  const place = createPlace(random, 'en')
  const network = fixedNetwork(random, 'cloud', place, 2)
  const account = createAccount({
    random,
    createdAtMs: Math.round(traffic.window.startMs - random.uniform(20, days) * 86_400_000),
    plan: 'scale',
    network,
    organizationId: `org_${random.hex(12)}`,
    isOrganizationVerified: random.chance(0.8),
    domain: createDomain(random),
    verification: 'payment',
    paymentKind: random.pick(['invoice', 'card']),
  })
  traffic.addAccount(account)
  return createSender(random, account, createClient(random, random.weighted(API_CLIENTS)), network)
}

interface Served {
  readonly question: string
  readonly reply: string
}

const serveCustomer = (traffic: Traffic, sender: Sender, voice: Voice, count: number): Served[] => {
  const { random } = sender
  const system = applicationSystem(random, 'our service', random.pick(voice.subjects))
  return arrivals(random, RHYTHMS.product, 0, traffic.window, count).map((atMs) => {
    const question = ask(random, voice)
    const reply = answer(random, voice, random.int(3, 8))
    const conversation = openConversation(random, { model: MODEL.middle, system, maxTokens: 800 })
    exchangeTurn(traffic, sender, conversation, { atMs, text: question, response: reply })
    return { question, reply }
  })
}

const judgeDaily = (
  traffic: Traffic,
  sender: Sender,
  voice: Voice,
  served: readonly Served[],
  plan: { readonly rubric: string; readonly daily: number },
): void => {
  const { random } = sender
  const hour = random.int(0, 23)
  const { startMs, endMs } = traffic.window
  for (let dayMs = startMs; dayMs < endMs; dayMs += 86_400_000) {
    let atMs = dayMs + hour * 3_600_000 + random.int(0, 90_000)
    for (let item = 0; item < plan.daily; item += 1) {
      // Most judged replies were made elsewhere; one in four was served here to the customer.
      const isServedHere = served.length > 0 && random.chance(0.25)
      const judged = isServedHere
        ? random.pick(served)
        : { question: ask(random, voice), reply: answer(random, voice, random.int(3, 8)) }
      const conversation = openConversation(random, {
        model: MODEL.large,
        temperature: 0,
        maxTokens: 600,
        system: plan.rubric,
        responseFormat: 'json_object',
        hasSession: false,
      })
      exchangeTurn(traffic, sender, conversation, {
        atMs,
        text: `QUESTION: ${judged.question}\nREPLY: ${judged.reply}`,
        response: marks(random),
      })
      atMs += Math.round(random.hyperExponential(5000, 1.3))
    }
  }
}
