import { addressCanonical, addressNetwork, clientOf } from './identifier.js'
import type { Policy } from './policy.js'
import type { HashKey } from './siphash.js'
import { keyedHash } from './sketch.js'
import type { SubjectRow } from './snapshot-encode.js'
import type { SubjectKind } from './subject.js'

const HOUR_MS = 3_600_000
/** The end of what never ends: the last instant that a date can be. */
export const NEVER_ENDS_MS = 8.64e15

type Named = keyof NonNullable<Policy['named']>

const KINDS: Readonly<Record<Named, readonly [SubjectKind, (text: string) => string]>> = {
  accounts: ['account', (text) => text],
  organizations: ['organization', (text) => text],
  api_keys: ['api_key', (text) => text],
  ips: ['ip', addressCanonical],
  networks: ['network', (text) => addressNetwork(text.replace(/\/\d+$/, ''))],
  ja4: ['ja4', (text) => text],
  user_agents: ['client', clientOf],
}

/** The subjects that a person named in a policy. */
export function namedSubjects(
  key: HashKey,
  policy: Policy,
  place: number,
  reasons: readonly string[],
): readonly SubjectRow[] {
  const startMs = policy.starts_at === undefined ? 0 : Date.parse(policy.starts_at)
  const endMs =
    policy.starts_at === undefined ? NEVER_ENDS_MS : startMs + policy.expires_hours * HOUR_MS
  const group = `policy ${policy.policy_id}`
  const told = [`named by ${policy.policy_id}`, ...reasons]
  return (Object.keys(KINDS) as Named[]).flatMap((named) => {
    const [kind, spelled] = KINDS[named]
    return (policy.named?.[named] ?? [])
      .map((text) => keyedHash(key, spelled(text)))
      .filter((hash) => hash !== 0n)
      .map((hash) => ({ kind, hash, policy: place, startMs, endMs, group, reasons: told }))
  })
}
