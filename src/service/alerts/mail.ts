import type { MailSettings } from '../../config/alerts.js'
import { sendLetter } from '../letter.js'
import type { Batch } from './memory.js'

/** Sends one mail. Throws where it did not go, in half a minute at the latest, or when `signal` ends it. */
export const sendMail = (
  settings: MailSettings,
  batch: Batch,
  signal: AbortSignal,
): Promise<void> =>
  sendLetter(
    settings,
    { id: batch.id, to: settings.to, subject: subjectOf(batch), text: textOf(batch) },
    signal,
  )

const subjectOf = ({ alerts, more }: Batch): string => {
  const count = alerts.length + more
  return count === 1 ? `Stillwatch: ${alerts[0]?.kind}` : `Stillwatch: ${count} alerts`
}

function textOf({ alerts, more }: Batch): string {
  const lines = alerts.map(({ text }) => `- ${text}`)
  const rest = more === 0 ? [] : [`- and ${more} more`]
  return `${[...lines, ...rest].join('\n')}\n`
}
