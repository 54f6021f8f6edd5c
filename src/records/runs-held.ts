/**
 * Runs that are kept because somebody proposed a share of them: whoever is to agree must be able to have the same bytes made
 * for as long as the proposal stands. Each is a copy of what a run derives, so they are counted.
 */
import { isSameName } from '../domain/people.js'
import { PROPOSAL_MS_MAX, type World } from './deed.js'
import type { Proposal, State } from './state.js'

const RELEASE = 'release_share'
/** So that nobody alone takes all the room. */
export const RUNS_HELD_OF_PERSON_MAX = 4
/** Of four people who propose as much as one may. */
export const RUNS_HELD_MAX = 16

/** Of proposals that stand, each once. */
export const runsHeld = (proposals: readonly Proposal[]): readonly string[] => [
  ...new Set(
    proposals.flatMap(({ deed, input }) => {
      const { run_id } = (input ?? {}) as { readonly run_id?: unknown }
      return deed === RELEASE && typeof run_id === 'string' ? [run_id] : []
    }),
  ),
]

interface Wanted {
  readonly sha256: string
  readonly run_id: string
}

/** Whether to propose this would hold one run more than there may be. Who agrees to what another proposed holds none. */
export function isRoomless(
  { proposals }: Pick<State, 'proposals'>,
  { sha256, run_id }: Wanted,
  { nowMs, proposalMs = PROPOSAL_MS_MAX }: Pick<World, 'nowMs' | 'proposalMs'>,
  by: string,
): boolean {
  const standing = [...proposals.values()].filter(
    ({ deed, at_ms }) => deed === RELEASE && Math.abs(nowMs - at_ms) < proposalMs,
  )
  if (standing.some(({ key }) => key === `${RELEASE}\n${sha256}`)) return false
  const all = runsHeld(standing)
  if (all.includes(run_id)) return false
  const own = runsHeld(standing.filter((one) => isSameName(one.by, by)))
  return own.length >= RUNS_HELD_OF_PERSON_MAX || all.length >= RUNS_HELD_MAX
}
