import { describe, expect, it, test } from 'vitest'
import { expectSound, openConsole, readOnlyConsole, settled, testBrowser } from './browser.js'

const held = testBrowser()
const shown = readOnlyConsole()

async function openCampaign(size: object = {}) {
  const opened = await openConsole(held.browser, { url: shown.url, ...size })
  await opened.page.getByRole('table', { name: 'Campaigns' }).getByRole('link').first().click()
  await opened.page.getByRole('application').waitFor()
  return opened
}

describe('somebody who never saw it reads on the first screen', () => {
  it.each([
    ['which accounts', 'Which accounts', /\d+\s*look run by one hand/],
    ['since when', 'Since when', /2026-03-02/],
    ['taking what', 'Taking what', /answers[\s\S]*(chat|reasoning)/],
    ['how sure', 'How sure', /\d+ %/],
    ['who is not involved', 'Who looks similar and is not involved', /\d+/],
  ])('%s', async (_, question, answer) => {
    const { page } = await openCampaign()
    const term = page.getByRole('term').filter({ hasText: question })
    const told = term.locator('xpath=..')
    expect(await told.textContent()).toMatch(answer)
    const box = await told.boundingBox()
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(800)
  })
})

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  test.each([1280, 640, 390])('the page is sound at %s, with everything opened', async (width) => {
    const opened = await openCampaign({ theme, width })
    await opened.page.evaluate(() => {
      for (const one of document.querySelectorAll('details')) one.open = true
    })
    await expectSound(opened)
    await opened.page.context().close()
  })
})

it('reads the raster cell by cell by keyboard, and shows the same as a table', async () => {
  const { page } = await openCampaign()
  const raster = page.getByRole('application')
  await raster.focus()
  await page.keyboard.press('ArrowRight')
  const told = page.locator('.raster .told')
  expect(await told.textContent()).toMatch(/^2026-03-0\d \d\d:\d\d: .* of acct_/)
  const before = await told.textContent()
  await page.keyboard.press('ArrowDown')
  expect(await told.textContent()).not.toBe(before)
  await page.getByText('The same as a table').click()
  await page.getByRole('table', { name: 'Accounts over time' }).waitFor()
})

it('chooses a time by Shift and drag, and comes back', async () => {
  const { page } = await openCampaign()
  const axis = page.locator('.raster .axis')
  const whole = await axis.textContent()
  const box = await page.getByRole('application').boundingBox()
  if (box === null) throw new Error('the raster is not drawn')
  await page.mouse.move(box.x + 100, box.y + 50)
  await page.keyboard.down('Shift')
  await page.mouse.down()
  await page.mouse.move(box.x + 300, box.y + 60, { steps: 4 })
  await page.mouse.up()
  await page.keyboard.up('Shift')
  expect(await axis.textContent()).not.toBe(whole)
  await page.getByRole('button', { name: 'Whole' }).click()
  await expect.poll(() => axis.textContent()).toBe(whole)
})

it('hides what templates say, and says who may read it', async () => {
  const { page } = await openCampaign()
  expect(await page.locator('.prompt').count()).toBe(0)
  await page.getByText('Texts are hidden until a reason is given').waitFor()
})

it('saves the accounts as a file', async () => {
  const { page } = await openCampaign()
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save accounts as CSV' }).click()
  expect((await saved).suggestedFilename()).toMatch(/^campaign-[0-9a-f]{8}-accounts\.csv$/)
})

it('is found by its address, and stays through reload and back', async () => {
  const opened = await openCampaign()
  const { page } = opened
  const address = page.url()
  await page.reload()
  await settled(page)
  expect(page.url()).toBe(address)
  await page.goBack()
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor()
  await page.goForward()
  await page.getByRole('heading', { name: /Campaign/, level: 1 }).waitFor()
})

it('says of a campaign that the last run has not that it has not', async () => {
  const opened = await openConsole(held.browser, { url: shown.url })
  await opened.page.goto(new URL('campaigns/none', opened.page.url()).href)
  await opened.page.getByText('The last run has no campaign of this name.').waitFor()
  await expectSound(opened)
})

it('says of whoever stands beside it why, and what to find out', async () => {
  const { page } = await openCampaign()
  const beside = page.getByRole('table', { name: 'Tied to the campaign and not of it' })
  expect(await beside.textContent()).toMatch(/leads two lives[\s\S]*Ask the owner/)
})

it('colours a template as the raster does', async () => {
  const { page } = await openCampaign()
  const swatch = page.locator('.templates .swatch').first()
  await swatch.waitFor()
  const [colour, family] = await swatch.evaluate((one) => [
    one.className,
    one.parentElement?.querySelector('code')?.textContent,
  ])
  const legend = page.locator('.legend li').filter({ hasText: family ?? 'none' })
  expect(await legend.locator('.swatch').getAttribute('class')).toBe(colour)
})

it('searches its accounts, and the address keeps what was searched for', async () => {
  const { page } = await openCampaign()
  const table = page.getByRole('table', { name: 'Accounts that look run by one hand' })
  const [name = ''] = await table.getByRole('link').allInnerTexts()
  await page.getByLabel('Name has').fill(name)
  await expect.poll(() => table.getByRole('link').allInnerTexts()).toEqual([name])
  await page.reload()
  await expect.poll(() => table.getByRole('link').allInnerTexts()).toEqual([name])
  await page.getByLabel('Name has').fill('nobody is called this')
  await page.getByText('None of its accounts has a name with this in it.').waitFor()
})
