import { z } from 'zod'
import { defineDeed, ONE } from '../deed.js'
import { DATA_SUBJECT_KINDS, type Erasure, endUserName, erasuresWaiting } from '../erasures.js'
import { isUnsettled } from '../unsettled.js'
import { identifier, reason } from './words.js'

const who = ['reviewer', 'admin'] as const

type Named = Pick<Erasure, 'kind' | 'subject_id'> & { readonly account_id?: string | undefined }

const isSame = (one: Erasure, { kind, subject_id, account_id = '' }: Named): boolean =>
  one.kind === kind && one.subject_id === subject_id && one.account_id === account_id

export const eraseSubject = defineDeed({
  id: 'erase_subject',
  summary:
    'Erases an account, an organisation or an end user of an account from store and spool, for good, once the time to take it back is over. Of whom is evidence in a campaign only the texts go, unless `evidence` is `erase`. Two people.',
  who,
  input: z
    .strictObject({
      kind: z.enum(DATA_SUBJECT_KINDS),
      subject_id: identifier,
      account_id: identifier.optional(),
      evidence: z.enum(['keep', 'erase']).optional(),
      reason,
    })
    .refine(({ kind, account_id }) => (kind === 'end_user') === (account_id !== undefined), {
      path: ['account_id'],
      message: 'An end user, and nobody else, is one of an account.',
    }),
  object: (_, { id }) => `erasure ${id}`,
  subject: ({ kind, subject_id, account_id }) => [
    kind,
    account_id === undefined ? subject_id : endUserName(account_id, subject_id),
  ],
  hidden: ['subject_id', 'account_id', 'reason'],
  agreed: ({ kind, subject_id, account_id = '', evidence = 'keep' }) =>
    // Two of them may hold any character: one after the other they could be read in two ways.
    JSON.stringify([kind, subject_id, account_id, evidence]),
  fault: (input, state, { canErase }) => {
    if (!canErase) return 'STORE_SHARED'
    // Without the name nobody could undo it any more.
    const isWhole = input.kind === 'account' && input.evidence === 'erase'
    if (isWhole && isUnsettled(state, input.subject_id)) return 'NOT_SETTLED'
    return erasuresWaiting(state).some((one) => isSame(one, input)) ? 'SO_ALREADY' : undefined
  },
  done: (
    { erasures },
    { kind, subject_id, account_id = '', evidence = 'keep' },
    { id: erasure_id, at_ms: opened_ms, people },
  ) => {
    const asked = { erasure_id, kind, subject_id, account_id, evidence, people, opened_ms }
    erasures.set(erasure_id, {
      ...asked,
      ...{ cancelled_ms: null, begun_ms: null, done_ms: null, scope: null, found: null },
    })
  },
})

export const cancelErasure = defineDeed({
  id: 'cancel_erasure',
  summary: 'Takes back an erasure that was not begun yet.',
  who,
  input: z.strictObject({ erasure_id: identifier, reason }),
  object: ({ erasure_id }) => `erasure ${erasure_id}`,
  hidden: ['reason'],
  agreed: ONE,
  fault: ({ erasure_id }, state) =>
    erasuresWaiting(state).some((one) => one.erasure_id === erasure_id && one.begun_ms === null)
      ? undefined
      : 'NOT_THERE',
  done: ({ erasures }, { erasure_id }, { at_ms }) => {
    const one = erasures.get(erasure_id)
    if (one !== undefined) one.cancelled_ms = at_ms
  },
})
