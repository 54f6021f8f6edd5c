/** The book of a campaign: how much each of its accounts sent, and how much of that took something. */

import type { Traffic } from '../traffic.js'
import type { Member } from './pool.js'

export interface Count {
  readonly exchanges: number
  readonly extracting: number
  readonly extractingByAccount: Readonly<Record<string, number>>
}

export interface Tally extends Count {
  /** The part of some of the members. */
  readonly of: (members: readonly Member[]) => Count
}

export interface TallyBook {
  /** The same traffic, with a count of what passes. */
  readonly traffic: Traffic
  readonly exchanges: () => number
  /** Notes that the member's last exchange took something. */
  readonly take: (member: Member) => void
  readonly close: () => Tally
}

export const createTally = (traffic: Traffic): TallyBook => {
  const sent = new Map<string, number>()
  const taken = new Map<string, number>()
  let exchanges = 0
  let lastAccount = ''
  const counting: Traffic = {
    ...traffic,
    addExchange: (sender, line) => {
      const before = traffic.exchanges()
      traffic.addExchange(sender, line)
      // What falls outside of the window is not written, and so is neither sent nor taken.
      lastAccount = traffic.exchanges() > before ? sender.account.account_id : ''
      if (lastAccount === '') return
      exchanges += 1
      sent.set(lastAccount, (sent.get(lastAccount) ?? 0) + 1)
    },
  }
  return {
    traffic: counting,
    exchanges: () => exchanges,
    take: (member) => {
      const id = member.sender.account.account_id
      if (id === lastAccount) taken.set(id, (taken.get(id) ?? 0) + 1)
    },
    close: () => {
      const sum = (book: ReadonlyMap<string, number>, ids: readonly string[]): number =>
        ids.reduce((total, id) => total + (book.get(id) ?? 0), 0)
      return {
        exchanges,
        extracting: sum(taken, [...taken.keys()]),
        extractingByAccount: Object.fromEntries(taken),
        of: (members) => {
          const ids = members.map((member) => member.sender.account.account_id)
          const own = ids.flatMap((id) => {
            const count = taken.get(id)
            return count === undefined ? [] : [[id, count] as const]
          })
          return {
            exchanges: sum(sent, ids),
            extracting: sum(taken, ids),
            extractingByAccount: Object.fromEntries(own),
          }
        },
      }
    },
  }
}

/** The count of several queues that one campaign runs. */
export const sumCounts = (counts: readonly Count[]): Count => {
  const extractingByAccount: Record<string, number> = {}
  for (const [id, count] of counts.flatMap((one) => Object.entries(one.extractingByAccount))) {
    extractingByAccount[id] = (extractingByAccount[id] ?? 0) + count
  }
  return {
    exchanges: counts.reduce((sum, count) => sum + count.exchanges, 0),
    extracting: counts.reduce((sum, count) => sum + count.extracting, 0),
    extractingByAccount,
  }
}
