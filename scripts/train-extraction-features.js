// The features of a text, out of the engine by the functions of the run-time statement, so that the
// two cannot drift: words hashed into buckets, the patterns that match, and the classes they make.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@clickhouse/client'
import { createChdbConnection } from 'chdb/connection'

/**
 * Adds to each text its `words` (bucket and weight), its `signs` (feature and how many patterns of
 * it match), its `classes` (bits) and whether it is `foreign`. `stage` holds the built modules.
 */
export async function addFeatures(texts, stage, buckets) {
  const { classifyParams, coreFeatures, otherFeatures, SIGN_FEATURES } = stage
  const directory = mkdtempSync(join(tmpdir(), 'stillwatch-train-'))
  const client = createClient({ connection: createChdbConnection({ path: join(directory, 'db') }) })
  const input = join(directory, 'texts.jsonl')
  writeFileSync(input, texts.map((t, i) => JSON.stringify({ i, text: t.text })).join('\n'))
  const { patterns_core, core_user, patterns_other, other_user } = classifyParams({
    hasForeign: true,
  })
  const result = await client.query({
    format: 'JSONEachRow',
    query_params: { patterns_core, core_user, patterns_other, input },
    query: `
      SELECT i,
        lowerUTF8(toValidUTF8(if(length(text) > 3072,
          concat(substring(text, 1, 2048), '\\n', substring(text, -1024)), text))) AS part,
        multiMatchAllIndices(part, {patterns_core:Array(String)}) AS core,
        bitTest(arrayReduce('groupBitOr', arrayMap(
          i -> {core_user:Array(UInt64)}[i], core)), 48)
          OR (length(part) - lengthUTF8(part)) * 10 > length(part) AS is_foreign,
        arrayMap(w -> toUInt16(cityHash64(w) % ${buckets}), alphaTokens(part)) AS words,
        if(is_foreign OR (length(part) - lengthUTF8(part)) * 100 > length(part),
          multiMatchAllIndices(part, {patterns_other:Array(String)}), []) AS other
      FROM file({input:String}, 'JSONEachRow', 'i UInt32, text String') ORDER BY i`,
  })
  const indexOf = new Map(SIGN_FEATURES.map((name, index) => [name, index]))
  for (const row of await result.json()) {
    const text = texts[row.i]
    const cues = [
      ...row.core.map((i) => core_user[i - 1]),
      ...row.other.map((i) => other_user[i - 1]),
    ].reduce((all, bit) => all | BigInt(bit), 0n)
    const mask = Number((cues | ((cues >> 14n) & (cues >> 28n))) & ~(cues >> 49n) & 0x3fffn)
    text.foreign = Boolean(row.is_foreign)
    text.classes = Array.from({ length: 14 }, (_, bit) => bit).filter((bit) => mask & (1 << bit))
    const found = [
      ...row.core.map((i) => coreFeatures[i - 1]),
      ...row.other.map((i) => otherFeatures[i - 1]),
    ].filter((name) => name !== undefined)
    text.signs = counted(found.map((name) => indexOf.get(name)))
    text.words = counted(row.words).map(([w, n]) => [w, n / Math.sqrt(row.words.length)])
  }
  await client.close()
  rmSync(directory, { recursive: true, force: true })
}

function counted(keys) {
  const counts = new Map()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return [...counts]
}
