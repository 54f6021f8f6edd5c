import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashKeyOf } from '../../config/key.js'
import { endUserName } from '../../records/erasures.js'
import { hashKeyWords } from '../decisions/siphash.js'
import { judgeByHash, judgeByName } from './judge.js'
import { type Subject, subjectHash } from './subject.js'

const KEY = hashKeyWords(hashKeyOf('test'))

/** What parts the two names of an end user, what tells the length of one, and kinds. */
const word = fc.constantFrom('', '1', '3', ' of 3', 'é', 'a', 'end_user', '\n')
const words = fc.array(word, { minLength: 2, maxLength: 6 })
/** One text, cut at two of its line breaks: what is on either side are two names. */
const cut = fc.tuple(words, fc.nat(), fc.nat()).map(([given, ...places]) =>
  places.map((place): Subject => {
    const at = 1 + (place % (given.length - 1))
    const [account, id] = [given.slice(0, at), given.slice(at)].map((some) => some.join('\n'))
    return { kind: 'end_user', account: account || 'a', id: id || 'b' }
  }),
)
const name = words.map((some) => some.join('') || 'a')
const any = fc.oneof(
  fc.record({ kind: fc.constant('end_user' as const), account: name, id: name }),
  fc.record({
    kind: fc.constantFrom('account' as const, 'organization' as const),
    account: fc.constant(''),
    id: name,
  }),
)
const two = fc.oneof(cut, fc.tuple(any, any)) as fc.Arbitrary<readonly [Subject, Subject]>
const recordOf = ({ kind, account, id }: Subject): Record<string, unknown> =>
  kind === 'end_user'
    ? { account_id: account, end_user_id: id }
    : { [kind === 'account' ? 'account_id' : 'organization_id']: id }
const isSame = (a: Subject, b: Subject): boolean => JSON.stringify(a) === JSON.stringify(b)
/** An account takes its end users along. */
const isOf = (erased: Subject, one: Subject): boolean =>
  isSame(erased, one) || (erased.kind === 'account' && one.account === erased.id)

test('whatever two subjects are called, the mark and the name of one are not those of the other', () => {
  fc.assert(
    fc.property(two, ([erased, other]) => {
      const hash = subjectHash(KEY, erased)
      expect(subjectHash(KEY, other) === hash).toBe(isSame(erased, other))
      const byName = judgeByName([{ subject: erased, scope: 'all' }], new Set())
      expect(byName(recordOf(other)) === 'all').toBe(isOf(erased, other))
      const byHash = judgeByHash(new Map([[hash, 'all']]), KEY)
      expect(byHash(recordOf(other)) === 'all').toBe(isOf(erased, other))
      const [ours, theirs] = [erased, other].map(({ account, id }) => endUserName(account, id))
      expect(ours === theirs).toBe(erased.account === other.account && erased.id === other.id)
    }),
    { numRuns: 2000 },
  )
})

test('the mark of an account without a line break is what it always was', () => {
  const endUser: Subject = { kind: 'end_user', account: 'acct_heron', id: 'u\n3' }
  expect(subjectHash(KEY, endUser)).toBe('384eef774d7df8e5')
})
