import type { GivenReason } from '../domain/application.js'
import { ASSESS_SETTINGS, type AssessSettings } from './assess.js'
import type { Use, UseAnswer, UseDoubt, UseReason } from './use.js'

/** What use says of a grant. */
export interface UseWeighed {
  readonly is_watched: boolean
  /** In percent. */
  readonly risk: number
  /** What speaks for it, and below zero against it. */
  readonly reasons: readonly GivenReason[]
}

interface Found<Kind extends UseReason> {
  readonly reason: Kind
  readonly bits: number
  readonly said: Readonly<Record<string, string | number>>
}

/** What is left of a family below this was answered. As in an assessment. */
const LEFT_BITS_MIN = 1.5

/**
 * Each family by itself, its strongest doubt less what answers it; what is left adds to the odds that a grant is misused. It takes
 * one of what strangers do not share, or two families of circumstance: no pace and no bill by itself is anybody's matter. To be
 * watched costs nobody anything but a look, so that one in five is enough, as for one proof more.
 */
export function weighUse(
  reasons: readonly UseReason[],
  use: Use,
  settings: Pick<AssessSettings, 'prior' | 'one_proof_from'> = ASSESS_SETTINGS,
): UseWeighed {
  const found = reasons.flatMap((reason): readonly Found<UseReason>[] => {
    const { bits = 0, said = {} } = reason.weigh(use) ?? {}
    return bits <= 0 ? [] : [{ reason, bits, said }]
  })
  const doubts = strongest(found.filter(isDoubt))
  const answers = found.filter(isAnswer)
  const left = doubts.map(({ reason, bits }) => {
    const answered = answers.filter((one) => one.reason.answers.includes(reason.family))
    return { reason, bits: bits - answered.reduce((sum, one) => sum + one.bits, 0) }
  })
  const weighing = left.filter(({ bits }) => bits >= LEFT_BITS_MIN)
  const odds = left.reduce(
    (sum, { bits }) => sum + Math.max(0, bits),
    Math.log2(settings.prior / (1 - settings.prior)),
  )
  const risk = Math.round(100 / (1 + 2 ** -odds))
  const isEnough = weighing.some(({ reason }) => reason.is_firm) || weighing.length > 1
  const telling = answers.filter(({ reason }) =>
    doubts.some((one) => reason.answers.includes(one.reason.family)),
  )
  return {
    is_watched: isEnough && risk >= settings.one_proof_from,
    risk,
    reasons: [
      ...doubts.map((one) => given(one, one.reason.family, 1)),
      ...telling.map((one) => given(one, 'answer', -1)),
    ],
  }
}

const isDoubt = (one: Found<UseReason>): one is Found<UseDoubt> => one.reason.speaks === 'misuse'
const isAnswer = (one: Found<UseReason>): one is Found<UseAnswer> =>
  one.reason.speaks === 'innocence'

function strongest(found: readonly Found<UseDoubt>[]): readonly Found<UseDoubt>[] {
  const best = new Map<string, Found<UseDoubt>>()
  for (const one of found) {
    const known = best.get(one.reason.family)
    if (known === undefined || known.bits < one.bits) best.set(one.reason.family, one)
  }
  return [...best.values()].sort((a, b) => b.bits - a.bits || (a.reason.id < b.reason.id ? -1 : 1))
}

const given = (
  { reason, bits, said }: Found<UseReason>,
  family: string,
  sign: 1 | -1,
): GivenReason => ({
  ...{ id: reason.id, family, weight_bits: (sign * Math.round(bits * 10)) / 10 },
  statement: reason.statement.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = said[name]
    return typeof value === 'number' ? value.toLocaleString('en-US') : (value ?? whole)
  }),
})
