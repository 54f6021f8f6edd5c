/**
 * What the members of a pool have in common, by discipline.
 *
 * The table is point 7 of DETECTION section 1. Each kind of sharing is drawn for each account apart,
 * so that no account has to have everything and discipline thins every kind.
 */

import type { Discipline } from './discipline.js'

export interface Sharing {
  readonly card: number
  readonly exits: number
  readonly template: number
  readonly batch: number
  readonly continuation: number
  /** Share whose client claims to be a library that it is not. */
  readonly disguise: number
  /** Hours that an account keeps an exit. */
  readonly exitHours: number
  /** Share of accounts that were bought old. */
  readonly aged: number
  /** Factor on the pauses inside a conversation. */
  readonly patience: number
  /** Whether each account sleeps at night, where it claims to live. */
  readonly sleeps: boolean
}

/** What is drawn for each account apart: whether it shares this with the pool. */
export const HABITS = ['card', 'exits', 'template', 'batch', 'continuation', 'disguise'] as const
export type Habit = (typeof HABITS)[number]
export type Habits = Readonly<Record<Habit, boolean>>

export const SHARING: Readonly<Record<Discipline, Sharing>> = {
  sloppy: {
    card: 0.6,
    exits: 1,
    template: 0.85,
    batch: 1,
    continuation: 0.5,
    disguise: 0.9,
    exitHours: 5,
    aged: 0,
    patience: 1,
    sleeps: false,
  },
  careful: {
    card: 0.3,
    exits: 0.5,
    template: 0.3,
    batch: 0.3,
    continuation: 0.1,
    disguise: 0.4,
    exitHours: 30,
    aged: 0.15,
    patience: 2,
    sleeps: false,
  },
  disciplined: {
    card: 0.1,
    exits: 0.3,
    template: 0.1,
    batch: 0.1,
    continuation: 0.1,
    disguise: 0.1,
    exitHours: 200,
    aged: 0.3,
    patience: 6,
    sleeps: true,
  },
}

/** What an operator can buy besides discipline: means that are not shared, and more accounts. */
export interface Effort {
  /** Factor on each kind of sharing of a sloppy pool, from 1 down to nothing shared. */
  readonly sharingKept?: number
  /** So many times the accounts, with as many cards and exits more, for the same work. */
  readonly spread?: number
  /** Works at several providers, by the same means. */
  readonly branch?: Branch
}

/** The part of an operator that works at one provider. */
export interface Branch {
  /** Its accounts and its queue are its own. */
  readonly provider: string
  /** Cards, exits and names are rented for so many accounts, at all providers together. */
  readonly meansFor: number
}

/** What members have in common under an effort. How a pool behaves otherwise is its discipline's. */
export const sharingOf = (discipline: Discipline, effort?: Effort): Sharing => {
  const own = SHARING[discipline]
  const kept = effort?.sharingKept
  if (kept === undefined) return own
  const { card, exits, template, batch, continuation, disguise } = SHARING.sloppy
  return {
    ...own,
    card: card * kept,
    exits: exits * kept,
    template: template * kept,
    batch: batch * kept,
    continuation: continuation * kept,
    disguise: disguise * kept,
  }
}
