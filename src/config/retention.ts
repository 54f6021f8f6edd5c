import { z } from 'zod'

const DAYS_MAX = 3660

/** `serve.retention`: how long what came in is kept, by class. */
export const retentionSchema = z
  .strictObject({
    text_days: z
      .int()
      .min(1)
      .max(DAYS_MAX)
      .default(365)
      .describe(
        'Days after which what exchanges say is erased, at the next rebuild; hashes, counts and sketches of it stay.',
      ),
    exchange_days: z
      .int()
      .min(8)
      .max(DAYS_MAX)
      .default(400)
      .describe('Days after which a week of exchanges is dropped with all that is known of each.'),
  })
  .refine(({ text_days, exchange_days }) => text_days <= exchange_days, {
    message: '`text_days` is more than `exchange_days`',
  })
  .describe('How long what came in is kept.')
