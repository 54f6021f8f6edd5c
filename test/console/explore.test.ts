import { expect, test } from 'vitest'
import { expectSound, openConsole, readOnlyConsole, testBrowser } from './browser.js'

const held = testBrowser()
const shown = readOnlyConsole()

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 640],
  ['light', 390],
  ['dark', 390],
] as const)('exchanges are counted, filtered and kept: %s at %i', async (theme, width) => {
  const opened = await openConsole(held.browser, { url: shown.url, theme, width })
  const { page } = opened
  await opened.go('/explore')
  await page.locator('.series canvas').waitFor()
  await expectSound(opened)
  await page.getByLabel('Most by').selectOption('model')
  await page.waitForURL(/by=model/)
  await page.getByLabel('Keep this query as').fill('by model')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'by model' }).waitFor()
  await opened.go('/explore?campaign=nobody')
  await page.getByText('No exchange is like that.').waitFor()
  await page.getByRole('link', { name: 'by model' }).click()
  await page.locator('.series canvas').waitFor()
  await page.getByText('Copy as SQL').first().click()
  await expectSound(opened)
  expect(page.url()).toContain('by=model')
  await page.context().close()
})
