import { defineReason } from '../define.js'

const YOUNG_DAYS = 365

export default defineReason({
  id: 'lapsed-institution',
  family: 'institution',
  speaks: 'fraud',
  firmness: 1,
  title: 'An institution whose domain was registered anew',
  why: `The list of institutions is older than a year. A domain on it that was registered lately is not the one that was put
    there: the institution let it lapse, and somebody else took it for its name.`,
  benign: ['An institution that moved, or that lost its domain by mistake and has it back.'],
  evasions: ['The domain of an institution that exists.'],
  needs: ['email_domain|institution_domain', 'domain_registered_at'],
  programs: ['education', 'research'],
  bits_max: 5,
  answered_by: ['documents'],
  statement: 'The domain is listed as that of {name}, and was registered only {days} days before.',
  weigh: ({ institution, domain_days }) =>
    institution === undefined ||
    institution.name === '' ||
    domain_days === undefined ||
    domain_days >= YOUNG_DAYS
      ? undefined
      : { bits: 5, said: { name: institution.name, days: Math.round(domain_days) } },
  cases: {
    speaks: {
      'a listed domain of two months': {
        application: {
          program: 'education',
          email_domain: 'uni-heidelberg.de',
          applied_at: '2026-03-01T00:00:00Z',
          domain_registered_at: '2026-01-01T00:00:00Z',
        },
      },
    },
    quiet: {
      'of thirty years': {
        application: {
          program: 'education',
          email_domain: 'uni-heidelberg.de',
          applied_at: '2026-03-01T00:00:00Z',
          domain_registered_at: '1996-01-01T00:00:00Z',
        },
      },
      'of an age that nobody knows': {
        application: { program: 'education', email_domain: 'uni-heidelberg.de' },
      },
    },
  },
})
