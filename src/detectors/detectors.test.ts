import { describe, expect, test } from 'vitest'
import { fill, testStore } from '../../test/store.js'
import type { Given } from '../domain/definition.js'
import { statement } from '../store/sql.js'
import { type Detector, detectorPage } from './define.js'
import { loadDetectors } from './index.js'

const STRENGTH_FIRING = 0.5
const holder = testStore()
const detectors = await loadDetectors()

describe.each(detectors)('$id', (detector) => {
  test.each(Object.entries(detector.cases.fires))('fires on %s', async (_, given) => {
    expect(await strongest(detector, given)).toBeGreaterThanOrEqual(STRENGTH_FIRING)
  })

  test.each(Object.entries(detector.cases.quiet))('stays quiet on %s', async (_, given) => {
    expect(await strongest(detector, given)).toBeLessThan(STRENGTH_FIRING)
  })

  test('has cases on both sides', () => {
    expect(Object.keys(detector.cases.fires).length).toBeGreaterThan(0)
    expect(Object.keys(detector.cases.quiet).length).toBeGreaterThan(0)
  })

  test('names only its settings and what every detector is given', () => {
    const known = ['run_id', 'window_start', 'window_end', ...Object.keys(detector.settings)]
    expect(known).toEqual(
      expect.arrayContaining(Object.keys(statement(detector.id, detector.sql).params)),
    )
  })

  test('its page is current', async () => {
    const page = `../../docs/reference/detectors/${detector.id}.md`
    await expect(detectorPage(detector)).toMatchFileSnapshot(page)
  })
})

async function strongest(detector: Detector, given: Given): Promise<number> {
  const { store } = holder
  const run = await fill(store, given, [
    'subject_profile',
    'subject_member',
    'link_evidence',
    'exchange',
  ])
  const settings = Object.fromEntries(
    Object.entries(detector.settings).map(([name, { value }]) => [name, value]),
  )
  await store.openTable('detector_signal', statement(detector.id, detector.sql), {
    ...run,
    ...settings,
  })
  const [row] = await store.rows<{ strength: number }>(
    statement('strongest', 'SELECT max(strength) AS strength FROM detector_signal'),
  )
  return row?.strength ?? 0
}
