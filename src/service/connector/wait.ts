import { createHash } from 'node:crypto'

const FIRST_MS = 5000
const GROWTH = 3
export const WAIT_MS_MAX = 3_600_000
/** For what lets somebody go, whatever the other side asks for: an innocent waits with it. */
export const LETTING_GO_MS_MAX = 300_000

/**
 * Milliseconds from a failed attempt to the next: longer each time, and at most `msMax`. Up to half of it is taken off, by the id and
 * the attempt, so that what failed together does not come again together.
 */
export function waitMs(
  id: string,
  failures: number,
  retryMs: number | undefined,
  msMax = WAIT_MS_MAX,
): number {
  const wholeMs = Math.min(FIRST_MS * GROWTH ** (failures - 1), msMax)
  const spread = createHash('sha256').update(`${id} ${failures}`).digest().readUInt32BE(0) / 2 ** 32
  return Math.max(wholeMs * (1 - spread / 2), Math.min(retryMs ?? 0, msMax))
}
