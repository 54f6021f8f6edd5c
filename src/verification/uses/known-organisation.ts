import { defineUse, type UseAnswer } from '../use.js'

const BITS = 2

export default defineUse<UseAnswer>({
  id: 'known-organisation',
  speaks: 'innocence',
  answers: ['pace', 'economy', 'loop', 'content'],
  title: 'Of an organisation that was verified',
  why: 'Somebody answers for it, and can be asked.',
  benign: ['Verified organisations.'],
  evasions: ['An organisation that lends its name: it stands with its name for it.'],
  needs: ['is_organization_verified'],
  bits_max: BITS,
  statement: 'It is of an organisation that was verified.',
  weigh: ({ is_organization_verified }) => (is_organization_verified ? { bits: BITS } : undefined),
  cases: {
    speaks: { 'a verified one': { is_organization_verified: true } },
    quiet: { none: {} },
  },
})
