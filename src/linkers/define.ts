import type { Described, Given } from '../domain/definition.js'
import type { Family } from '../domain/findings.js'
import { renderPage } from '../domain/page.js'

/** What every linker is, whichever way it finds its pairs. */
interface LinkerBase extends Described {
  readonly family: Family
  /**
   * Whether it speaks of one controller (operations), of money, of time, or of circumstance. Only
   * controller evidence, or money and time together, can make a link; circumstance adds to one.
   */
  readonly speaks: 'controller' | 'money' | 'time' | 'circumstance'
  readonly bits_max: number
  readonly cases: {
    readonly links: Readonly<Record<string, Given>>
    readonly quiet: Readonly<Record<string, Given>>
  }
}

/**
 * A reason to link that is a value which accounts share. `sql` gives `account_id`, `value_hash`
 * (UInt64, never 0), `first_at` and `last_at`; the stage counts who carries it and weighs it.
 */
export interface SharedValueLinker extends LinkerBase {
  readonly kind: 'shared-value'
  /** m: the share of pairs under one controller that share a value here. */
  readonly m: number
  /** Evidence halves in weight after so many days. */
  readonly half_life_days: number
  /**
   * The curve that ships: how often an unrelated account carries a value that nobody in the
   * reference population does. It counts for as much as 300 reference entities.
   */
  readonly unseen_frequency: number
  /**
   * How many accounts make a value that the reference does not know a new hub: an SDK, a tutorial, an
   * office. Above it the value is worth four bits at most.
   */
  readonly hub_accounts: number
  /**
   * Where the reference cannot say what a value is worth, since it is of one moment: `sql` then also
   * gives `weight_millibits` for each value.
   */
  readonly weighs_itself?: true
  /**
   * A run makes one linker of each partner: `m` and `bits_max` times what its word is worth, its number in the setting
   * `partner`, its name for `{partner}` in the statement.
   */
  readonly per_partner?: true
}

/**
 * A reason to link that lies between two accounts. `sql` gives `account_a`, `account_b` (in either
 * order), `weight_millibits` and `facts` (Map(String, Float64)).
 */
export interface PairLinker extends LinkerBase {
  readonly kind: 'pair'
  /** Proposes pairs by itself, or only adds to pairs of `link_candidate` that others proposed. */
  readonly runs: 'proposing' | 'adding'
}

export type Linker = SharedValueLinker | PairLinker

export const defineLinker = <L extends Linker>(linker: L): L => Object.freeze(linker)

export const linkerPage = (linker: Linker): string =>
  renderPage(linker, {
    kind: 'linker',
    family: linker.family,
    bits_max: linker.bits_max,
    facts: [
      ['speaks of', linker.speaks],
      ...(linker.kind === 'shared-value'
        ? ([
            ['m, the share of pairs under one controller that share a value', String(linker.m)],
            ['half-life', `${linker.half_life_days} days`],
            [
              'carried by a stranger though unknown to the reference',
              String(linker.unseen_frequency),
            ],
            ['a new hub above', `${linker.hub_accounts} accounts`],
          ] as const)
        : []),
    ],
    fires: Object.keys(linker.cases.links),
    quiet: Object.keys(linker.cases.quiet),
  })
