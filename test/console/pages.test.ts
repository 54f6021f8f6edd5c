import { describe, expect, it, test } from 'vitest'
import { PAGES } from '../../console/src/shell/pages.js'
import { axe, expectSound, openConsole, readOnlyConsole, testBrowser } from './browser.js'

const held = testBrowser()
const shown = readOnlyConsole()

/** A page at 200 % has half as many pixels. */
const WINDOWS = [
  { width: 1280, height: 800 },
  { width: 640, height: 400 },
  { width: 390, height: 844 },
] as const

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  test.each(WINDOWS)('every page is sound at $width', async (size) => {
    const opened = await openConsole(held.browser, { url: shown.url, theme, ...size })
    for (const { path } of PAGES) {
      await opened.go(path)
      await expectSound(opened)
    }
    await opened.page.context().close()
  })
})

it('asks for a token where it has none, and for another where that is nobody’s', async () => {
  const opened = await openConsole(held.browser, { url: shown.url.replace(/#.*/, '') })
  const { page } = opened
  expect(await axe(page)).toEqual([])
  await page.getByLabel('Your token').fill('nobody')
  await page.getByRole('button', { name: 'Enter' }).click()
  await page.getByRole('alert').waitFor()
  expect(await page.getByLabel('Your token').isVisible()).toBe(true)
})

it('takes the token out of the address at once', async () => {
  const { page } = await openConsole(held.browser, { url: shown.url })
  expect(page.url()).not.toContain('token')
})

it('goes anywhere by keyboard: g and a letter, Ctrl-K and a few letters, ? for what there is', async () => {
  const opened = await openConsole(held.browser, { url: shown.url })
  const { page } = opened
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await page.getByRole('heading', { name: 'Campaigns', level: 1 }).waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
  expect(await axe(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog', { name: 'Go to' }).waitFor()
  expect(await axe(page)).toEqual([])
  await page.keyboard.type('audit')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Audit', level: 1 }).waitFor()
  expect(opened.faults()).toEqual([])
})

it('says of an address that there is no such page, and leads back', async () => {
  const opened = await openConsole(held.browser, { url: shown.url })
  await opened.page.goto(new URL('nowhere', opened.page.url()).href)
  await opened.page.getByText('There is no such page.').waitFor()
})
