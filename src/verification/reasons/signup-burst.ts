import { defineReason } from '../define.js'

export default defineReason({
  id: 'signup-burst',
  family: 'occasion',
  speaks: 'fraud',
  firmness: 0,
  title: 'A burst of sign-ups',
  why: 'Accounts that a program makes come in bursts, by one page and for one programme, far above the local rate.',
  benign: ['The first hour of a course or a hackathon; a mention in the news.'],
  evasions: ['Sign-ups spread over weeks.'],
  needs: ['applied_at', 'referrer'],
  bits_max: 1,
  statement:
    '{observed} others applied by the same page within ten minutes; in as long it is {expected} usually.',
  weigh: (_, around) => {
    const { observed, expected } = around.burst()
    if (observed < 4 || observed < 5 * expected) return undefined
    return { bits: 1, said: { observed, expected: Number(expected.toPrecision(1)) } }
  },
  cases: {
    speaks: {
      'nine in a minute, in a quiet month': {
        application: { applied_at: '2026-03-10T10:00:30Z', referrer: 'https://a.example/' },
        others: [
          { applied_at: '2026-03-01T10:00:00Z' },
          ...Array.from({ length: 9 }, (_, at) => ({
            applied_at: `2026-03-10T10:00:0${at}Z`,
            referrer: 'https://a.example/',
          })),
        ],
      },
    },
    quiet: {
      'nine in a minute, of whom nobody knows what is usual': {
        application: { applied_at: '2026-03-10T10:00:30Z', referrer: 'https://a.example/' },
        others: Array.from({ length: 9 }, (_, at) => ({
          applied_at: `2026-03-10T10:00:0${at}Z`,
          referrer: 'https://a.example/',
        })),
      },
      'nine in nine days': {
        application: { applied_at: '2026-03-10T10:00:30Z', referrer: 'https://a.example/' },
        others: Array.from({ length: 9 }, (_, at) => ({
          applied_at: `2026-03-0${at + 1}T10:00:00Z`,
          referrer: 'https://a.example/',
        })),
      },
    },
  },
})
