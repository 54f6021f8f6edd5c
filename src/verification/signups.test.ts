import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Application } from '../domain/application.js'
import { signupWorld } from '../lab/signups/world.js'
import { assess } from './assess.js'
import { makeAssessor } from './assessor.js'
import { assessAll } from './batch.js'
import { worthOf } from './coincidence.js'
import { factsOf } from './facts.js'
import { loadReasons } from './index.js'
import { NO_MARKS } from './marks.js'
import { makeSignups } from './signups.js'
import { applied, ORIGINS, worldOf } from './verification.fixture.js'

const reasons = await loadReasons()
const batch = { reasons, origins: ORIGINS, when: 'now' } as const

describe('an assessment', () => {
  const of = (application: Parameters<typeof worldOf>[0]['application']) => {
    const { facts, around, marks } = worldOf({ application })
    return assess(reasons, facts, around, marks)
  }

  test('asks for nothing beyond the programme where nothing is known', () => {
    expect(of({})).toMatchObject({ risk: 2, step: 'grant', required: ['mail'], extra: [] })
    expect(of({ program: 'education', email_domain: 'tum.de' })).toMatchObject({
      step: 'grant',
      required: ['institution_mail'],
    })
  })

  test('one family alone asks for one proof at most', () => {
    const marked = [{ mark: 'campaign', document_hash: 'd' }] as const
    const { facts, around, marks } = worldOf({ application: { document_hash: 'd' }, marked })
    expect(assess(reasons, facts, around, marks)).toMatchObject({ risk: 84, step: 'one_proof' })
  })

  test('asks for the proof that would answer the doubt, and for none that is held', () => {
    const doubted = { program: 'education', email_domain: 'stanford-edu.com' } as const
    expect(of(doubted).extra).toEqual(['documents'])
    expect(of({ ...doubted, proofs: ['documents'] })).toMatchObject({ step: 'grant' })
  })

  test('whoever gave what was asked is asked for nothing more', () => {
    const doubted = { email_domain: 'mailinator.com', payment_kind: 'prepaid' } as const
    expect(of(doubted)).toMatchObject({ step: 'one_proof', extra: ['phone'] })
    expect(of({ ...doubted, verification: 'phone' })).toMatchObject({ step: 'grant', extra: [] })
  })

  test('an operator of a campaign is asked again, whatever was shown before', () => {
    const application = {
      account_id: 'a',
      proofs: ['phone', 'documents', 'institution_mail'],
    } as const
    const marked = [{ mark: 'campaign', account_id: 'a' }] as const
    const { facts, around, marks } = worldOf({
      application: { ...application, proofs: [...application.proofs] },
      marked,
    })
    const { step, extra } = assess(reasons, facts, around, marks)
    expect(step).toBe('more_proofs')
    expect(extra).toEqual(['identity', 'payment'])
  })
})

