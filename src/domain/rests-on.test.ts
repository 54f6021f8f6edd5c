import { expect, test } from 'vitest'
import { restsOnText } from './rests-on.js'

test('what a cluster rests on is said in words, and so is that it rests on nothing by itself', () => {
  expect(restsOnText('')).toMatch(/no single cause/)
  expect(restsOnText('a few accounts')).toMatch(/a few accounts.*vendor/)
  expect(restsOnText('few links')).toMatch(/too little/)
  expect(restsOnText('likeness')).toMatch(/likeness alone.*no link holds/)
  expect(restsOnText('network')).toMatch(/share in network,/)
  expect(restsOnText('client, content, network')).toMatch(/in client, content and network,/)
})
