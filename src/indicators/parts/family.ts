/** Who sends a text of which family: what `wrapper` and `template` measure alike, and read once. */
export const FAMILY_SQL = `
    SELECT
        account_id,
        family_id AS value_hash,
        received_at AS since_at,
        received_at AS until_at,
        exchange_id AS sample_id
    FROM exchange_template
    WHERE run_id = {run_id:UUID}
  `

/** The texts of operators that carry a family, where its fixed text is looked for; those that are gone are not there. */
export const FAMILY_RAW = `
    SELECT
        value_hash,
        toUInt8(part) AS family_part,
        if(part = 1, text_head(system), concat(text_head(prompt), '\\n', text_tail(prompt))) AS sent
    FROM exchange
    GLOBAL INNER JOIN indicator_sample AS sample
        ON sample.account_id = exchange.account_id AND sample.sample_id = exchange.exchange_id
    GLOBAL INNER JOIN (
        SELECT family_id, part FROM template_family WHERE run_id = {run_id:UUID}
    ) AS family ON family.family_id = sample.value_hash
    WHERE (exchange.account_id, exchange.exchange_id) GLOBAL IN (SELECT account_id, sample_id FROM indicator_sample) AND sent != ''
    ORDER BY value_hash, cityHash64(exchange.account_id), exchange.account_id
  `

/** So many operators send each piece of a fixed text word for word: what fewer send may be somebody's own. */
export const TEXT_CARRIERS_MIN = 8
export const TEXT_SAMPLES = 20

export const PARTS = ['system', 'user'] as const
export type Part = (typeof PARTS)[number]

export const partOf = (row: { readonly family_part?: unknown } | undefined): Part =>
  row?.family_part === 1 ? 'system' : 'user'

/** As the tables number it: the opening and the closing of a user's text are one text here. */
export const partNumber = (part: Part): string => (part === 'system' ? '1' : '2')
