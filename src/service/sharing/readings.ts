import { ROLES, type Role } from '../../domain/people.js'
import type { Share } from '../../records/share.js'
import { deliveriesOf, isGivenOut } from '../../records/shares.js'
import type { ReadFrom, Reading } from '../people/reading.js'

const iso = (ms: number): string => new Date(ms).toISOString()
const LOOKING: readonly Role[] = ['reviewer', 'sharing_officer', 'admin', 'auditor']

/** What people can read of what leaves. */
export const SHARE_READINGS: readonly Reading[] = Object.freeze([
  {
    path: '/shares',
    summary: 'What two people let leave, to whom, until when, and what became of telling it.',
    who: ROLES,
    read: ({ ledger, nowMs }: ReadFrom) => ({
      shares: [...ledger.state().shares.values()].map((one) => ({
        ...told(one, nowMs),
        deliveries: deliveriesOf(ledger.state(), one).map(({ steps, ...delivery }) => ({
          ...delivery,
          ...Object.fromEntries(Object.entries(steps).map(([step, ms]) => [step, iso(ms)])),
        })),
      })),
    }),
  },
  {
    path: '/shares/preview',
    summary:
      'What would leave, by the `preview_id` that `preview_share` gave: every object, where each field comes from, what stays here and why, and what must not leave.',
    who: LOOKING,
    query: { preview_id: 'string' },
    read: ({ previews, query }: ReadFrom) => {
      const seen = previews?.seen(query.get('preview_id') ?? '') ?? ({ state: 'unknown' } as const)
      if (seen.state !== 'made') return seen
      const { terms, made } = seen
      if (made.kind === 'refused') {
        const { why, places } = made
        return { state: 'refused', terms, why, places }
      }
      const { sha256, objects, withheld, kept_out, leaks, fields } = made
      return {
        ...{ state: 'ready', terms, sha256, objects, withheld, kept_out, leaks },
        // The value stands in the object.
        fields: fields.map(({ object, field, from }) => ({ object, field, from })),
      }
    },
  },
])

const told = ({ released_ms, expires_ms, withdrawn_ms, ...share }: Share, nowMs: number) => ({
  ...share,
  state: stateOf({ released_ms, expires_ms, withdrawn_ms, ...share }, nowMs),
  released_at: iso(released_ms),
  expires_at: iso(expires_ms),
  withdrawn_at: withdrawn_ms === null ? null : iso(withdrawn_ms),
})

function stateOf(share: Share, nowMs: number): 'given out' | 'withdrawn' | 'over' {
  if (isGivenOut(share, nowMs)) return 'given out'
  return share.withdrawn_ms === null ? 'over' : 'withdrawn'
}
