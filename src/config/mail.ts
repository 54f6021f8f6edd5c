import { isIP } from 'node:net'
import { z } from 'zod'
import { fileSecret } from './webhook.js'

const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost']
const host = z
  .string()
  .refine((text) => isIP(text) !== 0 || /^[a-zA-Z0-9]([a-zA-Z0-9.-]{0,252})$/.test(text), {
    message: 'it is no name or address of a machine',
  })

/** A mail server, and who writes by it. */
export const mailServer = z.strictObject({
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
})
export type MailServer = z.infer<typeof mailServer>

/** An open line leaves no machine, and whoever is known by a name has a password. */
export const isClosedLine = ({ tls, host: name }: MailServer): boolean =>
  tls !== 'none' || LOOPBACK.includes(name)
export const CLOSED_LINE = { message: '`tls: none` is for a server on this machine alone' }
export const isWholeLogin = ({ user, password_file }: MailServer): boolean =>
  (user === undefined) === (password_file === undefined)
export const WHOLE_LOGIN = { message: '`user` and `password_file` go together' }

/** The password of the mail server, from its file. Throws where it cannot be read. */
export const mailPassword = (file: string): string => fileSecret(file, 'password_file')
