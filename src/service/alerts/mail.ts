import { createTransport } from 'nodemailer'
import { type MailSettings, mailPassword } from '../../config/alerts.js'
import type { Batch } from './memory.js'

const STEP_MS_MAX = 10_000
const WHOLE_MS_MAX = 30_000

/** Sends one mail. Throws where it did not go, in half a minute at the latest, or when `signal` ends it. */
export async function sendMail(
  settings: MailSettings,
  batch: Batch,
  signal: AbortSignal,
): Promise<void> {
  const { host, port, tls, user, password_file, from, to } = settings
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
  const over = new Promise<never>((_, reject) => {
    ended.addEventListener('abort', () => reject(ended.reason), { once: true })
  })
  try {
    const messageId = `<${batch.id}@stillwatch.invalid>`
    const sent = transport.sendMail({
      ...{ from, to: [...to], messageId, subject: subjectOf(batch), text: textOf(batch) },
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
    sent.catch(() => undefined)
    await Promise.race([sent, over])
  } finally {
    transport.close()
  }
}

const subjectOf = ({ alerts, more }: Batch): string => {
  const count = alerts.length + more
  return count === 1 ? `Stillwatch: ${alerts[0]?.kind}` : `Stillwatch: ${count} alerts`
}

function textOf({ alerts, more }: Batch): string {
  const lines = alerts.map(({ text }) => `- ${text}`)
  const rest = more === 0 ? [] : [`- and ${more} more`]
  return `${[...lines, ...rest].join('\n')}\n`
}
