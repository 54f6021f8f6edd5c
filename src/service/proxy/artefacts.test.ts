import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { makeArtefacts } from './artefacts.js'

const digest = (text: string) => createHash('sha256').update(text).digest('hex')

it('what was issued to somebody else is foreign; what is unknown is nobody’s', () => {
  const artefacts = makeArtefacts(1000)
  artefacts.issued('a', [digest('1'), digest('2')])
  expect(artefacts.foreign('a', [digest('1'), digest('2'), digest('3')])).toBe(0)
  expect(artefacts.foreign('b', [digest('1'), digest('2'), digest('3')])).toBe(2)
  expect(artefacts.foreign('b', ['', 'not a digest'])).toBe(0)
})

it('the first holder keeps it, and the oldest makes room', () => {
  const artefacts = makeArtefacts(8)
  artefacts.issued('a', [digest('first')])
  artefacts.issued('b', [digest('first')])
  expect(artefacts.foreign('b', [digest('first')])).toBe(1)
  for (let at = 0; at < 100; at += 1) artefacts.issued('c', [digest(`${at}`)])
  expect(artefacts.foreign('a', [digest('first')])).toBe(0)
  expect(artefacts.foreign('a', [digest('99')])).toBe(1)
})
