import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { parseBody } from './parse.js'
import { encodingOf, unpack, zstdBound } from './unpack.js'
import { FORTY_LINES, zstdBomb, zstdCompressed } from './zstd.fixture.js'

const MEBIBYTE = 1024 * 1024

it('reads what the reference encoder packs, of known size or not, alone or one after the other', async () => {
  for (const packed of [...FORTY_LINES, Buffer.concat(FORTY_LINES)]) {
    const outcome = await parseBody({
      form: { name: 'lines', kind: 'exchange' },
      encoding: 'zstd',
      bytes: packed,
      bytesMax: MEBIBYTE,
      textPolicy: 'full',
      accountAttributes: [],
    })
    const records = outcome.fault === '' ? outcome.records : []
    expect(records).toHaveLength(packed.length > 400 ? 80 : 40)
  }
})

it('reads any bytes of any length', async () => {
  for (const length of [1, 1000, 131_072, 131_073, 3 * MEBIBYTE]) {
    const bytes = Buffer.alloc(length, 'ab\n')
    const unpacked = await unpack(zstdCompressed(bytes), 'zstd', 64 * MEBIBYTE)
    expect(bytes.equals(Buffer.from(unpacked))).toBe(true)
  }
})

it('makes no more of a bomb than it may', async () => {
  expect(await unpack(zstdBomb(600), 'zstd', 64 * MEBIBYTE)).toBe('TOO_LARGE')
  expect(await unpack(zstdBomb(40), 'zstd', 64 * MEBIBYTE)).toBe('TOO_LARGE')
  expect(await unpack(gzipSync(Buffer.alloc(32 * MEBIBYTE)), 'gzip', 64 * MEBIBYTE)).toBe(
    'TOO_LARGE',
  )
  expect(await unpack(gzipSync(Buffer.alloc(2 * MEBIBYTE)), 'gzip', 64 * MEBIBYTE)).toHaveLength(
    2 * MEBIBYTE,
  )
})

it('calls torn and altered data damaged', async () => {
  const [packed = Buffer.alloc(0)] = FORTY_LINES
  for (let end = 0; end < packed.length; end += 7) {
    expect(await unpack(packed.subarray(0, Math.max(1, end)), 'zstd', MEBIBYTE)).toBe('DAMAGED')
  }
  const altered = Buffer.from(packed)
  altered[packed.length - 20] = 0xff ^ (altered[packed.length - 20] ?? 0)
  expect(await unpack(altered, 'zstd', MEBIBYTE)).toBe('DAMAGED')
  expect(await unpack(Buffer.from('no gzip'), 'gzip', MEBIBYTE)).toBe('DAMAGED')
})

it('spends no time on a block that claims more than it holds', async () => {
  // Twenty bytes that keep decoders which trust a block's counts busy for seconds.
  const block = Buffer.from([0x01, 0x61, 0xff, 0xff, 0xff, 0x54, 0x00, 0x00, 0x34, 0x01])
  const head = Buffer.alloc(3)
  head.writeUIntLE((block.length << 3) | (2 << 1) | 1, 0, 3)
  const packed = Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x68]), head, block])
  expect(zstdBound(packed)).toBe(131_072)
  const before = process.hrtime.bigint()
  expect(await unpack(packed, 'zstd', MEBIBYTE)).toBe('DAMAGED')
  expect(Number(process.hrtime.bigint() - before) / 1e6).toBeLessThan(500)
})

it('knows its encodings by their names', () => {
  expect([undefined, '', 'Identity', 'GZIP', 'x-gzip', 'zstd'].map(encodingOf)).toEqual([
    'identity',
    'identity',
    'identity',
    'gzip',
    'gzip',
    'zstd',
  ])
  expect(['br', 'gzip, gzip', 'deflate'].map(encodingOf)).toEqual([undefined, undefined, undefined])
})
