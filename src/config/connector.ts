import { z } from 'zod'
import { hasOneSecret, ONE_SECRET, webhookSecret, webhookUrl } from './webhook.js'

/** `serve.connector`: the provider's own account system. */
export const connectorSchema = z
  .strictObject({
    url: webhookUrl.describe(
      'Where the account system is asked, by signed POST. Redirects are not followed.',
    ),
    ...webhookSecret,
    timeout_seconds: z
      .number()
      .positive()
      .max(120)
      .default(10)
      .describe('How long an answer may take, with its body.'),
    give_up_hours: z
      .number()
      .positive()
      .max(720)
      .default(72)
      .describe(
        'How long a request is repeated that nobody answers. Then people must want it anew.',
      ),
  })
  .refine(hasOneSecret, ONE_SECRET)
  .describe(
    'The account system that is asked to suspend and to reinstate; without one nobody can be suspended.',
  )

export type ConnectorSettings = z.infer<typeof connectorSchema>
