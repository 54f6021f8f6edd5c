import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeCopies } from './copy.js'

const chunks = fc.array(
  fc.uint8Array({ maxLength: 9000 }).map((bytes) => Buffer.from(bytes)),
  { maxLength: 40 },
)

it('a copy begins as what passed begins, ends as it ends, and gives its share back', () => {
  const property = fc.property(chunks, fc.nat(60_000), (given, bytesMax) => {
    const copies = makeCopies(10_000_000)
    const copy = copies.open(bytesMax)
    for (const chunk of given) copy.add(chunk)
    const whole = Buffer.concat(given)
    const { head, tail, isCut, isDropped } = copy.take('', '')
    expect(isDropped).toBe(false)
    expect(isCut).toBe(whole.length > bytesMax)
    expect(whole.subarray(0, bytesMax).equals(head)).toBe(true)
    expect(whole.subarray(whole.length - tail.length).equals(tail)).toBe(true)
    expect(copies.held()).toBe(head.length + tail.length)
    copies.release(head.length + tail.length)
    expect(copies.held()).toBe(0)
  })
  fc.assert(property, { numRuns: 200 })
})

it('without room a copy is dropped, whatever comes later, and what it took is free again', () => {
  const copies = makeCopies(1000)
  const [first, second] = [copies.open(900), copies.open(900)]
  first.add(Buffer.alloc(600))
  second.add(Buffer.alloc(300))
  second.add(Buffer.alloc(300))
  second.add(Buffer.alloc(1))
  expect(second.take('', '')).toMatchObject({ isDropped: true, head: new Uint8Array(0) })
  expect(copies.held()).toBe(600)
  first.drop()
  first.drop()
  expect(copies.held()).toBe(0)
})
