import { isDataWork } from '../purposes.js'
import { defineUse, type UseAnswer } from '../use.js'

const BITS = 4

export default defineUse<UseAnswer>({
  id: 'declared-data-work',
  speaks: 'innocence',
  answers: ['pace', 'economy', 'loop', 'content'],
  title: 'Said that it evaluates, or makes data',
  why: `An evaluation, and the making of data, is a batch that begins at once, asks for much and goes through a list. Whoever said so before it
    was granted does what was granted.`,
  benign: ['Laboratories, and whoever measures models.'],
  evasions: ['To say so: then the desk knows, and grants it or does not.'],
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
