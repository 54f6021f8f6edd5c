import { createTransport } from 'nodemailer'
import { type MailServer, mailPassword } from '../config/mail.js'

const STEP_MS_MAX = 10_000
const WHOLE_MS_MAX = 30_000

export interface Letter {
  /** Of its own: two of one id are one letter. */
  readonly id: string
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
}

/** Sends one letter. Throws where it did not go, in half a minute at the latest, or when `signal` ends it. */
export async function sendLetter(
  settings: MailServer,
  { id, to, subject, text }: Letter,
  signal: AbortSignal,
): Promise<void> {
  const { host, port, tls, user, password_file, from } = settings
  const auth =
    user === undefined || password_file === undefined
      ? {}
      : { auth: { user, pass: mailPassword(password_file) } }
  const transport = createTransport({
    ...{ host, port, secure: tls === 'tls', requireTLS: tls === 'starttls' },
    ...{ ignoreTLS: tls === 'none', disableFileAccess: true, disableUrlAccess: true },
    ...{ connectionTimeout: STEP_MS_MAX, greetingTimeout: STEP_MS_MAX },
    ...{ socketTimeout: STEP_MS_MAX, dnsTimeout: STEP_MS_MAX, ...auth },
  })
  const ended = AbortSignal.any([signal, AbortSignal.timeout(WHOLE_MS_MAX)])
  try {
    // Where it is ended the connection is closed: a server that was slow cannot take the letter afterwards.
    await transport.sendMail({
      ...{ from, to: [...to], messageId: `<${id}@stillwatch.invalid>`, subject, text },
      headers: { 'Auto-Submitted': 'auto-generated' },
      signal: ended,
    })
  } catch (error) {
    throw ended.aborted ? ended.reason : error
  } finally {
    transport.close()
  }
}
