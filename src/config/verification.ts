import { isIP } from 'node:net'
import { z } from 'zod'
import { CLOSED_LINE, isClosedLine, isWholeLogin, mailServer, WHOLE_LOGIN } from './mail.js'

const resolver = z
  .string()
  .refine((text) => isResolver(text), 'it is no address, nor an address and a port')

/** `serve.verification`: how those who apply prove what they say. */
export const verificationSchema = z.strictObject({
  resolvers: z
    .array(resolver)
    .max(8)
    .default([])
    .describe(
      'Whom to ask for records of domains: addresses, with a port where it is not 53. Those of the system where none is named.',
    ),
  challenge_days: z
    .number()
    .min(1 / 24)
    .max(90)
    .default(14)
    .describe('How long a challenge to a domain can be answered.'),
  program_days: z
    .number()
    .min(1)
    .max(3650)
    .default(365)
    .describe('How long a programme is granted before it is to be asked for anew.'),
  answer_days: z
    .number()
    .min(1)
    .max(90)
    .default(14)
    .describe('How long a proof that was asked for can be shown; then nothing is granted.'),
  calibration: z
    .strictObject({
      shift_bits: z.number().min(-10).max(10).default(0),
      slope: z.number().min(0.05).max(5).default(1),
    })
    .prefault({})
    .describe(
      'What outcomes say of the odds, as `/enrolments/quality` has it: the risk is that of `shift_bits + slope * odds`. Read at the start.',
    ),
  mail: mailServer
    .refine(isClosedLine, CLOSED_LINE)
    .refine(isWholeLogin, WHOLE_LOGIN)
    .optional()
    .describe('By whom letters with codes are sent.'),
  name: z
    .string()
    .regex(/^[^\p{Cc}\p{Cf}]{1,100}$/u, 'it has letters that no line can have')
    .default('this service')
    .describe('What the letters call the provider.'),
  letter_hours: z
    .number()
    .min(0.25)
    .max(7 * 24)
    .default(24)
    .describe('How long the code of a letter can be entered.'),
  letters_per_hour_max: z
    .int()
    .min(1)
    .max(100_000)
    .default(2000)
    .describe('Letters in an hour, to all together.'),
  letter_page: z
    .url({ protocol: /^https$/ })
    .max(200)
    .optional()
    .describe('The page where a code is entered, as the letter says it.'),
})

function isResolver(text: string): boolean {
  if (isIP(text) !== 0) return true
  const [, bare = '', port = ''] =
    /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text)?.filter((part) => part !== undefined) ?? []
  return isIP(bare) !== 0 && Number(port) > 0 && Number(port) < 65_536
}
