import { expect, test } from 'vitest'
import { plainForm } from './share/plain.js'
import { stixForm } from './stix/form.js'
import { NOW, SHARED } from './stix/shared.fixture.js'
import { readTold } from './told.js'

const FORMS = [plainForm, stixForm]
const read = (value: unknown) => readTold(new TextEncoder().encode(JSON.stringify(value)), NOW)
const posted = (document: unknown) => ({
  ...{ type: 'share.released', timestamp: NOW, share_id: 'share-1', data: document },
})
const SHARED_ONES = SHARED.indicators
  .map(({ indicator_id, kind, pattern }) => ({ indicator_id, kind, pattern }))
  .toSorted((a, b) => (a.indicator_id < b.indicator_id ? -1 : 1))

test.each(FORMS.map((one) => [one.form, one.write] as const))(
  'what an installation releases in the form %s can be received by another: as a document, posted, and its objects',
  (form, write) => {
    const objects = write(SHARED)
    const loose = form === 'stix' ? { type: 'bundle', id: 'bundle--1', objects } : objects
    for (const sent of [{ form, objects }, posted({ form, objects }), loose]) {
      const { indicators, refused } = read(sent)
      expect(refused).toEqual([])
      const ones = indicators
        .map(({ indicator_id, kind, pattern }) => ({ indicator_id, kind, pattern }))
        .toSorted((a, b) => (a.indicator_id < b.indicator_id ? -1 : 1))
      expect(ones).toEqual(SHARED_ONES)
      expect(new Set(indicators.map(({ campaign_name }) => campaign_name)).size).toBe(1)
    }
  },
)

test('an indicator that comes without its campaign is refused: nobody knows until when it holds', () => {
  const objects = plainForm.write(SHARED).filter(({ type }) => type !== 'campaign')
  const { indicators, refused } = read(objects)
  expect(indicators).toEqual([])
  expect(refused).toHaveLength(SHARED.indicators.length)
})

test('a message whose document is of no form is refused, and a withdrawal names no object', () => {
  expect(read(posted({ form: 'morse', objects: [] })).refused).toHaveLength(1)
  expect(read({ type: 'share.withdrawn', data: { share_id: 'share-1' } }).refused).toHaveLength(1)
})
