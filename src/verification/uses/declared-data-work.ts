import { isDataWork } from '../purposes.js'
import { defineUse, type UseAnswer } from '../use.js'

const BITS = 4

export default defineUse<UseAnswer>({
  id: 'declared-data-work',
  speaks: 'innocence',
  answers: ['pace', 'loop'],
  title: 'Said that it evaluates, or makes data',
  why: `An evaluation, and the making of data, is a batch that begins at once and goes through a list. What it takes and what it asks for
    a word does not answer.`,
  benign: ['Laboratories, and whoever measures models.'],
  evasions: ['To say so: what is taken and what is asked for is held against it still.'],
  needs: ['purpose'],
  bits_max: BITS,
  statement: 'It was asked for {purpose}.',
  weigh: ({ purpose }) =>
    isDataWork(purpose)
      ? { bits: BITS, said: { purpose: purpose.replaceAll('_', ' ') } }
      : undefined,
  cases: {
    speaks: { 'an evaluation': { purpose: 'evaluation' } },
    quiet: { 'research, without more': { purpose: 'research' }, 'nothing said': {} },
  },
})
