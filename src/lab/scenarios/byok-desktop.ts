/**
 * Look-alike 34: a desktop application on its users' own keys, with the vendor's key in reserve.
 *
 * Everybody who installs it brings an account. The application sends its own prompt, its own client
 * and, after a limit, goes on with the same conversation on the vendor's account, and comes back
 * later. So one hub presents what hundreds of strangers were served: a star of crossings, with one
 * template and one fingerprint on top.
 */

import { arrivals, RHYTHMS } from '../arrivals.js'
import { lifeOf } from '../background/people.js'
import { exchangeTurn, failTurn, openConversation, type Settings } from '../conversation.js'
import type { Random } from '../random.js'
import { ask, createVoice, followUp } from '../text/compose.js'
import { createSender, type Sender, type Traffic } from '../traffic.js'
import { createAccount, createAgeDays } from '../world/accounts.js'
import { type Client, createClient, fingerprintOf } from '../world/clients.js'
import { MODEL } from '../world/models.js'
import { createPlace, personalNetwork } from '../world/networks.js'
import { addSeat, createFirm, daysBefore, idOf, prose } from './firm.js'
import { type Scenario, scaled } from './scenario.js'

const SYSTEM =
  'You are Marrow, the thinking partner of this notebook. Think in the open: put each thought on its own line with a dash, mark guesses, come back to earlier thoughts when they change, and only then write the conclusion under a rule. The user may continue any line.'

export const byokDesktop: Scenario = {
  id: 'byok-desktop',
  kind: { lookalike: 34 },
  description: 'A desktop application on its users’ keys, with the vendor’s key after a limit.',
  run: (traffic, wishes) => {
    const { random } = wishes
    const client: Client = {
      ...createClient(random, 'node'),
      family: 'marrow',
      userAgent: 'Marrow/0.14.2 Electron/38.2.0',
      version: '0.14.2',
      ja4: fingerprintOf('marrow desktop'),
    }
    const vendor = createFirm(random.split('vendor'), { language: 'en', record: 'known' })
    const hub = addSeat(traffic, vendor, random.split('hub'), {
      createdAtMs: daysBefore(traffic, 200),
      plan: 'scale',
      client,
    })
    const users = Array.from({ length: scaled(75, wishes.scale, 6) }, (_, place) =>
      addUser(traffic, random.split(place), client, hub),
    )
    traffic.addLookalike('byok_desktop', [idOf(hub), ...users])
  },
}

const SETTINGS: Settings = {
  model: MODEL.large,
  system: SYSTEM,
  temperature: 0.8,
  maxTokens: 4000,
  reasoningTokensMax: 4000,
  errorShare: 0,
}

const addUser = (traffic: Traffic, random: Random, client: Client, hub: Sender): string => {
  const voice = createVoice(random, 0.4)
  const place = createPlace(random, voice.language?.code ?? 'en')
  const network = personalNetwork(random, place)
  const account = createAccount({
    random,
    createdAtMs: daysBefore(traffic, createAgeDays(random)),
    plan: 'build',
    network,
    referrer: random.pick(['partner:marrow', 'docs', 'search']),
  })
  traffic.addAccount(account)
  const own = createSender(random, account, client, network)
  // The reserve runs on the vendor's account but from the user's machine.
  const reserve = createSender(random.split('reserve'), hub.account, client, network)
  for (const startMs of arrivals(
    random,
    RHYTHMS.evening,
    place.offset,
    lifeOf(traffic, own),
    random.lognormal(6, 0.8),
  )) {
    const conversation = openConversation(random, SETTINGS)
    let atMs = startMs
    let sender = own
    for (let turn = Math.min(10, random.geometric(3.2)); turn > 0; turn -= 1) {
      if (sender === own && random.chance(0.09)) {
        // A small key meets its limit quickly; the application does not ask before it moves on.
        failTurn(traffic, own, conversation, atMs, LIMITED)
        atMs += random.int(900, 4000)
        sender = reserve
      } else if (sender === reserve && random.chance(0.5)) sender = own
      const doneAtMs = exchangeTurn(traffic, sender, conversation, {
        atMs,
        text: conversation.turns === 0 ? ask(random, voice) : followUp(random, voice),
        response: prose(traffic, random, voice, 4, 12),
      })
      atMs = doneAtMs + Math.round(random.lognormal(50_000, 1))
    }
  }
  return account.account_id
}

const LIMITED = { status: 429, error_type: 'rate_limit_error' } as const
