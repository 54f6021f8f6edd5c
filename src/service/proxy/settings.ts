import type { z } from 'zod'
import { proxySchema } from '../../config/proxy.js'
import { apiKeyIds } from '../../config/serve.js'
import { textPolicy } from '../../domain/exchange.js'

/** What the proxy goes by: its own section, and what the service says of texts and of keys. */
export const proxySettings = proxySchema.extend({
  text_policy: textPolicy.default('full'),
  api_key_ids: apiKeyIds.default('keyed'),
})

export type ProxySettings = z.infer<typeof proxySettings>
