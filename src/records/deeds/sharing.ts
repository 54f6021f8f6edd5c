import { z } from 'zod'
import { placeText, shareTerms } from '../../domain/sharing.js'
import { defineDeed, type Fault, ONE, type World } from '../deed.js'
import { isRoomless } from '../runs-held.js'
import { isGivenOut, voidRelease } from '../shares.js'
import { isLetGo, type State } from '../state.js'
import { digest, expiresMs, identifier, reason } from './words.js'

const who = ['reviewer', 'sharing_officer'] as const

interface Named {
  readonly campaign_id: string
}
const subject = ({ campaign_id }: Named) => ['campaign', campaign_id] as const

/** It is made by whoever asks the ledger, once this is written down. */
export const previewShare = defineDeed({
  id: 'preview_share',
  summary:
    "Has a preview made of what would leave of a campaign, object by object. `read_preview` shows it, by the id that this answers. Of one person eight are kept: a ninth takes the place of the oldest of their own, and of nobody else's.",
  who,
  input: shareTerms.partial({ run_id: true }).extend({ reason }),
  object: () => 'preview',
  subject,
  hidden: ['campaign_id', 'left_out', 'texts', 'reason'],
  agreed: ONE,
  fault: () => undefined,
  done: () => undefined,
})

/** What it shows is read by whoever asks the ledger, once this is written down. */
export const readPreview = defineDeed({
  id: 'read_preview',
  summary:
    'Shows a preview: every object, where each field comes from, what stays here and why, and what must not leave. Written down before it is shown, for it may hold a text of an exchange. Whoever did may release it, byte for byte.',
  who,
  input: z.strictObject({ preview_id: identifier, reason }),
  object: ({ preview_id }) => `preview ${preview_id}`,
  hidden: ['reason'],
  agreed: ONE,
  fault: (_, __, { preview }) => {
    if (preview === undefined) return 'NOT_THERE'
    return preview.kind === 'refused' ? preview.why : undefined
  },
  places: ({ preview }) => (preview?.kind === 'refused' ? preview.places : []),
  told: (_, { preview }) => ({ sha256: preview?.kind === 'ready' ? preview.sha256 : '' }),
  done: ({ previewed }, _, { by, told: { sha256 = '' } }) => {
    previewed.set(sha256, (previewed.get(sha256) ?? new Set<string>()).add(by))
  },
})

export const releaseShare = defineDeed({
  id: 'release_share',
  summary:
    'Lets what a preview shows leave, byte for byte, to partners or collections, under a marking and until a time. Two people, each of whom read that preview. The run that a proposal names is kept as long as it stands; of one person four runs, and sixteen of all.',
  who,
  input: shareTerms.extend({ sha256: digest, reason }),
  object: ({ sha256 }) => `share ${sha256.slice(0, 12)}`,
  subject,
  hidden: ['campaign_id', 'left_out', 'texts', 'reason'],
  // Of the terms too: whom it goes to, how it is marked, what is left out and which texts are released.
  agreed: ({ sha256 }) => sha256,
  fault: (input, state, world, by) =>
    previewFault(input, world) ??
    standingFault(input, state, world) ??
    unreadFault(input, state, by) ??
    (isRoomless(state, input, world, by) ? 'FULL' : undefined),
  places: ({ preview }) => placesOf(preview),
  done: (
    { shares },
    { campaign_id, sha256, form, marking, to, expires_at },
    { id: share_id, at_ms: released_ms, people },
  ) => {
    const whom = [...new Set(to)]
    const released = { share_id, campaign_id, sha256, form, marking, to: whom, people, released_ms }
    const expires_ms = expiresMs(expires_at) ?? released_ms
    shares.set(share_id, { ...released, expires_ms, withdrawn_ms: null })
  },
})

function previewFault(
  { sha256 }: { readonly sha256: string },
  { preview }: World,
): Fault | undefined {
  if (preview === undefined) return 'PREVIEW_MISSING'
  if (preview.kind === 'refused') return preview.why
  if (preview.sha256 !== sha256) return 'PREVIEW_CHANGED'
  return preview.leaks.length > 0 ? 'WOULD_LEAK' : undefined
}

/** Nobody answers for what they have not seen, nor lets it leave because somebody else has. */
const unreadFault = (
  { sha256 }: { readonly sha256: string },
  { previewed }: Pick<State, 'previewed'>,
  by: string,
): Fault | undefined => (previewed.get(sha256)?.has(by) ? undefined : 'PREVIEW_UNREAD')

interface Wanted extends Named {
  readonly sha256: string
  readonly expires_at: string
  readonly as_of?: string | undefined
}

function standingFault(
  { campaign_id, sha256, expires_at, as_of }: Wanted,
  state: State,
  { nowMs }: World,
): Fault | undefined {
  if (Date.parse(expires_at) <= nowMs) return 'ENDS_WRONG'
  if (isLetGo(state, campaign_id, nowMs)) return 'RULED_BENIGN'
  const shares = [...state.shares.values()]
  // Whoever has what was taken back since would take it for the later version.
  const isOlder = (withdrawn_ms: number) => as_of !== undefined && Date.parse(as_of) <= withdrawn_ms
  const ofCampaign = shares.filter((one) => one.campaign_id === campaign_id)
  if (ofCampaign.some(({ withdrawn_ms: at }) => at !== null && isOlder(at)))
    return 'PREVIEW_CHANGED'
  const isOut = shares.some((one) => one.sha256 === sha256 && isGivenOut(one, nowMs))
  return isOut ? 'SO_ALREADY' : undefined
}

const placesOf = (preview: World['preview']): readonly string[] => {
  if (preview === undefined) return []
  if (preview.kind === 'refused') return preview.places
  return preview.leaks.map(({ place, kind }) => `${placeText(place)}: ${kind}`)
}

export const withdrawShare = defineDeed({
  id: 'withdraw_share',
  summary:
    'Takes back what was shared, at once and for good: it is given to nobody any more, and whoever was told is told so.',
  who: [...who, 'admin'],
  input: z.strictObject({ share_id: identifier, reason }),
  object: ({ share_id }) => `share ${share_id}`,
  hidden: ['reason'],
  agreed: ONE,
  fault: ({ share_id }, { shares }) => {
    const known = shares.get(share_id)
    if (known === undefined) return 'NOT_THERE'
    return known.withdrawn_ms === null ? undefined : 'SO_ALREADY'
  },
  done: (state, { share_id }, { at_ms }) => {
    const known = state.shares.get(share_id)
    if (known === undefined) return
    known.withdrawn_ms = at_ms
    voidRelease(state, known.sha256)
  },
})
