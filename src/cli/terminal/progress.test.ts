import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { makeProgress, progressLine } from './progress.js'

function recorder({ isTTY, columns = 80 }: { isTTY: boolean; columns?: number }) {
  const written: string[] = []
  let milliseconds = 0
  const stream = { isTTY, columns, write: (text: string) => written.push(text) }
  return {
    written,
    line: makeProgress(stream, () => milliseconds),
    pass: (span: number) => {
      milliseconds += span
    },
  }
}

const CLEAR = '\r\u001b[2K'

test('a terminal shows stage, step, share, speed and the time that remains', () => {
  const { written, line, pass } = recorder({ isTTY: true })
  line.stage('ingest', 1, 10)
  line.step('reading a.jsonl', 0, 1e9)
  pass(2000)
  line.step('reading b.jsonl', 4e8, 1e9)
  expect(written.at(-1)).toBe(
    `${CLEAR}Stage 1 of 10, ingest: reading b.jsonl · 40 % · 200 MB/s · 3 s left`,
  )
  line.end()
  expect(written.at(-1)).toBe(CLEAR)
})

test('the same step is not drawn more often than a person can read', () => {
  const { written, line, pass } = recorder({ isTTY: true })
  line.stage('ingest', 1, 10)
  for (let done = 0; done < 100; done += 1) {
    line.step('reading', done, 100)
    pass(10)
  }
  expect(written.length).toBeLessThanOrEqual(13)
})

test('elsewhere there is one plain line a stage', () => {
  const { written, line } = recorder({ isTTY: false })
  line.stage('ingest', 1, 10)
  line.step('reading', 1, 2)
  line.stage('enrich', 2, 10)
  line.end()
  expect(written).toEqual(['stage 1 of 10: ingest\n', 'stage 2 of 10: enrich\n'])
})

test.each([12, 20, 40, 79])(
  'at %i columns the line fits, and the numbers stay while they can',
  (columns) => {
    const state = {
      name: 'ingest',
      index: 1,
      total: 10,
      step: `reading ${'很长的名字'.repeat(20)}\u001b[2J.jsonl`,
      done: 5e8,
      of: 1e9,
      seconds: 2,
    }
    const line = progressLine(state, columns)
    expect(stringWidth(line)).toBeLessThanOrEqual(columns)
    expect(line).not.toContain('\u001b')
    if (columns >= 60) expect(line).toContain('50 % · 250 MB/s · 2 s left')
  },
)
