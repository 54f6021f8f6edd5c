import { defineUse, type UseDoubt } from '../use.js'

const BITS_MAX = 3

export default defineUse<UseDoubt>({
  id: 'loops-over-pieces',
  family: 'loop',
  speaks: 'misuse',
  is_firm: false,
  title: 'A program that goes through a list, where a person was to learn',
  why: `A text that proven customers hardly send, with another piece in it each time, is a program that goes through a list. A product, an
    evaluation and a study are such programs, and so is a teacher who has a class graded. Coursework is not, for the most part.`,
  benign: ['A student of a course on programming.'],
  evasions: ['To say that it is for research: then a person reads that.'],
  needs: ['purpose', 'prompt'],
  bits_max: BITS_MAX,
  statement: 'Asked for {purpose}, and goes through a list with one text of its own.',
  weigh: ({ purpose, loop_bits }) =>
    purpose === 'coursework'
      ? { bits: Math.min(BITS_MAX, loop_bits / 2), said: { purpose } }
      : undefined,
  cases: {
    speaks: { 'coursework that loops': { purpose: 'coursework', loop_bits: 6 } },
    quiet: {
      'a teacher who has a class graded': { purpose: 'teaching', loop_bits: 6 },
      'a product that loops': { purpose: 'product', loop_bits: 6 },
      'research that loops': { purpose: 'research', loop_bits: 6 },
      'who said nothing': { loop_bits: 6 },
    },
  },
})
