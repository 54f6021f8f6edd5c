/** Previews and shares as the service tells them. */
import { z } from 'zod'
import { shareTerms } from '../../domain/sharing.js'

const field = z.object({ object: z.int(), field: z.string(), from: z.string() })

const unready = [
  z.object({ state: z.literal('making') }),
  z.object({ state: z.literal('failed') }),
  z.object({ state: z.literal('unknown') }),
  z.object({
    state: z.literal('refused'),
    terms: shareTerms,
    why: z.string(),
    places: z.array(z.string()),
  }),
] as const

/** What becomes of one, without what is in it. */
export const previewMaking = z.discriminatedUnion('state', [
  ...unready,
  z.object({ state: z.literal('ready') }),
])

export const previewShown = z.discriminatedUnion('state', [
  ...unready,
  z.object({
    state: z.literal('ready'),
    terms: shareTerms,
    sha256: z.string(),
    objects: z.array(z.record(z.string(), z.json())),
    withheld: z.array(
      z.object({
        indicator_id: z.string(),
        kind: z.string(),
        why: z.string(),
        marking: z.string(),
      }),
    ),
    judgement: z.enum(['in it', 'left out', 'none']),
    kept_out: z.record(z.string(), z.number()),
    leaks: z.array(z.object({ place: z.string(), kind: z.string() })),
    fields: z.array(field),
  }),
])
export type PreviewShown = z.infer<typeof previewShown>

/** Whether two people could let it leave as it is. */
export const canLeave = (shown: PreviewShown): boolean =>
  shown.state === 'ready' && shown.leaks.length === 0

const share = z.object({
  share_id: z.string(),
  campaign_id: z.string(),
  state: z.string(),
  marking: z.string(),
  to: z.array(z.string()),
  people: z.array(z.string()),
  expires_at: z.string(),
})
export const sharesShown = z.object({ shares: z.array(share) })
export type ShareShown = z.infer<typeof share>
