import { contradicted } from '../purposes.js'
import { defineUse, type UseAnswer } from '../use.js'
import { asking } from '../use-cases.js'

const BITS = 3

export default defineUse<UseAnswer>({
  id: 'moved-over',
  speaks: 'innocence',
  answers: ['pace', 'economy'],
  title: 'A company with a domain that brings its work along',
  why: `Whoever has a product that runs on another vendor's models moves it over in a day, and it has the traffic that it had. It has a
    domain that it proved, and its requests are those of its users: none is for training data.`,
  benign: ['Companies that change vendors.'],
  evasions: ['A domain for every few accounts, and nothing that looks like training.'],
  needs: ['program', 'proofs'],
  bits_max: BITS,
  statement: 'A company that proved its domain, and asks for nothing that trains.',
  weigh: (use) => {
    const isCompany = use.program === 'startup' || use.purpose === 'product'
    if (!isCompany || !use.is_domain_proved || contradicted(use) !== undefined) return undefined
    return { bits: BITS }
  },
  cases: {
    speaks: { 'a start-up': { program: 'startup', is_domain_proved: true } },
    quiet: {
      'a domain that nobody proved': { program: 'startup' },
      'one that makes training data': {
        ...{ program: 'startup', is_domain_proved: true },
        ...asking('fine_tuning_format', 60, 40),
      },
    },
  },
})
