import { defineReason } from '../define.js'

const DAYS_MIN = 90

export default defineReason({
  id: 'account-of-age',
  family: 'standing',
  speaks: 'innocence',
  firmness: 1,
  title: 'An account that is there long',
  why: 'Pools are made to be used. Who was a customer for months before asking for a programme was not made for it.',
  benign: ['Customers.'],
  evasions: ['Accounts that are bought old, or left to age: what they do remains.'],
  needs: ['created_at'],
  bits_max: 2,
  statement: 'The account is {days} days old.',
  weigh: ({ account_days }) =>
    account_days < DAYS_MIN ? undefined : { bits: 2, said: { days: Math.floor(account_days) } },
  cases: {
    speaks: {
      'a year': {
        application: { created_at: '2025-03-01T00:00:00Z', applied_at: '2026-03-01T00:00:00Z' },
      },
    },
    quiet: { 'a day': { application: {} } },
  },
})
