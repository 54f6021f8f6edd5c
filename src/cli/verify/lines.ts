import type { Assessment, Step } from '../../domain/application.js'
import { bitsText, counted, countText } from '../../feeds/format.js'
import { paragraph, tableLines } from '../page.js'
import type { Terminal } from '../terminal/terminal.js'
import type { ReadApplications } from './read.js'

export interface Assessed {
  readonly read: ReadApplications
  readonly assessments: readonly Assessment[]
  /** Whether what is known of campaigns and suspended accounts was weighed. */
  readonly hasStore: boolean
}

const STEPS: Readonly<Record<Step, string>> = {
  grant: 'granted with the proofs of the programme',
  one_proof: 'one more proof',
  more_proofs: 'several more proofs',
  person: 'a person looks',
}
const PROOF_WORDS = (proofs: readonly string[]) =>
  proofs.map((proof) => proof.replaceAll('_', ' ')).join(', ')

/** How many are asked for what, and the doubtful first with what speaks for and against them. */
export function assessedLines(
  { read, assessments, hasStore }: Assessed,
  terminal: Terminal,
  shown: number,
): readonly string[] {
  const { ink } = terminal
  const doubtful = [...assessments]
    .filter(({ step }) => step !== 'grant')
    .sort((a, b) => b.odds_bits - a.odds_bits || (a.application_id < b.application_id ? -1 : 1))
  const steps = (Object.keys(STEPS) as Step[]).map((step) => [
    STEPS[step],
    countText(assessments.filter((one) => one.step === step).length),
  ])
  return [
    ink.strong(`${counted(assessments.length, 'application')}`),
    ...tableLines(
      [{ head: 'what is asked' }, { head: 'applications', isNumber: true }],
      steps,
      terminal,
    ),
    ...rejectedLines(read, terminal),
    ...(hasStore
      ? []
      : paragraph(
          'What is known of campaigns and suspended accounts was not weighed: name the store of a scan with --store.',
          terminal,
        )),
    ...doubtful.slice(0, shown).flatMap((one) => doubtLines(one, terminal)),
    ...(doubtful.length > shown
      ? [
          '',
          ...paragraph(
            `${countText(doubtful.length - shown)} more are asked for something: --limit shows more, --out writes all.`,
            terminal,
          ),
        ]
      : []),
  ]
}

function doubtLines(one: Assessment, terminal: Terminal): readonly string[] {
  const weighed = [...one.reasons, ...one.counter_reasons]
  const similar =
    one.similar.length === 0
      ? ''
      : `; looks like ${counted(one.similar.length, 'other')}, as ${one.similar.slice(0, 2).join(' and ')}`
  return [
    '',
    `${terminal.ink.strong(one.application_id)}  risk ${one.risk} of 100, ${STEPS[one.step]}: ${PROOF_WORDS(one.extra)}`,
    ...weighed.flatMap(({ weight_bits, statement }) =>
      paragraph(`${bitsText(weight_bits)} bits  ${statement}`, terminal, 2),
    ),
    ...(similar === '' ? [] : paragraph(`It${similar.slice(1)}.`, terminal, 2)),
  ]
}

function rejectedLines({ rejected }: ReadApplications, terminal: Terminal): readonly string[] {
  const [first] = rejected
  if (first === undefined) return []
  return paragraph(
    `${counted(rejected.length, 'line')} could not be read, the first in ${first.file}, line ${first.line}: ${first.reason}.`,
    terminal,
  )
}
