import { ROLES } from '../../domain/people.js'
import type { Share } from '../../records/share.js'
import { deliveriesOf, isGivenOut } from '../../records/shares.js'
import type { ReadFrom, Reading } from '../people/reading.js'
import type { Previews } from './previews.js'

const iso = (ms: number): string => new Date(ms).toISOString()
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
      'Whether a preview is made, by the `preview_id` that `preview_share` gave, and why it cannot be. `unknown` is one that there never was, that made room for later ones, or that was made before the service started. `read_preview` shows what is in it.',
    who: ['reviewer', 'sharing_officer'],
    query: { preview_id: 'string' },
    read: ({ previews, query }: ReadFrom) => {
      const seen = previews?.seen(query.get('preview_id') ?? '') ?? ({ state: 'unknown' } as const)
      if (seen.state !== 'made') return seen
      const { terms, made } = seen
      if (made.kind === 'ready') return { state: 'ready' }
      const { why, places } = made
      return { state: 'refused', terms, why, places }
    },
  },
])

/** A preview for whoever had it written down that they read it: undefined where it is gone, or is another by now. */
export function previewRead(previews: Previews | undefined, preview_id: string) {
  const seen = previews?.seen(preview_id)
  if (seen?.state !== 'made' || seen.made.kind !== 'ready') return undefined
  const { sha256, objects, withheld, judgement, kept_out, leaks, fields } = seen.made
  return {
    ...{ state: 'ready', terms: seen.terms, sha256, objects, withheld, judgement, kept_out, leaks },
    // The value stands in the object.
    fields: fields.map(({ object, field, from }) => ({ object, field, from })),
  }
}

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
