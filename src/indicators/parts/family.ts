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

/**
 * Of a family that more send than this, all or nobody is touched: an app's stock text has millions of carriers. These bounds are
 * of cost: 1,600 copies of one sketch, tried on eight texts of each of 800 senders, took 16 s and 2.9 GB.
 */
const SENDERS_MAX = 500
/** So many texts of a family are looked into to learn what may be in it. */
const TEXTS_OF_FAMILY = 100
/** So many of an account's texts of one family are looked into, the newest. */
const TEXTS_OF_ACCOUNT = 8
/** So many of what is told are tried on one family, and so many families are tried for one: whoever tells a thousand copies is heard on these. */
const TOLD_OF_FAMILY = 64
const FAMILIES_OF_TOLD = 64

/**
 * The families of the last run in which what is told may be: `shingles` is an array of hashes under a key of `sketch_keys`,
 * of one row of `indicator_probe`. A sketch under another secret cannot become one under ours, so texts of each family are
 * hashed anew. Where nine of ten hold it, whoever sends the family carries it, also whose texts may not be read: a stock
 * phrase that is in it too is no sign of it. A family is what texts *here* have in common, and of few accounts that may be
 * one sentence of many wordings: where fewer hold it, and not too many send it, {@link holdersOf} says who.
 */
export const familiesOf = (kind: string, shingles: string): string => `
    WITH
        ${toldOf(kind, shingles)},
        sampled AS (
            SELECT
                family_id, part, account_id, argMax(exchange_id, (received_at, exchange_id)) AS sample_id,
                count() OVER (PARTITION BY family_id) AS senders
            FROM exchange_template
            WHERE run_id = {family_run_id:UUID}
            GROUP BY family_id, part, account_id
            ORDER BY family_id, cityHash64(account_id), account_id
            LIMIT ${TEXTS_OF_FAMILY} BY family_id
        ),
        ${holderOf('count() OVER (PARTITION BY family_id)')}
    SELECT pattern_id, value_hash, is_whole
    FROM (
        SELECT
            pattern_id, family_id AS value_hash, count() AS holders,
            holders >= greatest(3, 0.9 * any(texts_all)) AS is_whole
        FROM holder
        GROUP BY pattern_id, family_id
        HAVING is_whole OR any(senders_all) <= ${SENDERS_MAX}
        ORDER BY family_id, is_whole DESC, holders DESC, pattern_id
        LIMIT ${TOLD_OF_FAMILY} BY family_id
    ) AS tried
    ORDER BY pattern_id, is_whole DESC, holders DESC, value_hash
    LIMIT ${FAMILIES_OF_TOLD} BY pattern_id
  `

/** Of those who send a family of which few texts hold what is told, those whose own do. */
export const holdersOf = (kind: string, shingles: string): string => `
    WITH
        ${toldOf(kind, shingles)},
        tried AS (
            SELECT pattern_id, value_hash AS family_id FROM indicator_wanted WHERE kind = '${kind}' AND NOT is_whole
        ),
        sampled AS (
            SELECT family_id, part, account_id, exchange_id AS sample_id, 0 AS senders
            FROM exchange_template
            WHERE run_id = {run_id:UUID} AND family_id GLOBAL IN (SELECT family_id FROM tried)
            ORDER BY family_id, account_id, received_at DESC, exchange_id
            LIMIT ${TEXTS_OF_ACCOUNT} BY family_id, account_id
        ),
        ${holderOf('0', 'INNER JOIN tried USING (pattern_id, family_id)')}
    SELECT DISTINCT pattern_id, account_id
    FROM holder
  `

/** What is told, one row a hash. */
const toldOf = (kind: string, shingles: string): string => `told AS (
            SELECT pattern_id, is_system, shingle, count() OVER (PARTITION BY pattern_id) AS hashes
            FROM (
                SELECT pattern_id, probe[1] = '1' AS is_system, arrayJoin(arrayDistinct(${shingles})) AS shingle
                FROM indicator_probe
                WHERE kind = '${kind}'
            )
        )`

/** Which of the texts in `sampled` hold most of what is `told`, and how many a family has of them. `tried` leaves out others. */
const holderOf = (texts: string, tried = ''): string => `sent AS (
            SELECT
                family_id, part = 1 AS is_system, exchange.account_id AS text_of, sample_id, senders, ${texts} AS texts,
                if(part = 1, text_head(system), concat(text_head(prompt), '\\n', text_tail(prompt))) AS text
            FROM exchange
            GLOBAL INNER JOIN sampled ON sampled.account_id = exchange.account_id AND sampled.sample_id = exchange.exchange_id
            WHERE (exchange.account_id, exchange.exchange_id) GLOBAL IN (SELECT account_id, sample_id FROM sampled)
              AND if(part = 1, system, prompt) != ''
        ),
        hashed AS (
            SELECT family_id, is_system, text_of, sample_id, senders, texts, arrayJoin(arrayDistinct(arrayFlatten(arrayMap(
                one_key -> arrayMap(
                    one -> sipHash64Keyed(one_key, one),
                    text_shingles(arrayMap(word -> cityHash64(word), text_tokens(text)))),
                {sketch_keys:Array(Tuple(UInt64, UInt64))})))) AS shingle
            FROM sent
        ),
        -- One row a text that holds most of it.
        holder AS (
            SELECT
                pattern_id, family_id, text_of AS account_id, sample_id,
                any(texts) AS texts_all, any(senders) AS senders_all
            FROM told
            INNER JOIN (SELECT * FROM hashed WHERE shingle IN (SELECT shingle FROM told)) AS own USING (is_system, shingle)
            ${tried}
            GROUP BY pattern_id, family_id, text_of, sample_id
            HAVING count() >= greatest(6, 0.75 * any(hashes))
        )`

/** So many operators send each piece of a fixed text word for word: what fewer send may be somebody's own. */
export const TEXT_CARRIERS_MIN = 8
export const TEXT_SAMPLES = 20

export const PARTS = ['system', 'user'] as const
export type Part = (typeof PARTS)[number]

export const partOf = (row: { readonly family_part?: unknown } | undefined): Part =>
  row?.family_part === 1 ? 'system' : 'user'

/** As the tables number it: the opening and the closing of a user's text are one text here. */
export const partNumber = (part: Part): string => (part === 'system' ? '1' : '2')
