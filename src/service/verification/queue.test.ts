import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ENROLMENT_STATES, type Enrolment } from '../../records/enrolment.js'
import { inQueue, queueOf } from './queue.js'

const enrolments = fc
  .array(
    fc.record({
      state: fc.constantFrom(...ENROLMENT_STATES),
      odds_bits: fc.option(fc.integer({ min: -3, max: 3 })),
      since_ms: fc.integer({ min: 0, max: 5 }),
      isErased: fc.boolean(),
      asked: fc.constantFrom([], ['mail' as const]),
    }),
    { maxLength: 60 },
  )
  .map((all) =>
    all.map(
      ({ isErased, ...one }, place): Enrolment => ({
        ...{ enrolment_id: `e-${place}`, application_id: isErased ? '' : `a-${place}` },
        ...{
          account_id: '',
          program: 'education',
          tier: 'starting',
          purpose: '',
          use: [],
          opened_ms: 0,
          due_ms: null,
          held: [],
        },
        ...{ accepted: [], input_id: 0, campaigns: new Set<string>(), risk: null, statement: '' },
        ...{ steps: [], is_lapsed: false, ...one },
      }),
    ),
  )

test('a page is the same as if all had been sorted, and counts all of them', () => {
  const page = fc.record({ after: fc.nat(40), limit: fc.nat(12), isOne: fc.boolean() })
  fc.assert(
    fc.property(enrolments, page, (all, { after, limit, isOne }) => {
      const is = ({ state }: Enrolment) => !isOne || state === 'granted'
      const named = all.filter(({ application_id }) => application_id !== '')
      const meant = named.filter(is).sort(inQueue)
      const found = queueOf(all, { is, after, limit })
      expect(found.page).toEqual(meant.slice(after, after + limit))
      expect(found.all).toBe(meant.length)
      for (const state of ENROLMENT_STATES)
        expect(found.states[state]).toBe(named.filter((one) => one.state === state).length)
    }),
  )
})
