import type { ShareForm } from '../../domain/sharing.js'
import { plainForm } from '../../feeds/share/plain.js'

/** The forms in which a campaign can leave. */
export const SHARE_FORMS: readonly ShareForm[] = Object.freeze([plainForm])