describe('who else signed up', () => {
  test('none before them are counted, nor the same application twice', () => {
    const signups = makeSignups()
    const at = (day: number, id: number) =>
      factsOf(
        applied(
          { applied_at: `2026-03-${day}T00:00:00Z`, phone_hash: 'p', verification: 'phone' },
          id,
        ),
        ORIGINS,
      )
    for (const one of [at(10, 1), at(11, 2), at(11, 2), at(28, 3)]) signups.add(one)
    const until = (one: ReturnType<typeof at>) => signups.around(one, one.at_ms).holders('phone')
    expect(until(at(12, 4)).customers).toBe(2)
    expect(until(at(29, 4)).customers).toBe(1)
  })

  test('an application of the future hides nobody', () => {
    const assessor = makeAssessor({ reasons, origins: ORIGINS })
    const nowMs = Date.parse('2026-03-10T12:00:00Z')
    const one = (id: number, applied_at: string) =>
      applied({ applied_at, payment_hash: 'card', signup_ip: `192.0.${id}.1` }, id)
    assessor.assess(one(0, '2027-01-01T00:00:00Z'), nowMs)
    for (const id of [1, 2, 3, 4, 5, 6]) assessor.assess(one(id, '2026-03-10T11:00:00Z'), nowMs)
    const [reason] = assessor.assess(one(7, '2026-03-10T11:30:00Z'), nowMs).reasons
    expect(reason?.statement).toContain('pays for 7 other customers')
  })

  test('what is proved later counts from then on', () => {
    const signups = makeSignups()
    const one = (id: number, verification?: 'phone') =>
      factsOf(applied({ phone_hash: 'p', verification }, id), ORIGINS)
    signups.add(one(1))
    signups.add(one(2, 'phone'))
    expect(signups.around(one(3)).holders('phone').customers).toBe(1)
    signups.add(one(1, 'phone'))
    expect(signups.around(one(3)).holders('phone').customers).toBe(2)
  })

  test('what a third of all have is nobody’s', () => {
    const signups = makeSignups()
    const one = (id: number, payment_hash: string) =>
      factsOf(applied({ payment_hash }, id), ORIGINS)
    for (let id = 0; id < 300; id++)
      signups.add(one(id, id % 2 === 0 ? 'digest of nothing' : `card ${id}`))
    expect(signups.around(one(999, 'digest of nothing')).holders('payment').customers).toBe(0)
  })

  test('one person, one account and one firm are one customer', () => {
    const same = (part: Partial<Application>) => {
      const signups = makeSignups()
      const one = (id: number) =>
        factsOf(applied({ payment_hash: 'card', signup_ip: `192.0.${id}.1`, ...part }, id), ORIGINS)
      signups.add(one(1))
      return signups.around(one(2)).holders('payment').customers
    }
    expect(same({})).toBe(1)
    expect(same({ account_id: 'a' })).toBe(0)
    expect(same({ organization_id: 'o' })).toBe(0)
    expect(same({ email_hash: 'm', verification: 'email' })).toBe(0)
    expect(same({ email_hash: 'm' })).toBe(1)
    expect(same({ email_domain: 'kadomi.xyz', verification: 'email' })).toBe(0)
  })

  test('subdomains of what one registered are one customer, those of a host of many are not', () => {
    const entity = (email_domain: string) =>
      factsOf(applied({ email_domain, verification: 'email' }, 1), ORIGINS).entity
    expect(entity('u1.kadomi.xyz')).toBe(entity('u2.kadomi.xyz'))
    expect(entity('a.github.io')).not.toBe(entity('b.github.io'))
  })

  test('a domain of any length is read at once', () => {
    const beganMs = performance.now()
    for (const email_domain of [
      'a.'.repeat(1300),
      'a'.repeat(1e6),
      'edu.'.repeat(60),
      'x-'.repeat(120),
    ])
      factsOf(applied({ email_domain, institution_domain: email_domain }, 1), ORIGINS)
    expect(performance.now() - beganMs).toBeLessThan(500)
  })

  test('fakes who prove nothing raise nobody who proved something or is there long', () => {
    const written = ['aaaa.aaaaaa', 'aaaaaaa99', 'aaaaaaaaa', 'aaaaaa_aaaa', 'aaaaa99999']
    const at = (id: number) => ({ email_domain: 'gmail.com', signup_ip: `10.${id % 250}.1.1` })
    const like = { email_shape: 'aaa.aaaaa99', signup_user_agent: 'Rare/3.1', signup_ja4: 'rare' }
    const assessor = makeAssessor({ reasons, origins: ORIGINS })
    for (let id = 0; id < 2000; id++) {
      const shape = { email_shape: written[id % 5], signup_user_agent: `Chrome/${id % 7}` }
      assessor.assess(applied({ ...at(id), ...shape }, id))
    }
    for (let id = 2000; id < 2008; id++) assessor.assess(applied({ ...at(id), ...like }, id))
    const step = (one: Partial<Application>, id: number) =>
      assessor.assess(applied({ ...at(id), ...like, ...one }, id)).step
    const student = { program: 'education', institution_domain: 'stanford.edu' } as const
    expect(step({}, 3000)).toBe('one_proof')
    for (const [place, one] of [
      { proofs: ['phone'] as const, phone_hash: 'p' },
      { proofs: ['payment'] as const, payment_hash: 'c' },
      { created_at: '2025-01-01T00:00:00Z' },
      { ...student, proofs: ['institution_sign_in'] as const },
      { ...student, proofs: ['documents'] as const, document_hash: 'd' },
      { ...student, proofs: ['invitation'] as const },
    ].entries())
      expect(step({ ...one, proofs: [...(one.proofs ?? [])] }, 3001 + place)).toBe('grant')
  })

  test('what is forgotten leaves the rest as it was', () => {
    const [whole, cut] = [makeSignups(), makeSignups()]
    const all = signupWorld({ seed: 'cut', applications: 600, hostile: 0.2 }).map(
      ({ application }) => factsOf(application, ORIGINS),
    )
    const late = all.slice(300)
    for (const one of all) cut.add(one)
    for (const one of late) whole.add(one)
    cut.keep(late.length)
    expect(cut.size).toBe(late.length)
    for (const one of late) {
      const [a, b] = [whole.around(one), cut.around(one)]
      expect(b.coincidence()).toEqual(a.coincidence())
      expect(b.holders('payment')).toEqual(a.holders('payment'))
      expect(b.burst()).toEqual(a.burst())
    }
  })

  test('more who agree are never worth less, and more by chance never more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500 }),
        fc.double({ min: 0, max: 500, noNaN: true }),
        (seen, chance) => {
          expect(worthOf(seen + 1, chance)).toBeGreaterThanOrEqual(worthOf(seen, chance))
          expect(worthOf(seen, chance + 1)).toBeLessThanOrEqual(worthOf(seen, chance))
        },
      ),
    )
  })
})

describe('applications of the lab', () => {
  const world = signupWorld({ seed: 'one', applications: 4000, hostile: 0.05 })
  const applications = world.map(({ application }) => application)
  const assessments = assessAll(applications, batch)

  test('in whatever order they are given, they are assessed alike', () => {
    const shuffled = applications
      .map((one, at) => ({ one, at }))
      .sort((a, b) => ((a.at * 7919) % 4001) - ((b.at * 7919) % 4001))
    const again = assessAll(
      shuffled.map(({ one }) => one),
      batch,
    )
    for (const [place, { at }] of shuffled.entries()) expect(again[place]).toEqual(assessments[at])
  })

  test('country, name and language are no part of it, whosever they are', () => {
    const lands = ['US', 'CN', 'IN', 'DE', 'NG', 'IR']
    const told = applications.map((one, at) => ({
      ...one,
      ...{ ip_country: lands[at % 6], country: lands[(at * 5) % 6], name: `Name ${at}` },
      ...{
        accept_language: ['en', 'zh', 'hi', 'ar'][at % 4],
        language: 'xx',
        given_name: '李',
        nationality: lands[at % 5],
      },
    }))
    expect(assessAll(told, batch)).toEqual(assessments)
  })

  test('and no innocent is asked for more than one proof', () => {
    const asked = assessments.filter(
      ({ step }, at) =>
        world[at]?.set === undefined && (step === 'more_proofs' || step === 'person'),
    )
    expect(asked).toEqual([])
    expect(NO_MARKS.of(undefined)).toEqual({ campaign: 0, suspended: 0 })
  })
})
