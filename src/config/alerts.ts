import { isIP } from 'node:net'
import { z } from 'zod'
import { fileSecret, hasOneSecret, ONE_SECRET, webhookSecret, webhookUrl } from './webhook.js'

const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost']
const host = z
  .string()
  .refine((text) => isIP(text) !== 0 || /^[a-zA-Z0-9]([a-zA-Z0-9.-]{0,252})$/.test(text), {
    message: 'it is no name or address of a machine',
  })

const webhook = z
  .strictObject({
    url: webhookUrl.describe('Where alerts are sent, by signed POST. Redirects are not followed.'),
    ...webhookSecret,
  })
  .refine(hasOneSecret, ONE_SECRET)

const mail = z
  .strictObject({
    host: host.describe('The mail server.'),
    port: z.int().min(1).max(65_535).default(587).describe('Its port.'),
    tls: z
      .enum(['starttls', 'tls', 'none'])
      .default('starttls')
      .describe('How the line is closed to others: `none` on this machine alone.'),
    user: z.string().min(1).optional().describe('Whom it knows us as, where it asks.'),
    password_file: z
      .string()
      .min(1)
      .optional()
      .describe('A file that holds the password and nothing else.'),
    from: z.email().describe('The sender.'),
    to: z.array(z.email()).min(1).max(20).describe('Who is told.'),
  })
  .refine(({ tls, host: name }) => tls !== 'none' || LOOPBACK.includes(name), {
    message: '`tls: none` is for a server on this machine alone',
  })
  .refine(({ user, password_file }) => (user === undefined) === (password_file === undefined), {
    message: '`user` and `password_file` go together',
  })
export type MailSettings = z.infer<typeof mail>

/** The password of the mail server, from its file. Throws where it cannot be read. */
export const mailPassword = (file: string): string => fileSecret(file, 'password_file')

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
