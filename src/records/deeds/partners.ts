import { z } from 'zod'
import { partnerId } from '../../domain/told.js'
import { defineDeed, ONE } from '../deed.js'
import { digest, reason } from './words.js'

const PARTNER = z.strictObject({ partner_id: partnerId, reason })
const object = ({ partner_id }: { readonly partner_id: string }) => `partner ${partner_id}`

/** A run reads the trail for it: whatever the partner told counts for nothing from the next one on. */
export const pausePartner = defineDeed({
  id: 'pause_partner',
  summary: 'What a partner told counts for nothing, from the next run on. It is still taken in.',
  who: ['analyst', 'reviewer', 'sharing_officer', 'admin'],
  input: PARTNER,
  object,
  hidden: ['reason'],
  agreed: ONE,
  fault: ({ partner_id }, { paused }) => (paused.has(partner_id) ? 'SO_ALREADY' : undefined),
  done: ({ paused, proposals }, { partner_id }) => {
    paused.add(partner_id)
    // Whoever agrees must know of the pause.
    for (const deed of ['resume_partner', 'vouch_for_partner'])
      proposals.delete(`${deed}\n${partner_id}`)
  },
})

/**
 * What it tells stands nowhere in the trail: the digest says which document it was. A file is whatever somebody says that a partner
 * said, and one that the partner never wrote costs it its trust: so two people bring the same bytes, and a partner with a
 * channel of its own speaks by that alone.
 */
export const receiveTold = defineDeed({
  id: 'receive_told',
  summary:
    'Takes in what a partner tells that has no channel of its own: a bundle of STIX 2.1, or campaigns in plain JSON. Two people, who bring the same file, byte for byte. The next run weighs it.',
  who: ['analyst', 'reviewer', 'sharing_officer', 'admin'],
  input: z.strictObject({
    partner_id: partnerId,
    sha256: digest,
    bytes: z.int().min(0),
  }),
  object,
  hidden: [],
  agreed: ({ partner_id, sha256 }) => `${partner_id}\n${sha256}`,
  fault: ({ partner_id }, _, { channels }) =>
    channels?.has(partner_id) ? 'HAS_CHANNEL' : undefined,
  done: () => undefined,
})

export const resumePartner = defineDeed({
  id: 'resume_partner',
  summary: 'Lets the word of a partner count again that was paused. Two people.',
  who: ['reviewer', 'sharing_officer'],
  input: PARTNER,
  object,
  hidden: ['reason'],
  agreed: ({ partner_id }) => partner_id,
  fault: ({ partner_id }, { paused }) => (paused.has(partner_id) ? undefined : 'NOT_THERE'),
  done: ({ paused }, { partner_id }) => {
    paused.delete(partner_id)
  },
})

/**
 * The one way in which a partner's word rises: whatever a machine counts of what it told, somebody could tell by lot, hear back or send here
 * himself. It may be done again: what the partner was found wrong about until then counts no more.
 */
export const vouchForPartner = defineDeed({
  id: 'vouch_for_partner',
  summary:
    'Lets the word of a partner count for more, and speak against innocent explanations, until it is paused or found wrong. Two people, who looked at what it told.',
  who: ['reviewer', 'sharing_officer'],
  input: PARTNER,
  object,
  hidden: ['reason'],
  agreed: ({ partner_id }) => partner_id,
  // One that is paused is resumed first, by two who know of the pause.
  fault: ({ partner_id }, { paused }) => (paused.has(partner_id) ? 'NOT_THERE' : undefined),
  done: () => undefined,
})
