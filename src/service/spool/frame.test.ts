import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findFrames, frameBytes, writeFrame } from './frame.js'

const NAME = '000000000001-0123456789abcdef.exchange'

const line = fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes))
const frames = fc.array(fc.array(line, { minLength: 1, maxLength: 8 }), { maxLength: 8 })

function segmentOf(given: readonly (readonly Buffer[])[], name = NAME): Buffer {
  return Buffer.concat(
    given.map((lines, place) => {
      const into = Buffer.alloc(frameBytes(lines))
      expect(writeFrame(into, name, place, lines)).toBe(into.length)
      return into
    }),
  )
}

/** The lines of the good frames, in order. */
function linesOf(bytes: Buffer, name = NAME): string[] {
  return findFrames(bytes, name).parts.flatMap((part) =>
    'isDamaged' in part
      ? []
      : bytes.subarray(part.start, part.end).toString('latin1').split('\n').slice(0, -1),
  )
}

const written = (given: readonly (readonly Buffer[])[]) =>
  given.flat().map((one) => one.toString('latin1').replaceAll('\n', ' '))

describe('frames', () => {
  test('what is written is read, line by line', () => {
    fc.assert(
      fc.property(frames, (given) => {
        const bytes = segmentOf(given)
        expect(linesOf(bytes)).toEqual(written(given))
        expect(findFrames(bytes, NAME).goodBytes).toBe(bytes.length)
      }),
    )
  })

  test('any bytes are read without an error, and give no rows', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4096 }), (bytes) => {
        expect(findFrames(Buffer.from(bytes), NAME).rows).toBe(0)
      }),
      { numRuns: 1000 },
    )
  })

  test('bytes that are full of beginnings of frames take no longer than others', () => {
    const bytes = Buffer.alloc(4_000_000, Buffer.from([0xfe, 0x0a, 0xf5, 0x0a]))
    expect(findFrames(bytes, NAME)).toMatchObject({ rows: 0, goodBytes: 0 })
  })

  test('cut anywhere, it gives the frames that are whole and no line besides', () => {
    fc.assert(
      fc.property(frames, fc.nat(), (given, at) => {
        const whole = segmentOf(given)
        const cut = at % (whole.length + 1)
        const ends = given.map((_, index) => segmentOf(given.slice(0, index + 1)).length)
        const expected = given.filter((_, index) => (ends[index] ?? 0) <= cut)
        expect(linesOf(whole.subarray(0, cut))).toEqual(written(expected))
      }),
    )
  })

  test('with a byte changed, it loses the frame of that byte and no other', () => {
    fc.assert(
      fc.property(frames, fc.nat(), fc.integer({ min: 1, max: 255 }), (given, at, change) => {
        fc.pre(given.length > 0)
        const bytes = segmentOf(given)
        const place = at % bytes.length
        const ends = given.map((_, index) => segmentOf(given.slice(0, index + 1)).length)
        const hit = ends.findIndex((end) => place < end)
        bytes[place] = (bytes[place] ?? 0) ^ change
        expect(linesOf(bytes)).toEqual(written(given.filter((_, index) => index !== hit)))
      }),
    )
  })

  test('many changes at once never make a line that was not written', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 40 })
    fc.assert(
      fc.property(frames, changes, (given, changed) => {
        fc.pre(given.length > 0)
        const bytes = segmentOf(given)
        for (const [at, value] of changed) bytes[at % bytes.length] = value
        const known = written(given)
        for (const one of linesOf(bytes)) expect(known).toContain(one)
      }),
    )
  })

  test('frames of a segment that was deleted do not come back in another', () => {
    const older = segmentOf([[Buffer.from('{"old":1}')]], NAME.replace('1-', '0-'))
    const bytes = Buffer.concat([segmentOf([[Buffer.from('{"new":1}')]]), older])
    expect(linesOf(bytes)).toEqual(['{"new":1}'])
    expect(findFrames(bytes, NAME).goodBytes).toBe(bytes.length - older.length)
  })

  test('of damage in the middle it says how many rows are lost', () => {
    const given = [['{"a":1}', '{"a":2}'], ['{"a":3}', '{"a":4}'], ['{"a":5}']]
    const bytes = segmentOf(given.map((lines) => lines.map((one) => Buffer.from(one))))
    bytes[24 + 16 + 24 + 3] = 0
    const { parts, rows } = findFrames(bytes, NAME)
    expect(rows).toBe(3)
    expect(parts.map((part) => ['isDamaged' in part, part.rows])).toEqual([
      [false, 2],
      [true, 2],
      [false, 1],
    ])
  })
})
