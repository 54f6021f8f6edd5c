import { z } from 'zod'

/** `serve.engine`: when the service looks at what came in. */
export const engineSchema = z
  .strictObject({
    run_minutes: z
      .number()
      .min(0.05)
      .max(1440)
      .default(5)
      .describe('Minutes from one run to the next, where anything came in meanwhile.'),
    rebuild_at: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'it is no time of day such as 03:00')
      .default('03:00')
      .describe('When everything is made anew each night; a time of day, UTC.'),
  })
  .describe('When what came in is looked at.')

export type EngineSettings = z.infer<typeof engineSchema>
