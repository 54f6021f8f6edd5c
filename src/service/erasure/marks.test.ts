import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { hashKeyOf } from '../../config/key.js'
import { hashKeyWords } from '../decisions/siphash.js'
import { marksPath, noteMark, readMarks, takeMarksAlong } from './marks.js'
import { checkOfMark, type Mark, marksUnder, type Subject, subjectHash } from './subject.js'

const state = mkdtempSync(join(tmpdir(), 'stillwatch-marks-'))
afterAll(() => rmSync(state, { recursive: true, force: true }))

const CHAIN = ['one', 'two', 'three']
const hashOf = (secrets: string | string[], subject: Subject) =>
  subjectHash(hashKeyWords(hashKeyOf(secrets)), subject)
const subjectOf = (id: string): Subject => ({ kind: 'account', id, account: '' })
const markOf = (secrets: string | string[], id: string): Mark => ({
  ...{ kind: 'account', subject_hash: hashOf(secrets, subjectOf(id)), scope: 'all' },
  ...{ asked_at: '2026-03-01T00:00:00Z', done_at: null },
  ...checkOfMark(secrets),
})

test('marks of every secret of a chain are found under the newest, and no guess fits what is written', async () => {
  const marks = [markOf('one', 'a'), markOf(['one', 'two'], 'b'), markOf(CHAIN, 'c')]
  const foreign = markOf(['other', 'two'], 'd')
  for (const mark of [...marks, foreign]) await noteMark(state, mark)
  const expected = ['a', 'b', 'c'].map((id) => hashOf(CHAIN, subjectOf(id)))
  const found = marksUnder(readMarks(state), CHAIN).map(({ subject_hash }) => subject_hash)
  expect(found).toEqual([...expected, foreign.subject_hash])
  await takeMarksAlong(state, CHAIN)
  await takeMarksAlong(state, CHAIN)
  const written = readFileSync(marksPath(state), 'utf8')
  for (const hash of expected) expect(written).toContain(hash)
  expect(written).not.toContain(hashOf('one', subjectOf('a')))
  expect(written).not.toContain(hashOf(['one', 'two'], subjectOf('b')))
})

test('under one secret a mark is written as it always was', () => {
  expect(markOf('one', 'a')).not.toHaveProperty('key_check')
  expect(marksUnder([markOf('one', 'a')], 'one')).toEqual([markOf('one', 'a')])
})
