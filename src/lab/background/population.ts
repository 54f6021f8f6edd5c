/**
 * The background: who the provider's ordinary accounts are, and what each does.
 *
 * Organisations own one account or many; a company shares a card, a mail domain and an egress, which
 * is why sharing alone is not guilt. Shares of kinds are invented; volumes are heavy-tailed as in
 * ServeGen, where ten clients carry most of the requests.
 */

import type { Random, Weighted } from '../random.js'
import { createVoice, createVoiceIn } from '../text/compose.js'
import type { Traffic } from '../traffic.js'
import { createAccount, createAgeDays, createDomain, type PlanName } from '../world/accounts.js'
import {
  createPlace,
  fixedNetwork,
  homeNetwork,
  type Network,
  type Place,
} from '../world/networks.js'
import { withFate } from './fate.js'
import { type Citizen, KINDS, type KindName, settle } from './kinds.js'
import type { PopulationWishes } from './wishes.js'

const ORGANISATION_SIZES: readonly Weighted<number>[] = [
  [1, 0.62],
  [2, 0.14],
  [4, 0.12],
  [9, 0.08],
  [30, 0.035],
  [120, 0.005],
]
/** Share of accounts that are private persons, without an organisation. */
const PRIVATE_SHARE = 0.62

export const addPopulation = (traffic: Traffic, wishes: PopulationWishes): readonly string[] => {
  const ids: string[] = []
  let left = wishes.accounts
  for (let unit = 0; left > 0; unit += 1) {
    const random = wishes.random.split(unit)
    const citizens = random.chance(PRIVATE_SHARE)
      ? createHousehold(random, traffic).slice(0, left)
      : createOrganisation(random, traffic, Math.min(left, random.weighted(ORGANISATION_SIZES)))
    for (const citizen of citizens) {
      traffic.addAccount(citizen.account)
      settle(withFate(traffic, citizen.random.split('fate'), citizen.account), citizen, wishes)
      ids.push(citizen.account.account_id)
    }
    left -= citizens.length
  }
  return ids
}

/** Share of private holders who live with others that have accounts too. */
const FAMILY_SHARE = 0.06

/** A person alone, or a family: one line, often one card, and different people. */
const createHousehold = (random: Random, traffic: Traffic): Citizen[] => {
  const language = createVoice(random).language?.code ?? 'en'
  const place = createPlace(random, language)
  const home = homeNetwork(random, place)
  const heads = random.chance(FAMILY_SHARE) ? random.int(2, 4) : 1
  const card = heads > 1 && random.chance(0.6) ? { paymentHash: random.hex(24) } : {}
  return Array.from({ length: heads }, (_, head) => {
    const own = random.split(head)
    const kind = own.weighted(PRIVATE_KINDS)
    const account = createAccount({
      random: own,
      createdAtMs: bornAt(own, traffic),
      plan: own.weighted(KINDS[kind].plans),
      network: home,
      ...card,
    })
    return { account, random: own, voice: createVoiceIn(own, language), place, kind, home }
  })
}

const PRIVATE_KINDS: readonly Weighted<KindName>[] = [
  ['chatter', 0.68],
  ['tinkerer', 0.17],
  ['coder', 0.1],
  ['framework', 0.03],
  ['batcher', 0.02],
]
const COMPANY_KINDS: readonly Weighted<KindName>[] = [
  ['seat', 0.42],
  ['coder', 0.2],
  ['server', 0.16],
  ['tinkerer', 0.1],
  ['batcher', 0.07],
  ['framework', 0.05],
]

/** Most are old; one in twenty-five signs up while we look. */
const bornAt = (random: Random, traffic: Traffic): number => {
  const { startMs, endMs } = traffic.window
  if (random.chance(0.04)) return Math.round(random.uniform(startMs, endMs - 7_200_000))
  return Math.round(startMs - createAgeDays(random) * 86_400_000)
}

interface Company {
  readonly id: string
  readonly domain: string
  readonly isVerified: boolean
  readonly paysTogether: boolean
  readonly paymentHash: string
  readonly billingHash: string
  readonly office: Network
  readonly cloud: Network
  readonly place: Place
  readonly shape: string | undefined
}

const createCompany = (random: Random, size: number): Company => {
  const voice = createVoice(random, 0.25)
  const place = createPlace(random, voice.language?.code ?? 'en')
  return {
    id: `org_${random.hex(12)}`,
    domain: createDomain(random),
    isVerified: random.chance(size > 3 ? 0.85 : 0.5),
    paysTogether: random.chance(0.75),
    paymentHash: random.hex(32),
    billingHash: random.hex(32),
    office: fixedNetwork(random, 'office', place, size > 20 ? 3 : 1),
    cloud: fixedNetwork(random, 'cloud', place, random.int(1, 3)),
    place,
    shape: random.chance(0.5) ? 'aaaaa.aaaaaaa' : undefined,
  }
}

const createOrganisation = (random: Random, traffic: Traffic, size: number): Citizen[] => {
  const company = createCompany(random, size)
  const plan: PlanName = size >= 30 ? 'enterprise' : random.pick(['build', 'scale', 'plus'])
  const foundedMs = bornAt(random, traffic)
  return Array.from({ length: size }, (_, seat) => {
    const own = random.split(seat)
    const kind = own.weighted(COMPANY_KINDS)
    const createdAtMs = seat === 0 ? foundedMs : joinedAt(own, traffic, foundedMs)
    const account = createAccount({
      random: own,
      createdAtMs,
      plan,
      network: company.office,
      organizationId: company.id,
      isOrganizationVerified: company.isVerified,
      domain: company.domain,
      verification: own.weighted([
        ['payment', 0.7],
        ['institution', 0.1],
        ['identity', 0.1],
        ['email', 0.1],
      ]),
      ...(company.paysTogether
        ? { paymentHash: company.paymentHash, billingHash: company.billingHash }
        : {}),
      paymentKind: plan === 'enterprise' ? 'invoice' : 'card',
    })
    const voice = createVoice(own, company.place.language === 'en' ? 0.05 : 0.7)
    return { account, random: own, voice, place: company.place, kind, company }
  })
}

/** Colleagues join over the years after the founding, some of them on the same morning. */
const joinedAt = (random: Random, traffic: Traffic, foundedMs: number): number => {
  if (random.chance(0.3)) return foundedMs + random.int(60_000, 3_600_000)
  const latest = traffic.window.endMs - 7_200_000
  return Math.round(random.uniform(foundedMs, Math.max(foundedMs + 1, latest)))
}
