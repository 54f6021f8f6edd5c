import { bitsText, counted, countText, listText, minuteText } from '../../feeds/format.js'
import { paragraph, tableLines } from '../page.js'
import type { Terminal } from '../terminal/terminal.js'
import type { Calibration } from './calibrate.js'
import { distrusted } from './distrust.js'

const REASONS: Readonly<Record<string, string>> = {
  unknown: 'not in the account file',
  unpaid: 'no payment that counts',
  unverified: 'no proof beyond e-mail',
  young: 'too young',
  suspended: 'suspended or closed',
  ruled: 'ruled to be in a campaign',
}

/** How much reference there is, for a person. */
export function calibrationLines(told: Calibration, terminal: Terminal): readonly string[] {
  const { ink } = terminal
  const instant = (text: string) => minuteText(`${text.replace(' ', 'T')}Z`)
  return [
    ink.strong(
      `${counted(told.entities_reference, 'customer')} of ${countText(told.entities)} ${told.entities_reference === 1 ? 'is' : 'are'} the reference population.`,
    ),
    ...paragraph(
      `What is ordinary is counted over customers that are older than ${told.reference_days} days, have paid and are verified, or that a person ruled benign. Seen ${instant(told.window_start)} to ${instant(told.window_end)} UTC: ${counted(told.accounts, 'account')}, ${countText(told.accounts_known)} of them in the account file.`,
      terminal,
    ),
    ...excludedLines(told, terminal),
    ...linkerLines(told, terminal),
    '',
    ink.strong('What cannot be trusted yet'),
    ...distrusted(told).flatMap((text) => paragraph(text, terminal, 2)),
  ]
}

function excludedLines({ excluded }: Calibration, terminal: Terminal): readonly string[] {
  if (excluded.length === 0) return []
  return [
    '',
    terminal.ink.strong('Why customers are not part of it'),
    ...tableLines(
      [
        { head: 'Reason', yields: true },
        { head: 'Customers', isNumber: true },
        { head: 'For this alone', isNumber: true },
      ],
      excluded.map(({ reason, entities, entities_alone }) => [
        REASONS[reason] ?? reason,
        countText(entities),
        countText(entities_alone),
      ]),
      terminal,
    ),
  ]
}

function linkerLines(told: Calibration, terminal: Terminal): readonly string[] {
  return [
    '',
    terminal.ink.strong(
      'What a shared value is worth, in bits, by who of the reference carries it',
    ),
    ...tableLines(
      [
        { head: 'Linker', yields: true },
        { head: 'Known of', isNumber: true },
        { head: 'Nobody', isNumber: true },
        { head: '0.1 %', isNumber: true },
        { head: '1 %', isNumber: true },
        { head: '5 %', isNumber: true },
        { head: 'One more', isNumber: true },
        { head: 'At most', isNumber: true },
      ],
      told.linkers.map((linker) => [
        linker.id,
        countText(linker.reference_with_value),
        bitsText(linker.bits_unseen),
        bitsText(linker.bits_at_tenth_percent),
        bitsText(linker.bits_at_one_percent),
        bitsText(linker.bits_at_five_percent),
        bitsText(-linker.bits_one_carrier),
        String(linker.bits_max),
      ]),
      terminal,
    ),
    ...paragraph(
      `Known of: customers of the reference that carry any value there. One more: what a value that nobody carries loses once one of them does. ${listText(told.linkers_apart)} weigh by what is usual at the moment, and need no reference.`,
      terminal,
      2,
    ),
  ]
}
