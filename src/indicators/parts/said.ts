import { z } from 'zod'

/** A word of the other side as patterns carry it: of so many characters at most, none of them a control. */
export const said = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !/\p{Cc}/u.test(text))

/** The newest that the files say of each account that is sampled. */
export const NEWEST = `(
        SELECT *
        FROM account
        WHERE account_id IN (SELECT account_id FROM indicator_sample)
        ORDER BY account_id, input_id DESC, created_at DESC, payment_hash
        LIMIT 1 BY account_id
    )`

/** Who carries a value that the account itself has, since it signed up. */
export const ofAccounts = (value: string, condition: string): string => `
    SELECT
        account_id,
        ${value} AS value_hash,
        created_at AS since_at,
        created_at AS until_at,
        '' AS sample_id
    FROM account_identity
    WHERE ${condition}
  `
