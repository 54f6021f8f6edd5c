import { HABITS } from '../../lab/scenarios/sharing.js'
import { NOTICED, type Noticed } from '../../lab/timing-decoders.js'

/**
 * Which habit of the lab's pools each linker sees. `none` is what every account of a pool has in common or nobody:
 * the program that asks, the hours of the queue, an address that the lab never shares.
 */
export const NOTICED_BY: Readonly<Record<string, Noticed>> = {
  'artefact-crossing': 'continuation',
  'billing-address': 'none',
  'client-fingerprint': 'disguise',
  continuation: 'continuation',
  // Who takes over what another was refused is whoever carries on conversations.
  'hand-off': 'continuation',
  // Mail domains come with the batch in which an account was signed up.
  identity: 'batch',
  'network-block': 'exits',
  'network-day': 'exits',
  // What others told; nobody tells anything in the lab.
  'partner-indicator': 'none',
  payment: 'card',
  'prompt-and-tools': 'none',
  'signup-batch': 'batch',
  'signup-day': 'batch',
  synchrony: 'none',
  'template-family': 'template',
}

/** What one linker adds to what holds a campaign together, in bits over all pairs. */
export interface LinkerBits {
  readonly campaign_id: string
  readonly linker: string
  readonly bits: number
}

/** What carries most of a campaign's bits; where nothing links its members, none of the habits. */
export function noticedIn(rows: readonly LinkerBits[]): Noticed {
  const bitsOf = new Map<Noticed, number>()
  for (const { linker, bits } of rows) {
    const habit = NOTICED_BY[linker] ?? 'none'
    bitsOf.set(habit, (bitsOf.get(habit) ?? 0) + bits)
  }
  const most = Math.max(0, ...bitsOf.values())
  return most === 0 ? 'none' : (NOTICED.find((one) => bitsOf.get(one) === most) ?? 'none')
}

/** For people to read. */
export const NOTICED_TEXT: Readonly<Record<Noticed, string>> = {
  card: 'common cards',
  exits: 'common exits',
  template: 'common wording',
  batch: 'signed up together',
  continuation: 'carried on, taken over',
  disguise: 'one disguised client',
  none: 'none of them',
}

/** How many pools there are of each. */
export const countNoticed = (pools: readonly { readonly noticed: Noticed }[]) =>
  [...HABITS, 'none' as const].map((noticed) => ({
    noticed,
    pools: pools.filter((pool) => pool.noticed === noticed).length,
  }))
