import { defineReason } from '../define.js'

export default defineReason({
  id: 'verified-organisation',
  family: 'standing',
  speaks: 'innocence',
  firmness: 1,
  title: 'A verified organisation',
  why: 'A company that was looked at answers for its members, and can be asked.',
  benign: ['Employees.'],
  evasions: ['A shell company: it costs weeks, and is one customer.'],
  needs: ['is_organization_verified'],
  bits_max: 4,
  statement: 'Its organisation was verified.',
  weigh: ({ is_organization_verified }) => (is_organization_verified ? { bits: 4 } : undefined),
  cases: {
    speaks: { 'verified once': { application: { is_organization_verified: true } } },
    quiet: { 'not verified': { application: { is_organization_verified: false } } },
  },
})
