/** The innocent who apply one by one, by twos and threes, and as companies. */
import type { Random } from '../random.js'
import { createPlace, fixedNetwork } from '../world/networks.js'
import {
  type Applicant,
  applicationOf,
  cardOf,
  DAY_MS,
  domainName,
  type Span,
  someTime,
  type Wishes,
} from './applicants.js'
import { createPerson, localShape, type Person } from './land.js'

/** Between one and eleven applications that have to do with each other in an ordinary way, or not. */
export function ordinary(random: Random, span: Span): readonly Applicant[] {
  const kind = random.weighted([
    [alone, 0.8],
    [student, 0.085],
    [researcher, 0.025],
    [founder, 0.02],
    [household, 0.025],
    [secondAccount, 0.02],
    [team, 0.015],
    [customerOfOld, 0.01],
  ])
  return kind(random, span)
}

const made = (random: Random, person: Person, atMs: number, wishes: Wishes): Applicant => ({
  application: applicationOf(random, person, atMs, wishes),
  atMs,
  land: person.land.language,
})

function alone(random: Random, span: Span): readonly Applicant[] {
  const atMs = someTime(random, span)
  const mail = random.weighted([
    [{}, 0.9],
    [
      {
        email_domain: 'privaterelay.appleid.com',
        email_shape: random.hex(10).replaceAll(/[a-f]/g, 'a').replaceAll(/\d/g, '9'),
      },
      0.03,
    ],
    [{ email_domain: random.pick(['duck.com', 'mozmail.com']) }, 0.01],
    [{ email_domain: random.pick(['mailinator.com', 'guerrillamail.com', 'yopmail.com']) }, 0.008],
    [
      {
        email_domain: domainName(random, random.pick(['me', 'net', 'dev', 'org'])),
        email_shape: 'aa',
      },
      0.052,
    ],
  ])
  return [made(random, createPerson(random), atMs, mail)]
}

function student(random: Random, span: Span): readonly Applicant[] {
  const person = createPerson(random)
  const atMs = someTime(random, span)
  const school = random.zipf(person.land.schools)
  const wishes = random.weighted([
    [{ email_domain: school, email_shape: localShape(random, 'given.family') }, 0.72],
    [{ email_domain: `alumni.${school}`, email_shape: localShape(random, 'given.family') }, 0.05],
    [{ institution_domain: school }, 0.1],
    [{}, 0.13],
  ])
  return [made(random, person, atMs, { program: 'education', ...wishes })]
}

function researcher(random: Random, span: Span): readonly Applicant[] {
  const person = createPerson(random)
  const atMs = someTime(random, span)
  const email_domain = random.chance(0.85)
    ? random.pick(person.land.schools)
    : domainName(random, 'org')
  const wishes = {
    program: 'research',
    email_domain,
    email_shape: localShape(random, 'g.family'),
  } as const
  return [made(random, person, atMs, wishes)]
}

function founder(random: Random, span: Span): readonly Applicant[] {
  const atMs = someTime(random, span)
  const wishes = {
    program: 'startup',
    email_domain: domainName(random, random.pick(['ai', 'io', 'com'])),
    email_shape: localShape(random, 'nick'),
    domain_registered_at: new Date(atMs - random.uniform(2, 700) * DAY_MS).toISOString(),
    ...cardOf(random),
    ...(random.chance(0.4) ? { payment_kind: 'virtual' as const } : {}),
  } as const
  return [made(random, createPerson(random), atMs, wishes)]
}

/** Two or three at home, some days or weeks apart, of whom one pays. */
function household(random: Random, span: Span): readonly Applicant[] {
  const first = createPerson(random)
  const card = cardOf(random)
  const startMs = someTime(random, span)
  return Array.from({ length: random.int(2, 3) }, (_, place) => {
    const atMs = Math.min(
      span.endMs - 1,
      startMs + Math.round(place * random.exponential(5 * DAY_MS)),
    )
    const person = { ...createPerson(random, first.land), network: first.network }
    return made(random, person, atMs, card)
  })
}

/** Somebody again, for work or since a password was lost. */
function secondAccount(random: Random, span: Span): readonly Applicant[] {
  const person = createPerson(random)
  const phone_hash = random.hex(24)
  const card = random.chance(0.4) ? cardOf(random) : {}
  const startMs = someTime(random, span)
  return [0, 1].map((place) => {
    const atMs = Math.min(
      span.endMs - 1,
      startMs + Math.round(place * random.exponential(20 * DAY_MS)),
    )
    return made(random, person, atMs, { phone_hash, ...card })
  })
}

/** A company whose people sign up within some weeks, from its office or from home. */
function team(random: Random, span: Span): readonly Applicant[] {
  const lead = createPerson(random)
  const office = fixedNetwork(random, 'office', createPlace(random, lead.land.language), 2)
  const email_domain = domainName(random, random.pick(['com', 'io', 'de', 'co.uk']))
  const pays = random.chance(0.6) ? cardOf(random) : {}
  const organization = random.chance(0.5) ? { organization_id: `org_${random.hex(8)}` } : {}
  const startMs = someTime(random, span)
  return Array.from({ length: random.int(3, 11) }, () => {
    const atMs = Math.min(span.endMs - 1, startMs + Math.round(random.exponential(6 * DAY_MS)))
    const own = createPerson(random, lead.land)
    const person = random.chance(0.6) ? { ...own, network: office } : own
    const email_shape = localShape(random, 'given.family')
    const wishes = { email_domain, email_shape, ...pays, ...organization }
    return made(random, person, atMs, wishes)
  })
}

/** A customer for a year who asks for a programme now. */
function customerOfOld(random: Random, span: Span): readonly Applicant[] {
  const atMs = someTime(random, span)
  const created_at = new Date(atMs - random.uniform(120, 700) * DAY_MS).toISOString()
  const wishes = { created_at, program: 'research', ...cardOf(random) } as const
  return [made(random, createPerson(random), atMs, wishes)]
}
