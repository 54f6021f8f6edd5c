import { z } from 'zod'
import { serveSchema } from './serve.js'

/** Every setting of `stillwatch.yaml`: type, default and one sentence each. */
export const settingsSchema = z
  .strictObject({
    hash_secret: z
      .string()
      .default('')
      .describe(
        'Secret behind every hash; write it as a reference to the environment, as in the how-to.',
      ),
    hash_secrets_before: z
      .array(z.string())
      .max(16)
      .default([])
      .describe(
        'The secrets that `hash_secret` took the place of, oldest first; none may ever be left out. See [Rotate the secret](../how-to/rotate-the-secret.md).',
      ),
    store: z
      .strictObject({
        path: z
          .string()
          .optional()
          .describe('Folder of the embedded database; without it a scan leaves nothing behind.'),
        url: z
          .url()
          .optional()
          .describe('A ClickHouse server to use instead of the embedded database.'),
      })
      .prefault({})
      .describe('Where data is kept.'),
    linkers: z
      .record(z.string(), z.record(z.string(), z.number()))
      .default({})
      .describe('Settings of linkers, by id, above the published ones.'),
    detectors: z
      .record(z.string(), z.record(z.string(), z.number()))
      .default({})
      .describe('Settings of detectors, by id, above the published ones.'),
    serve: serveSchema.prefault({}),
  })
  .refine((file) => !hasTwice([...file.hash_secrets_before, file.hash_secret]), {
    path: ['hash_secrets_before'],
    message: 'it names a secret twice, or the one that `hash_secret` is',
  })
  .describe('stillwatch.yaml')

const hasTwice = (secrets: readonly string[]): boolean => new Set(secrets).size < secrets.length

export type SettingsFile = z.infer<typeof settingsSchema>
