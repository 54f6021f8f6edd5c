import type { z } from 'zod'
import { proxySchema } from '../../config/proxy.js'
import { textPolicy } from '../../domain/exchange.js'

/** What the proxy goes by: its own section, and what the service says of texts. */
export const proxySettings = proxySchema.extend({ text_policy: textPolicy.default('full') })

export type ProxySettings = z.infer<typeof proxySettings>
