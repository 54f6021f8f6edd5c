import { MISP } from '../../config/outbound.js'
import type { SharingSettings } from '../../config/sharing.js'
import { SHARE_FORMS } from '../../pipeline/release/forms.js'
import type { Ways } from '../../pipeline/release/preview.js'

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
