import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const BUILT = 'dist/console'
const FIRST_LOAD_KB_MAX = 300

test('what the first page needs is at most 300 kB, gzipped', () => {
  const page = readFileSync(`${BUILT}/index.html`, 'utf8')
  const named = [...page.matchAll(/(?:src|href)="\/stillwatch\/console\/(assets\/[^"]+)"/g)]
  const wanted = new Set(named.map(([, name = '']) => name))
  for (const name of wanted) {
    if (!name.endsWith('.js')) continue
    // What a script imports at once comes with it; what it imports later does not.
    const text = readFileSync(`${BUILT}/${name}`, 'utf8')
    for (const [, next = ''] of text.matchAll(/(?:from|import) ?"\.\/([^"]+\.js)"/g)) {
      wanted.add(`assets/${next}`)
    }
  }
  const bytes = [...wanted].map((name) => gzipSync(readFileSync(`${BUILT}/${name}`)).length)
  const kilobytes = bytes.reduce((sum, one) => sum + one, gzipSync(page).length) / 1000
  process.stdout.write(`first load ${kilobytes.toFixed(0)} kB gzipped, ${wanted.size} files\n`)
  expect(kilobytes).toBeLessThan(FIRST_LOAD_KB_MAX)
})
