import { mkdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openConsole, readOnlyConsole, settled, testBrowser } from './browser.js'

// The pictures of README and docs. They are made anew where STILLWATCH_SCREENSHOTS is set; else it is only seen that they can be.
const FOLDER = 'docs/images'
const isKept = process.env.STILLWATCH_SCREENSHOTS !== undefined
const held = testBrowser()
const shown = readOnlyConsole()

test.each([
  ['console-overview', ''],
  ['console-campaign', 'campaigns/fa6fcef1-31f1-55d5-885d-a5ca230cc68a'],
])('%s', async (name, path) => {
  const { page } = await openConsole(held.browser, { url: shown.url, height: 900 })
  await page.goto(new URL(path, page.url()).href)
  await settled(page)
  await page.evaluate(() => document.fonts.ready)
  await page.waitForTimeout(500)
  if (isKept) mkdirSync(FOLDER, { recursive: true })
  const picture = await page.screenshot(isKept ? { path: `${FOLDER}/${name}.png` } : {})
  expect(picture.length).toBeGreaterThan(10_000)
})
