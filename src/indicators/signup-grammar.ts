import { z } from 'zod'
import { defineIndicator } from './define.js'
import { NEWEST, ofAccounts, said } from './parts/said.js'

const pattern = z.strictObject({
  referrer: said(512),
  mail_kind: z.enum(['private', 'free', 'disposable']),
  mail_shape: said(128).min(1),
  user_agent: said(512),
  ja4: said(128),
})

const GRAMMAR = {
  referrer: 'https://deals.example/ai',
  mail_kind: 'free',
  mail_shape: 'aaaaaa999999',
  user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/120.0',
  ja4: 't13d1516h2_1a_2b',
} as const
const signup = (changes: Readonly<Record<string, string>> = {}) => ({
  account_id: 'a',
  referrer: GRAMMAR.referrer,
  email_domain: 'gmail.com',
  email_shape: GRAMMAR.mail_shape,
  signup_user_agent: GRAMMAR.user_agent,
  signup_ja4: GRAMMAR.ja4,
  ...changes,
})

export default defineIndicator({
  id: 'signup-grammar',
  family: 'identity',
  title: 'A sign-up by one grammar',
  why: `Accounts that a program makes come by one way: the same referrer, the same kind and shape of address, the
    same browser to the last digit. Each alone is anybody's; together they are the program's. Of a referrer the
    scheme, host and path are told and matched: a query or fragment may name the customer whose link it was.`,
  benign: [
    'A class that signs up from the machines of one room.',
    'The most usual browser, from the most usual page, with a usual address.',
  ],
  evasions: ['A browser and a shape by lot for each account: payment and traffic remain.'],
  does: 'signed up by one grammar of referrer, address and browser',
  pattern,
  expires_days: 90,
  marking: 'amber',
  spares_quiet: false,
  samples: 1,
  isTooWide: ({ user_agent, ja4 }) =>
    user_agent === '' || ja4 === '' ? 'a sign-up without its browser' : '',
  // A plan has another name with every provider, so it is no part of what is told.
  sql: ofAccounts(
    'cityHash64(referrer_hash, toString(email_kind), email_shape_hash, signup_client_hash)',
    'is_known AND email_shape_hash != 0 AND signup_client_hash != 0',
  ),
  raw: `
    SELECT
        value_hash, cutQueryStringAndFragment(referrer) AS referrer_page,
        toString(email_kind) AS mail_kind, email_shape, signup_user_agent, signup_ja4
    FROM ${NEWEST} AS newest
    INNER JOIN indicator_sample USING (account_id)
    INNER JOIN account_identity USING (account_id)
    ORDER BY value_hash
  `,
  patternOf: ([row]) =>
    pattern.safeParse({
      referrer: row?.referrer_page,
      mail_kind: row?.mail_kind,
      mail_shape: row?.email_shape,
      user_agent: row?.signup_user_agent,
      ja4: row?.signup_ja4,
    }).data,
  probes: ({ referrer, mail_kind, mail_shape, user_agent, ja4 }) => [
    [referrer, mail_kind, mail_shape, `${ja4}\n${user_agent}`],
  ],
  hashed: `
    SELECT pattern_id, cityHash64(
        keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, cutQueryStringAndFragment(probe[1])), probe[2],
        keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, probe[3]),
        keyed_hash({hash_key:Array(Tuple(UInt64, UInt64))}, probe[4])) AS value_hash
    FROM indicator_probe
    WHERE kind = 'signup-grammar'
  `,
  cases: {
    matches: {
      'a sign-up by it': { pattern: GRAMMAR, given: { account: [signup()] } },
      'a sign-up by a customer’s link to the same page': {
        pattern: GRAMMAR,
        given: { account: [signup({ referrer: `${GRAMMAR.referrer}?ref=JANE42#top` })] },
      },
      'a sign-up by it, as told with a link': {
        pattern: { ...GRAMMAR, referrer: `${GRAMMAR.referrer}?utm_source=x` },
        given: { account: [signup()] },
      },
    },
    quiet: {
      'another browser': {
        pattern: GRAMMAR,
        given: { account: [signup({ signup_ja4: 't13d1517h2_3c_4d' })] },
      },
      'another page': {
        pattern: GRAMMAR,
        given: { account: [signup({ referrer: 'https://deals.example/other' })] },
      },
      'another shape': { pattern: GRAMMAR, given: { account: [signup({ email_shape: 'aaaa' })] } },
    },
  },
})
