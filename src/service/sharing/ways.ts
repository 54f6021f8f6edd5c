import { MISP } from '../../config/outbound.js'
import type { SharingSettings } from '../../config/sharing.js'
import { SHARE_FORMS } from '../../pipeline/release/forms.js'
import type { Ways } from '../../pipeline/release/preview.js'
import type { Whom } from '../../records/share.js'
import type { Everybody } from '../../records/shares.js'

/** Whom it can go to, up to which marking, and whom of them the service tells. MISP reads for itself. */
export const everybodyIn = ({ partners, collections, misp }: SharingSettings): Everybody =>
  new Map<string, Whom>([
    ...partners.map(
      ({ id, strictest, url }) => [id, { strictest, isTold: url !== undefined }] as const,
    ),
    ...collections.map(({ alias, strictest }) => [alias, { strictest, isTold: true }] as const),
    ...(misp === undefined ? [] : [[MISP, { strictest: misp.strictest, isTold: false }] as const]),
  ])

/** Who shares by the settings, in which forms, and whom it can go to. A collection of TAXII holds objects of STIX, and nothing else. */
export const waysOf = ({ producer, partners, collections, misp }: SharingSettings): Ways => ({
  producer,
  forms: SHARE_FORMS,
  destinations: [
    ...partners.map(({ id, strictest }) => ({ id, strictest })),
    ...collections.map(({ alias, strictest }) => ({ id: alias, strictest, form: 'stix' })),
    ...(misp === undefined ? [] : [{ id: MISP, strictest: misp.strictest }]),
  ],
})
