import { z } from 'zod'

const MEBIBYTE = 1024 * 1024

/** `serve.intake`: bounds of what is sent in, and whom a traced call belongs to. */
export const intakeSchema = z
  .strictObject({
    body_bytes_max: z
      .int()
      .min(1024)
      .max(1024 * MEBIBYTE)
      .default(64 * MEBIBYTE)
      .describe('Longest body, as sent and as unpacked.'),
    bodies_bytes_max: z
      .int()
      .min(1024)
      .default(512 * MEBIBYTE)
      .describe('Bytes of all bodies in hand at once; beyond them the answer is 503.'),
    silence_seconds_max: z
      .number()
      .positive()
      .default(30)
      .describe('How long a sender may be silent in the middle of a body.'),
    work_seconds_max: z
      .number()
      .positive()
      .default(30)
      .describe('How long one body may be worked on before it is given up.'),
    retry_after_seconds: z
      .int()
      .positive()
      .default(5)
      .describe('After how long a sender is asked to come again.'),
    account_attributes: z
      .array(z.string().min(1).max(256))
      .max(20)
      .default([])
      .describe('Attributes that name the account of a traced call, before those that are known.'),
  })
  .describe('What is sent in.')
