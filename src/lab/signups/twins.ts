/** Groups of the innocent that sign up together, by an event, a place or a payer, as fraudulent sets do. */
import type { Random } from '../random.js'
import { createPlace, fixedNetwork, type Network } from '../world/networks.js'
import {
  type Applicant,
  applicationOf,
  cardOf,
  DAY_MS,
  domainName,
  HOUR_MS,
  type Span,
  someTime,
  type Wishes,
} from './applicants.js'
import { browserOf, createPerson, LANDS, type Land, localShape } from './land.js'

type Twin = (random: Random, span: Span) => readonly Applicant[]

interface Gathering {
  readonly twin: string
  readonly land: Land
  readonly size: number
  readonly startMs: number
  readonly lengthMs: number
  /** Where they are; absent if each is at home. */
  readonly network?: Network
  /** Share that works at machines of the place. */
  readonly onMachines?: number
  readonly wishes: (random: Random) => Wishes
}

function gather(random: Random, span: Span, wanted: Gathering): readonly Applicant[] {
  const { land, network, twin, onMachines = 0 } = wanted
  const machine = browserOf(random, random.pick(['chrome-win', 'edge', 'firefox']), wanted.startMs)
  const group = `${twin} ${random.hex(6)}`
  return Array.from({ length: wanted.size }, () => {
    const own = createPerson(random, land)
    const isOnMachine = random.chance(onMachines)
    const person = {
      ...own,
      ...(network === undefined ? {} : { network }),
      ...(isOnMachine ? { browser: () => machine } : {}),
    }
    const late = Math.min(wanted.lengthMs, random.exponential(wanted.lengthMs / 3))
    const atMs = Math.min(span.endMs - 1, Math.round(wanted.startMs + late))
    return {
      application: applicationOf(random, person, atMs, wanted.wishes(random)),
      atMs,
      land: land.language,
      twin,
      group,
    }
  })
}

const somewhere = (random: Random) => random.weighted(LANDS)
const campusOf = (random: Random, land: Land, addresses = 3) =>
  fixedNetwork(random, 'campus', createPlace(random, land.language), addresses)

const enrolmentWeek: Twin = (random, span) => {
  const land = somewhere(random)
  const school = random.pick(land.schools)
  return gather(random, span, {
    twin: 'enrolment week',
    land,
    size: random.int(80, 220),
    startMs: someTime(random, span),
    lengthMs: 5 * DAY_MS,
    network: campusOf(random, land),
    onMachines: 0.4,
    wishes: (draw) => ({
      program: 'education',
      email_domain: school,
      email_shape: localShape(draw, 'givenfamily99'),
      referrer: `https://${school}/it/welcome`,
      payment_hash: null,
      payment_kind: null,
      billing_address_hash: null,
    }),
  })
}

const hackathon: Twin = (random, span) => {
  const land = somewhere(random)
  const referrer = `https://${domainName(random, 'dev')}/hackathon`
  return gather(random, span, {
    twin: 'hackathon',
    land,
    size: random.int(50, 140),
    startMs: someTime(random, span),
    lengthMs: 3 * HOUR_MS,
    network: campusOf(random, land, 1),
    wishes: () => ({ referrer, payment_kind: 'voucher', payment_hash: null }),
  })
}

/** Learners with machines that were handed out, of whom the school pays for all or none. */
const bootCamp: Twin = (random, span) => {
  const land = somewhere(random)
  const pays = random.chance(0.5) ? { ...cardOf(random), payment_kind: 'card' as const } : {}
  const isRemote = random.chance(0.4)
  const domain = random.chance(0.5) ? domainName(random, 'io') : undefined
  return gather(random, span, {
    twin: 'boot camp',
    land,
    size: random.int(15, 45),
    startMs: someTime(random, span),
    lengthMs: 2 * DAY_MS,
    ...(isRemote ? {} : { network: campusOf(random, land, 1) }),
    onMachines: isRemote ? 0 : 0.8,
    wishes: (draw) => ({
      program: 'education',
      ...(domain === undefined
        ? {}
        : { email_domain: domain, email_shape: localShape(draw, 'given.family') }),
      ...pays,
    }),
  })
}

/** Young companies that an accelerator takes in together; most with cards of one fashionable bank. */
const accelerator: Twin = (random, span) => {
  const referrer = `https://${domainName(random, 'vc')}/perks`
  const startMs = someTime(random, span)
  return gather(random, span, {
    twin: 'accelerator',
    land: somewhere(random),
    size: random.int(20, 40),
    startMs,
    lengthMs: 4 * DAY_MS,
    wishes: (draw) => ({
      program: 'startup',
      referrer,
      email_domain: domainName(draw, draw.pick(['ai', 'com', 'io'])),
      email_shape: localShape(draw, 'nick'),
      domain_registered_at: new Date(startMs - draw.uniform(5, 90) * DAY_MS).toISOString(),
      ...cardOf(draw),
      payment_kind: draw.chance(0.7) ? 'virtual' : 'card',
    }),
  })
}

/** A research group: one room, one image on all machines, one account at the university that pays. */
const researchGroup: Twin = (random, span) => {
  const land = somewhere(random)
  const pays = { ...cardOf(random), payment_kind: random.pick(['invoice', 'card'] as const) }
  const email_domain = random.pick(land.schools)
  return gather(random, span, {
    twin: 'research group',
    land,
    size: random.int(6, 16),
    startMs: someTime(random, span),
    lengthMs: DAY_MS,
    network: campusOf(random, land, 2),
    onMachines: 0.9,
    wishes: (draw) => ({
      program: 'research',
      email_domain,
      email_shape: localShape(draw, 'g.family'),
      ...pays,
    }),
  })
}

/** A class of a school: the teacher had them make addresses of one pattern, on the school’s machines. */
const schoolClass: Twin = (random, span) => {
  const land = somewhere(random)
  const year = random.int(10, 29)
  return gather(random, span, {
    twin: 'school class',
    land,
    size: random.int(18, 31),
    startMs: someTime(random, span),
    lengthMs: HOUR_MS,
    network: campusOf(random, land, 1),
    onMachines: 1,
    wishes: (draw) => ({
      email_domain: 'gmail.com',
      email_shape: `${localShape(draw, 'given.family')}.${String(year).replaceAll(/\d/g, '9')}`,
      payment_hash: null,
      payment_kind: null,
      billing_address_hash: null,
    }),
  })
}

/** People who come by one video within a day, each at home. */
const mention: Twin = (random, span) => {
  const referrer = `https://video.example/${random.hex(6)}`
  return gather(random, span, {
    twin: 'mention',
    land: somewhere(random),
    size: random.int(60, 160),
    startMs: someTime(random, span),
    lengthMs: DAY_MS,
    wishes: () => ({ referrer }),
  })
}

/** An agency that sets up its clients' accounts, in its office, and pays for them. */
const agency: Twin = (random, span) => {
  const land = somewhere(random)
  const pays = { ...cardOf(random), payment_kind: 'card' as const }
  return gather(random, span, {
    twin: 'agency',
    land,
    size: random.int(4, 9),
    startMs: someTime(random, span),
    lengthMs: 6 * DAY_MS,
    network: fixedNetwork(random, 'office', createPlace(random, land.language), 1),
    onMachines: 0.7,
    wishes: (draw) => ({ email_domain: domainName(draw, 'com'), email_shape: 'aaaa', ...pays }),
  })
}

export const TWINS: readonly Twin[] = [
  enrolmentWeek,
  hackathon,
  bootCamp,
  accelerator,
  researchGroup,
  schoolClass,
  mention,
  agency,
]
