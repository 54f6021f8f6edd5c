import { canonicalJson } from '../../domain/canonical-json.js'
import type { Delivery } from '../../records/share.js'

const iso = (ms: number): string => new Date(ms).toISOString()

/**
 * What a partner is told: the same bytes at every attempt. The document is in it as both saw it. Of a withdrawal nothing is told but
 * which share it was.
 */
export function messageOf({ what, share }: Delivery, document: string): string {
  const { share_id, released_ms, withdrawn_ms } = share
  if (what === 'withdrawal') {
    const timestamp = iso(withdrawn_ms ?? released_ms)
    return canonicalJson({ type: 'share.withdrawn', timestamp, data: { share_id } })
  }
  const head = { type: 'share.released', timestamp: iso(released_ms), share_id }
  return `${canonicalJson(head).slice(0, -1)},"data":${document}}`
}
