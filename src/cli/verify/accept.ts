import { type Command, Option } from 'commander'
import { PROOFS } from '../../domain/application.js'
import { counted } from '../../feeds/format.js'
import { withAddress } from '../asking.js'
import { fileHash } from '../attribute/exported.js'
import { margined, paragraph, printResult } from '../page.js'
import { act, type DeskFlags, readEnrolment, words } from './told.js'

interface AcceptFlags extends DeskFlags {
  readonly proof: string
  readonly file?: string
  readonly reason: string
}

export function addAccept(verify: Command): void {
  withAddress(verify.command('accept'))
    .summary('note that you saw a proof')
    .description(
      'The file stays where it is: its SHA-256 alone is sent. What rests on it is granted by `verify decide`.',
    )
    .argument('<id>', 'of the application, or of its state')
    .addOption(new Option('--proof <proof>', 'what was seen').choices(PROOFS).makeOptionMandatory())
    .option('--file <path>', 'what it stood on')
    .requiredOption('--reason <text>', 'why you believe it')
    .option('--json', 'print JSON, and nothing else')
    .action(async (id: string, flags: AcceptFlags) => {
      const { proof, file, reason } = flags
      const { enrolment_id } = await readEnrolment(flags, id, 'accept')
      const hashed = file === undefined ? {} : { sha256: await fileHash(file) }
      const said = await act(flags, 'accept_proof', { enrolment_id, proof, ...hashed, reason })
      const { sha256 } = hashed
      const { shown_by_others = 0 } = said
      printResult(
        { ...said, enrolment_id, proof, ...hashed },
        (terminal) => [
          ...paragraph(`${words(proof)}: noted.`, terminal),
          ...(sha256 === undefined ? [] : margined('SHA-256', sha256, terminal)),
          ...(shown_by_others === 0 ? [] : paragraph(sharedText(shown_by_others), terminal)),
          ...paragraph(
            `${sha256 === undefined ? '' : 'The hash was sent, and nothing of the file. '}Nothing is granted by it yet: \`stillwatch verify decide ${enrolment_id} --grant\`.`,
            terminal,
          ),
        ],
        flags,
      )
    })
}

/** A family has one lease, and a school one letter: it is to be known, and says nothing yet. */
const sharedText = (others: number): string =>
  `${counted(others, 'other application')} showed the same document: \`stillwatch verify show\` has their proofs. It may be one of a household or a school.`
