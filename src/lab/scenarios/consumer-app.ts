/**
 * Look-alike 12: a consumer app with one key per install.
 *
 * A homework app makes an account for each install. So there are hundreds of young accounts with one
 * template, one client, the same plan and sign-ups that jump when a shop features the app. The
 * template even asks for the full solution path. What differs: slots are personal, the pace is
 * human, and the addresses are homes and phones.
 */

import { RHYTHMS } from '../arrivals.js'
import { liveInSessions } from '../background/people.js'
import type { Random } from '../random.js'
import { createVoice, type Voice } from '../text/compose.js'
import { createSender, type Traffic } from '../traffic.js'
import { createAccount } from '../world/accounts.js'
import { type Client, createClient, fingerprintOf } from '../world/clients.js'
import { MODEL } from '../world/models.js'
import { createPlace, personalNetwork } from '../world/networks.js'
import { type Scenario, scaled } from './scenario.js'

const SYSTEM =
  'You are Pip, the friendly owl of the Homework Nest app. A pupil shows you a question. Explain the whole way to the solution, step by step, with every thought you have, so that the pupil can follow and repeat it. Then ask one short question to check understanding. Use simple words, no formulas above the level of the class, and one emoji at most.'

export const consumerApp: Scenario = {
  id: 'consumer-app',
  kind: { lookalike: 12 },
  description: 'A homework app that opens one account for each install.',
  run: (traffic, wishes) => {
    const { random } = wishes
    const installs = scaled(350, wishes.scale)
    const client: Client = {
      ...createClient(random, 'phone'),
      family: 'homework-nest',
      userAgent: 'HomeworkNest/3.2.1 CFNetwork/1568.200.51 Darwin/24.1.0',
      version: '3.2.1',
      ja4: fingerprintOf('homework nest'),
      channel: 'api',
      endpoint: '/v1/messages',
    }
    const featuredMs = traffic.window.startMs - random.int(2, 6) * 86_400_000
    const ids = Array.from({ length: installs }, (_, install) =>
      addInstall(traffic, random.split(install), client, featuredMs),
    )
    traffic.addLookalike('consumer_app', ids)
  },
}

const addInstall = (
  traffic: Traffic,
  random: Random,
  client: Client,
  featuredMs: number,
): string => {
  const voice: Voice = createVoice(random, 0.25)
  const place = createPlace(random, voice.language?.code ?? 'en')
  const network = personalNetwork(random, place)
  const account = createAccount({
    random,
    // Half of them within a day and a half of being featured, the others over half a year.
    createdAtMs: random.chance(0.5)
      ? featuredMs + Math.round(random.exponential(10) * 3_600_000)
      : traffic.window.startMs - Math.round(random.uniform(0.1, 180) * 86_400_000),
    plan: 'free',
    network,
    referrer: 'partner:homework-nest',
    verification: 'email',
    signupClient: client,
  })
  traffic.addAccount(account)
  liveInSessions(traffic, createSender(random, account, client, network), {
    voice,
    rhythm: RHYTHMS.evening,
    offsetHours: place.offset,
    sessions: random.lognormal(4, 0.9),
    turnsMean: 2.2,
    answerSentences: 7,
    settings: {
      model: MODEL.middle,
      system: SYSTEM,
      temperature: 0.6,
      maxTokens: 700,
      isStream: true,
    },
  })
  return account.account_id
}
