import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { ErasureScope } from '../../records/erasures.js'
import { findFrames, frameBytes, writeFrame } from '../spool/frame.js'
import { newSegmentName, openFile, sealedFile } from '../spool/segment-name.js'
import { eraseFromSpool } from './spool.js'

const root = mkdtempSync(join(tmpdir(), 'stillwatch-erase-spool-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const record = fc.record({
  account_id: fc.constantFrom('acct_a', 'acct_b', 'acct_c'),
  exchange_id: fc.uuid(),
  system: fc.constant('said by nobody else'),
  messages: fc.constant([{ role: 'user', content: 'said by nobody else' }]),
})
const frames = fc.array(fc.array(record, { minLength: 1, maxLength: 6 }), { maxLength: 6 })
const scope = fc.constantFrom<ErasureScope>('all', 'texts')

function segmentOf(name: string, given: readonly (readonly object[])[]): Buffer {
  const parts = given.map((records, place) => {
    const lines = records.map((one) => Buffer.from(JSON.stringify(one)))
    const into = Buffer.alloc(frameBytes(lines))
    writeFrame(into, name, place, lines)
    return into
  })
  return Buffer.concat(parts)
}

const linesIn = (bytes: Buffer, name: string): readonly string[] =>
  findFrames(bytes, name).parts.flatMap(({ start, end }) =>
    bytes.subarray(start, end).toString('utf8').split('\n').slice(0, -1),
  )

// Nothing that was acknowledged of others may be lost, and each row stays at its place.
test('of any segment, open or sealed, the records of one subject go and all others stay byte for byte where they are', async () => {
  const property = fc.asyncProperty(frames, scope, fc.boolean(), async (given, how, isSealed) => {
    const folder = mkdtempSync(join(root, 'spool-'))
    const name = newSegmentName(1, 'exchange')
    const all = given.flat()
    const path = join(folder, isSealed ? sealedFile(name, all.length) : openFile(name))
    // The tail is torn, as a kill leaves it.
    const torn = isSealed ? Buffer.alloc(0) : Buffer.from('torn, and never acknowledged')
    writeFileSync(path, Buffer.concat([segmentOf(name.name, given), torn]))
    const judge = ({ account_id }: Readonly<Record<string, unknown>>) =>
      account_id === 'acct_a' ? how : undefined
    const due = all.filter(({ account_id }) => account_id === 'acct_a').length
    const before = readFileSync(path)
    expect(await eraseFromSpool(folder, judge, { isTrial: true, segments: 'all' })).toBe(due)
    expect(readFileSync(path).equals(before)).toBe(true)

    expect(await eraseFromSpool(folder, judge, { isTrial: false, segments: 'all' })).toBe(due)
    const after = readFileSync(path)
    expect(findFrames(after, name.name).rows).toBe(all.length)
    const lines = linesIn(after, name.name)
    all.forEach((one, at) => {
      const line = lines[at] ?? 'none'
      if (one.account_id !== 'acct_a') expect(line).toBe(JSON.stringify(one))
      else if (how === 'all') expect(line).toBe('')
      else {
        expect(line).not.toContain('said by nobody else')
        expect(JSON.parse(line)).toMatchObject({
          exchange_id: one.exchange_id,
          text_policy: 'none',
        })
      }
    })
    // Twice is once.
    expect(await eraseFromSpool(folder, judge, { isTrial: false, segments: 'all' })).toBe(0)
  })
  await fc.assert(property, { numRuns: 60 })
})
