import type { ShareForm } from '../../domain/sharing.js'
import { plainForm } from '../../feeds/share/plain.js'
import { stixForm } from '../../feeds/stix/form.js'

/** The forms in which a campaign can leave. */
export const SHARE_FORMS: readonly ShareForm[] = Object.freeze([stixForm, plainForm])
/** Where nobody says in which. */
export const USUAL_FORM = stixForm.form
