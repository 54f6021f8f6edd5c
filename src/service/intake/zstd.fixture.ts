/** Zstandard for tests: Node 20 has no encoder of it. */

const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])
const BLOCK_BYTES_MAX = 128 * 1024

/** A frame of blocks that are not packed: any bytes, readable by every decoder. */
export function zstdCompressed(bytes: Buffer): Buffer {
  // No size, no checksum; a window of 8 MiB.
  const parts: Buffer[] = [MAGIC, Buffer.from([0x00, 0x68])]
  for (let at = 0; at === 0 || at < bytes.length; at += BLOCK_BYTES_MAX) {
    const block = bytes.subarray(at, at + BLOCK_BYTES_MAX)
    parts.push(headOf(0, block.length, at + BLOCK_BYTES_MAX >= bytes.length), block)
  }
  return Buffer.concat(parts)
}

/** A frame that repeats one byte, in blocks of four bytes for 128 KiB each. */
export function zstdBomb(blocks: number): Buffer {
  const head = Buffer.concat([headOf(1, BLOCK_BYTES_MAX, false), Buffer.from([0x20])])
  const last = Buffer.concat([headOf(1, BLOCK_BYTES_MAX, true), Buffer.from([0x20])])
  return Buffer.concat([MAGIC, Buffer.from([0x00, 0x68]), ...Array(blocks - 1).fill(head), last])
}

function headOf(kind: number, size: number, isLast: boolean): Buffer {
  const head = Buffer.alloc(3)
  head.writeUIntLE((size << 3) | (kind << 1) | (isLast ? 1 : 0), 0, 3)
  return head
}

/** Forty exchanges, e0 to e39, as the reference encoder packs them: once of known size, once as a stream. */
export const FORTY_LINES = [
  'KLUv/WSeCw0GACLGFBqAazoUW3VoIkIpCcomNuLx/CglWW1IFSlAD////79t27bdtm1bQ4GQDAR3AZG6x2ksEA+hmB1q6ZYSm59bmHQ0ickoFCjLQkoxzZIJ5xT4yIIELCBQgwRN6QGTpKHXUNaodPQayhqVjl5DWaPS0Wsoa1Q6eg1ljUpHr6GsUenQ65ZHWbMElV4Zeq1SlHXKo9IoQa9PhrI2KSpd8ig4SfQ4yhgqjB5DGUOF0eMoY6iwQe+EnvhIU9ouWSvhOp4srtWU',
  'KLUv/QRYBQYAosYVGoBrOhTbuDQRodwWZRMb2v/9MSUpCqQDmbQH////v23btt22bdsCYbAIAncBESrG01CspYgSHpKZoabclMVmokSGYppzOLduQZTQjiixcZhDPCqxHkdIKiBgg5KUHpOkodcoa6h09BplDZVGr6Gso9LoNZQ1Kg29jrJGpaHXKGuo9Oh1y1DWLEOlV4ZeqwxlnTJUGmXo9clQ1iZDpUuGgpNEj6GMo8LoMZQxKgw9hjJGhSl6p+iJ15nIdkABLK7VlA==',
].map((text) => Buffer.from(text, 'base64'))
