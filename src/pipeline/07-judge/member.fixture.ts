import type { MemberFacts } from './member.js'

/** A member of a core that asks for nothing, but for what is given. */
export const member = (facts: Partial<MemberFacts>): MemberFacts => ({
  cluster_id: 'c',
  account_id: 'a',
  is_core: 1,
  weight_millibits: 17_000,
  links: 3,
  family_exchanges: '0',
  known_exchanges: '0',
  has_own_program: false,
  mission_millibits: 0,
  asked_millibits: 0,
  other_life_bits: 0,
  is_reference: 0,
  is_organization_verified: 0,
  is_known: 1,
  age_days: '30',
  age_days_typical: 30,
  ...facts,
})
