/** `serve.sharing` of the settings. */
import { z } from 'zod'
import { outboundKeys } from './outbound.js'

export const sharingSchema = z
  .strictObject({ ...outboundKeys })
  .describe('What is shared with others; nothing leaves without two people.')

export type SharingSettings = z.infer<typeof sharingSchema>
