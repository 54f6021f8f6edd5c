import type {
  RasterAccount,
  RasterAnswer,
} from '../../../../../src/service/console/campaigns/api.js'

/** Of what a cell is that carries no family with a colour: as the service packs it. */
export const OTHER_FAMILY = 14
export const NO_FAMILY = 15

export const SORTS = ['seen', 'tie', 'taken'] as const
export type Sort = (typeof SORTS)[number]

/** The cells, row by row of the order that is shown. */
export interface RasterModel {
  readonly buckets: number
  readonly rows: number
  /** By place on the page, the place of its account in the answer. */
  readonly order: readonly number[]
  /** Row by row, in buckets, when the account was made and when it ended; not a number where nobody knows. */
  readonly born: Float64Array
  readonly ended: Float64Array
  /** Where several accounts ended at once. */
  readonly waves: readonly BanWave[]
  /** At row · buckets + bucket: 16 times the exchanges plus the family, or 0 where nothing happened. */
  readonly cells: Uint16Array
}

export function rasterModel(answer: RasterAnswer, sort: Sort): RasterModel {
  const { accounts, buckets } = answer
  const order = orderOf(answer, sort)
  const shownAt = new Uint32Array(accounts.length)
  for (const [place, account] of order.entries()) shownAt[account] = place
  const cells = new Uint16Array(accounts.length * buckets)
  const packed = unpacked(answer.cells)
  for (let at = 0; at + 2 < packed.length; at += 3) {
    const [account = 0, bucket = 0, value = 0] = packed.subarray(at, at + 3)
    cells[(shownAt[account] ?? 0) * buckets + bucket] = value
  }
  const instants = (of: (account: RasterAccount) => string | null) =>
    Float64Array.from(order, (place) => {
      const account = accounts[place]
      const instant = account === undefined ? null : of(account)
      return instant === null ? Number.NaN : bucketOf(answer, instant)
    })
  const born = instants(({ born_at }) => born_at)
  const ended = instants(({ ended_at }) => ended_at)
  return { buckets, born, ended, rows: accounts.length, order, waves: banWaves(answer), cells }
}

function orderOf({ accounts }: RasterAnswer, sort: Sort): readonly number[] {
  const places = accounts.map((_, place) => place)
  if (sort === 'seen') return places
  const weight = (place: number) =>
    (sort === 'tie' ? accounts[place]?.tie_bits : accounts[place]?.taken) ?? 0
  return places.sort((a, b) => weight(b) - weight(a) || a - b)
}

function unpacked(text: string): Uint16Array {
  const raw = atob(text)
  const values = new Uint16Array(raw.length >> 1)
  for (let at = 0; at < values.length; at += 1) {
    values[at] = raw.charCodeAt(2 * at) | (raw.charCodeAt(2 * at + 1) << 8)
  }
  return values
}

/** Accounts that ended within one bucket: whoever banned them did it at once. */
export interface BanWave {
  readonly bucket: number
  readonly accounts: number
}

function banWaves(answer: RasterAnswer): readonly BanWave[] {
  const counts = new Map<number, number>()
  for (const { ended_at } of answer.accounts) {
    if (ended_at === null) continue
    const bucket = Math.floor(bucketOf(answer, ended_at))
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
  }
  return [...counts]
    .filter(([, accounts]) => accounts > 1)
    .map(([bucket, accounts]) => ({ bucket, accounts }))
    .sort((a, b) => a.bucket - b.bucket)
}

/** Where an instant lies, in buckets from the start. */
export const bucketOf = ({ start, bucket_seconds }: RasterAnswer, instant: string): number =>
  (Date.parse(instant) - Date.parse(start)) / 1000 / bucket_seconds

export const instantOf = ({ start, bucket_seconds }: RasterAnswer, bucket: number): string =>
  new Date(Date.parse(start) + bucket * bucket_seconds * 1000).toISOString()
