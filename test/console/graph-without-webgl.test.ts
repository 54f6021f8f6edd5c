import { expect, it } from 'vitest'
import { expectSound, openConsole, readOnlyConsole, testBrowser } from './browser.js'

const held = testBrowser({ webgl: false })
const shown = readOnlyConsole()

it('where WebGL is missing it says so, and the table says the same', async () => {
  const opened = await openConsole(held.browser, { url: shown.url })
  const { page } = opened
  const campaign = page.getByRole('table', { name: 'Campaigns' }).getByRole('link').first()
  const id = (await campaign.getAttribute('href'))?.split('/').at(-1)
  await opened.go(`/graph?campaign_id=${id}`)
  await page.getByText('This browser draws no WebGL').waitFor()
  expect(await page.locator('canvas').count()).toBe(0)
  expect(await page.getByRole('table', { name: 'Links' }).getByRole('row').count()).toBeGreaterThan(
    1,
  )
  await expectSound(opened)
})
