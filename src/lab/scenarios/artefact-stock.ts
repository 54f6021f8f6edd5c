/**
 * Signed reasoning artefacts that wait to be presented again, in a new session.
 *
 * A member that crosses takes another's artefact if it can; a careful one keeps to its own.
 */

import type { Settings } from '../conversation.js'
import { at, type Random } from '../random.js'
import { traceIn } from '../text/items.js'
import type { Template } from '../text/templates.js'
import type { Job } from './dispatch.js'
import type { Member } from './pool.js'
import { scaledSteps, word } from './wording.js'

interface Captured {
  readonly artefact: string
  readonly accountId: string
}

export interface Stock {
  readonly keep: (member: Member, artefacts: readonly string[]) => void
  readonly size: () => number
  /** Which artefact the member presents, if any, and whether it was issued to another. */
  readonly take: (random: Random, member: Member) => Taken
}

export interface Taken {
  readonly artefacts: readonly string[]
  readonly isForeign: boolean
}

/** Older ones are dropped, as they expire within days. */
const STOCK_MAX = 400

export const createStock = (): Stock => {
  const stock: Captured[] = []
  return {
    size: () => stock.length,
    keep: (member, artefacts) => {
      const { account_id: accountId } = member.sender.account
      for (const artefact of artefacts) stock.push({ artefact, accountId })
      if (stock.length > STOCK_MAX) stock.splice(0, stock.length - STOCK_MAX)
    },
    take: (random, member) => {
      const own = member.sender.account.account_id
      const wanted = stock.findIndex((captured) => (captured.accountId === own) !== member.crosses)
      const place = wanted >= 0 ? wanted : random.int(0, stock.length - 1)
      const isForeign = at(stock, place).accountId !== own
      if (isForeign && !member.crosses) return { artefacts: [], isForeign }
      return { artefacts: stock.splice(place, 1).map((captured) => captured.artefact), isForeign }
    },
  }
}

export interface ExpandWishes {
  readonly stock: Stock
  readonly templates: readonly Template[]
  readonly settings: Settings
  readonly textScale: number
}

/** Share of foreign artefacts that the provider notices. */
const NOTICED_SHARE = 0.05

/** A new session that presents an artefact of the stock, which may not be empty. */
export const expandJob = (random: Random, member: Member, wishes: ExpandWishes): Job => {
  const taken = wishes.stock.take(random, member)
  const template = random.pick(wishes.templates)
  const steps = scaledSteps(random.int(18, 40), wishes.textScale)
  const isNoticed = taken.artefacts.length > 0 && taken.isForeign && random.chance(NOTICED_SHARE)
  return {
    settings: wishes.settings,
    turns: [
      {
        text: word(random, member, template, ''),
        response: traceIn(random, template.tongue, steps),
        artefactsPresented: taken.artefacts,
        ...(isNoticed ? { artefactError: 'foreign' } : {}),
      },
    ],
    isExtracting: true,
    gapMs: 5000,
  }
}
