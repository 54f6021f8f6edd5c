import { describe, expect, test } from 'vitest'
import { judgeCluster } from './07-judge/judgement.js'
import { calibratedConfidence } from './confidence.js'

const products = Array.from({ length: 10_001 }, (_, i) => i / 10_000)

describe('confidence', () => {
  test('never orders two clusters otherwise than their products do', () => {
    const said = products.map(calibratedConfidence)
    expect(said).toEqual(said.toSorted((a, b) => a - b))
  })

  test('promises nothing for certain', () => {
    expect(calibratedConfidence(1)).toBeLessThan(100)
    expect(calibratedConfidence(0)).toBe(0)
  })

  test('what was fitted moves no verdict: the product decides at a half and at nine tenths', () => {
    const cluster = {
      accounts: 10,
      entities: 10,
      core: 10,
      core_joined: 10,
      harvesting: 0,
      asks: true,
      rests: '',
      handed: false,
      weight_millibits: 30_000,
      vouched: false,
    }
    const verdictAt = (extraction_millibits: number) =>
      judgeCluster({ ...cluster, extraction_millibits }).verdict
    expect(verdictAt(5400)).toBe('clear')
    expect(verdictAt(5600)).toBe('review')
    expect(verdictAt(8600)).toBe('review')
    expect(verdictAt(8800)).toBe('act')
  })
})
