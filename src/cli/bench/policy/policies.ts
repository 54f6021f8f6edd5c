import { type Policy, policyFile } from '../../../service/decisions/policy.js'

/** Of the logs, to make policies of: what some of their exchanges name. */
export interface Sample {
  readonly exchanges: number
  readonly accounts: number
  /** Accounts of the campaign. */
  readonly hostile: readonly string[]
  readonly ips: readonly string[]
  readonly ja4: readonly string[]
  readonly user_agents: readonly string[]
}

/** A policy of each kind, from what is cheap to look for to what has to be looked for in every exchange. */
export function policiesOf({ hostile, ips, ja4, user_agents }: Sample): readonly Policy[] {
  const common = { level: 'deny', reason_code: 'usage_review', appeal: 'Write to us.' }
  const given = [
    { policy_id: 'accounts-named', named: { accounts: hostile } },
    { policy_id: 'campaigns-by-account', when: { verdict: 'review' } },
    {
      policy_id: 'campaigns-by-everything',
      when: { verdict: 'review' },
      scope: ['account', 'api_key', 'payment', 'template', 'system'],
    },
    { policy_id: 'addresses-named', named: { ips, networks: ips } },
    { policy_id: 'fingerprints-named', named: { ja4 } },
    { policy_id: 'programs-named', named: { user_agents } },
    {
      policy_id: 'all-of-it',
      when: { verdict: 'review' },
      scope: ['account', 'api_key', 'payment', 'template', 'system'],
      named: { accounts: hostile, ips, networks: ips, ja4, user_agents },
    },
  ]
  const policies = given.map((one) => ({ ...common, ...one }))
  return policyFile.parse({ schema: 'stillwatch.policy/1', policies }).policies
}
