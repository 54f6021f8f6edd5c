import { createHash } from 'node:crypto'
import type { Application } from '../domain/application.js'
import { loadInstitutions } from '../enrichers/institutions.js'
import { mailOrigins } from '../enrichers/mail-domains.js'
import type { ReasonCase } from './define.js'
import { factsOf, type Origins } from './facts.js'
import { marksOf } from './marks.js'
import { makeSignups } from './signups.js'

export const ORIGINS: Origins = {
  institutions: loadInstitutions(),
  mail: mailOrigins(),
  hash: (value) =>
    value === '' ? '' : createHash('sha256').update(value).digest('base64url').slice(0, 11),
  network: (ip) => ip.split('.').slice(0, 3).join('.'),
  client: (agent) => agent.replaceAll(/[0-9.]+/g, ''),
  given: (value) => (value === 'unknown' ? '' : value),
}

export const applied = (one: Partial<Application>, at: number): Application => ({
  application_id: `application-${at}`,
  applied_at: '2026-03-10T12:00:00Z',
  ...one,
})

/** Facts, those around and marks, as a case has them. */
export function worldOf({ application, others = [], marked = [] }: ReasonCase) {
  const signups = makeSignups()
  const inTime = others
    .map((other, at) => factsOf(applied(other, at + 1), ORIGINS))
    .sort((a, b) => a.at_ms - b.at_ms)
  for (const one of inTime) signups.add(one)
  const facts = factsOf(applied(application, 0), ORIGINS)
  signups.add(facts)
  const marks = marksOf(
    marked.map(({ mark, ...one }, at) => {
      const { account_id, values } = factsOf(applied(one, 1000 + at), ORIGINS)
      return { account_id, mark, values: Object.values(values) }
    }),
  )
  return { facts, around: signups.around(facts), marks }
}
