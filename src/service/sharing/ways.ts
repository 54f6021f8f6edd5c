import type { SharingSettings } from '../../config/sharing.js'
import { SHARE_FORMS } from '../../pipeline/release/forms.js'
import type { Ways } from '../../pipeline/release/preview.js'

/** Who shares by the settings, in which forms, and whom it can go to. */
export const waysOf = ({ producer, partners }: SharingSettings): Ways => ({
  producer,
  forms: SHARE_FORMS,
  destinations: partners.map(({ id, strictest }) => ({ id, strictest })),
})
