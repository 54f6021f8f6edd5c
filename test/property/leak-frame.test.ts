import { expect, test } from 'vitest'
import { leaksOf } from '../../src/pipeline/release/leaks.js'
import { OWN_WORDS } from '../../src/pipeline/release/own-words.js'
import { makePreview, type Preview } from '../../src/pipeline/release/preview.js'
import { materialSources } from '../../src/pipeline/release/sources.js'
import { MATERIAL, NOW_MS, TERMS, WAYS } from '../share-material.js'
import { fill, testStore } from '../store.js'

const held = testStore()
const OWN = materialSources({
  hashKey: () => '',
  group: () => null,
  attribution: async () => null,
  now: () => NOW_MS,
}).ownTexts

/** A share that tells of nothing but the campaign: what every share has. */
const frameOf = (form: 'plain' | 'stix') =>
  makePreview(
    { ...MATERIAL, indicators: [] },
    {
      ...TERMS,
      form,
      as_of: new Date(NOW_MS).toISOString(),
      ...(form === 'stix' ? { to: ['out', 'misp'] } : {}),
    },
    WAYS,
    NOW_MS,
  ) as Preview & { readonly kind: 'ready' }

/** What anybody may call an end user, so that he would keep everything from leaving. */
const NAMES = ['2026-03', '2026-0', 'T00:00', '00.000Z', '55d920b0', 'report', 'identity']

test.each(NAMES)('an end user called %s keeps no share from leaving', async (name) => {
  const given = { account: [{ account_id: 'zzqqzzqq1', organization_id: name }] }
  await fill(held.store, given, ['exchange'])
  for (const form of ['plain', 'stix'] as const) {
    const { objects, ownTexts, released } = frameOf(form)
    const own = [...OWN_WORDS, ...ownTexts, ...OWN]
    const leaks = await leaksOf({ store: held.store }, { objects } as never, { released, own })
    expect([form, leaks]).toEqual([form, []])
  }
})
