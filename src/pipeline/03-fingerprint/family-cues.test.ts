import { describe, expect, it } from 'vitest'
import { familyFeatures } from './family-cues.js'

describe('what tells a family', () => {
  it('names the remarks and the shape', () => {
    const features = familyFeatures(
      'Question: Ann has 3 pens and buys 4. How many pens does Ann have?\nA. 6\nB. 7',
    )
    expect(features).toContain('cue:item.options')
    expect(features).toContain('cue:item.numbers_and_how')
    expect(features).toContain('shape:lines_2')
    expect(features.some((name) => name.startsWith('cue:preference.'))).toBe(false)
  })

  it('needs both outputs for a pair', () => {
    expect(familyFeatures('Output (a): yes')).not.toContain('cue:preference.two_marks')
    expect(familyFeatures('Output (a): yes\nOutput (b): no')).toContain('cue:preference.two_marks')
  })

  it.each(['1 ', 'a', '\n', 'answer ', 'a) ', '$', 'Q: ', 'A: x\nQ: ', '- - ', '# '])(
    'is quick on a long text of %j',
    (piece) => {
      const started = performance.now()
      familyFeatures(piece.repeat(200_000))
      expect(performance.now() - started).toBeLessThan(500)
    },
  )
})
