import { z } from 'zod'
import { defineDeed, ONE } from '../deed.js'
import { digest, identifier, reason } from './words.js'

export const revokeToken = defineDeed({
  id: 'revoke_token',
  summary:
    'A token acts no more, for good, and what it proposed is void. What it had part in stays as it is.',
  who: ['admin'],
  input: z.strictObject({ sha256: digest, reason }),
  object: ({ sha256 }) => `token ${sha256.slice(0, 12)}`,
  hidden: ['reason'],
  agreed: ONE,
  fault: ({ sha256 }, { revoked }) => (revoked.has(sha256) ? 'SO_ALREADY' : undefined),
  done: ({ revoked, proposals }, { sha256 }) => {
    revoked.add(sha256)
    for (const [key, one] of proposals) if (one.sha256 === sha256) proposals.delete(key)
  },
})

/** The text itself is read by whoever asks the ledger, once this is written down. */
export const readText = defineDeed({
  id: 'read_text',
  summary: 'Reads what an exchange says. Written down before it is shown.',
  who: ['analyst', 'reviewer'],
  input: z.strictObject({ exchange_id: identifier, reason }),
  object: () => 'text',
  subject: ({ exchange_id }) => ['exchange', exchange_id],
  hidden: ['exchange_id', 'reason'],
  agreed: ONE,
  fault: () => undefined,
  done: () => undefined,
})

/** The texts themselves are read by whoever asks the ledger, once this is written down. */
export const readTemplates = defineDeed({
  id: 'read_templates',
  summary:
    'Reads the texts that a campaign fills in: what stays, what changes, and a few whole. Written down before they are shown.',
  who: ['analyst', 'reviewer'],
  input: z.strictObject({ campaign_id: identifier, reason }),
  object: ({ campaign_id }) => `templates of campaign ${campaign_id}`,
  hidden: ['reason'],
  agreed: ONE,
  fault: () => undefined,
  done: () => undefined,
})
