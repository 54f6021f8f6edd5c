import { z } from 'zod'
import { CLOSED_LINE, isClosedLine, isWholeLogin, mailServer, WHOLE_LOGIN } from './mail.js'
import { hasOneSecret, ONE_SECRET, webhookSecret, webhookUrl } from './webhook.js'

const webhook = z
  .strictObject({
    url: webhookUrl.describe('Where alerts are sent, by signed POST. Redirects are not followed.'),
    ...webhookSecret,
  })
  .refine(hasOneSecret, ONE_SECRET)

const mail = mailServer
  .extend({ to: z.array(z.email()).min(1).max(20).describe('Who is told.') })
  .refine(isClosedLine, CLOSED_LINE)
  .refine(isWholeLogin, WHOLE_LOGIN)
export type MailSettings = z.infer<typeof mail>

/** `serve.alerts`: who is told that something needs a person. */
export const alertsSchema = z
  .strictObject({
    webhook: webhook.optional().describe('A service that passes alerts on.'),
    mail: mail.optional().describe('People who get them by mail.'),
    messages_per_hour_max: z
      .int()
      .min(1)
      .max(1000)
      .default(12)
      .describe('Messages in an hour, by each way. What comes meanwhile is told in one.'),
    growth_accounts_min: z
      .int()
      .min(1)
      .default(10)
      .describe('Accounts by which a campaign must grow, and by half besides, to be told again.'),
    lag_minutes_max: z
      .number()
      .positive()
      .default(60)
      .describe('How long what came in may wait for a run.'),
    disk_free_percent_min: z
      .number()
      .min(0)
      .max(100)
      .default(10)
      .describe(
        'Free space of the disk of `serve.state`, or of the store, below which somebody is told.',
      ),
  })
  .describe('Who is told that something needs a person; without it nobody is.')

export type AlertSettings = z.infer<typeof alertsSchema>
