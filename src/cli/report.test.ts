import { expect, test } from 'vitest'
import { problemLines } from './report.js'

const problem = { message: 'word '.repeat(40).trim(), hint: 'do this '.repeat(30).trim() }

test('a problem is said on lines that fit a terminal', () => {
  const lines = problemLines(problem, { isTTY: true, columns: 80 })
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
  expect(lines.join(' ').replaceAll(/ +/g, ' ')).toBe(
    `stillwatch: ${problem.message} ${problem.hint}`,
  )
})

test('a log has its message on one line and its hint on another', () => {
  expect(problemLines(problem, {})).toEqual([`stillwatch: ${problem.message}`, `  ${problem.hint}`])
})
