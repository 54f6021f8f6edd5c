import { expect, it, test } from 'vitest'
import { expectSound, openConsole, readOnlyConsole, settled, testBrowser } from './browser.js'

const held = testBrowser()
const shown = readOnlyConsole()

it('lists what finds campaigns, leads to the page of one, and back', async () => {
  const opened = await openConsole(held.browser, { url: shown.url })
  const { page } = opened
  await opened.go('/detectors')
  const linkers = page.getByRole('table', { name: 'Linkers' })
  await linkers.getByRole('link', { name: 'payment' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'payment', level: 1 }).waitFor()
  await page.getByRole('heading', { name: 'Who looks like this innocently' }).waitFor()
  const said = page.getByRole('table', { name: /What it said in run/ })
  expect(await said.getByRole('row').count()).toBe(11)
  await page.getByText('Its statement').click()
  await page.getByRole('region', { name: 'Statement' }).getByText('SELECT').waitFor()
  await expectSound(opened)
  await page.goBack()
  await page.getByRole('heading', { name: 'Detectors and linkers', level: 1 }).waitFor()
  expect(
    await page.getByRole('table', { name: 'Detectors' }).getByRole('row').count(),
  ).toBeGreaterThan(15)
})

test.each([
  [1280, 'dark'],
  [640, 'light'],
  [390, 'light'],
] as const)(
  'a detector is sound at %i in %s, and nothing is said where nobody ruled',
  async (width, theme) => {
    const opened = await openConsole(held.browser, { url: shown.url, width, theme })
    await opened.go('/detectors?id=coverage')
    await opened.page.getByText('Nobody ruled yet').waitFor()
    await expectSound(opened)
  },
)

it('says of a name that there is none, however it is written', async () => {
  const opened = await openConsole(held.browser, { url: shown.url, width: 390 })
  for (const id of ['nobody', '<img src=x onerror=alert(1)>', `\u202e${'a'.repeat(900)}`]) {
    await opened.go(`/detectors?id=${encodeURIComponent(id)}`)
    await opened.page.getByText('There is no detector or linker of that name.').waitFor()
    await settled(opened.page)
    await expectSound(opened)
  }
})
