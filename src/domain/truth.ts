import { z } from 'zod'
import { capability } from './findings.js'

/** What the lab, or an outside check, knows to be so: `stillwatch.truth/1`. */
export const truth = z.object({
  schema: z.literal('stillwatch.truth/1'),
  campaigns: z.array(
    z.object({
      campaign_id: z.string(),
      shape: z.string(),
      discipline: z.enum(['sloppy', 'careful', 'disciplined']),
      cover_share: z.number().min(0).max(1),
      accounts: z.array(z.string()),
      exchanges: z.int(),
      exchanges_extracting: z.int(),
      /** What was taken through each account, those of bystanders among them; a count of none is left out. */
      extracting_by_account: z.record(z.string(), z.int()).optional(),
      capabilities: z.array(capability),
      succeeds: z.string().nullable(),
    }),
  ),
  bystanders: z.array(
    z.object({
      account_id: z.string(),
      campaign_id: z.string(),
      role: z.enum(['customer', 'victim']),
    }),
  ),
  lookalikes: z.array(z.object({ kind: z.string(), accounts: z.array(z.string()) })),
})
export type Truth = z.infer<typeof truth>
