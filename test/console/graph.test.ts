import { describe, expect, it, test } from 'vitest'
import { expectSound, openConsole, readOnlyConsole, settled, testBrowser } from './browser.js'

const held = testBrowser()
const shown = readOnlyConsole()

/** The links of the campaign that the example has, drawn. */
async function openGraph(size: object = {}) {
  const opened = await openConsole(held.browser, { url: shown.url, ...size })
  const { page } = opened
  const campaign = page.getByRole('table', { name: 'Campaigns' }).getByRole('link').first()
  const id = (await campaign.getAttribute('href'))?.split('/').at(-1)
  await opened.go(`/graph?campaign_id=${id}`)
  await page.locator('.drawing[data-settled="true"]').waitFor()
  return opened
}
type Page = Awaited<ReturnType<typeof openGraph>>['page']
const linksTold = async (page: Page) =>
  Number(/and ([\d,]+) links?/.exec((await page.getByText(/^Around/).textContent()) ?? '')?.[1])
const remains = (page: Page) => page.getByRole('main').getByRole('status').first().textContent()

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  test.each([1280, 640, 390])(
    'the page is sound at %s, and so is why a link is there',
    async (width) => {
      const opened = await openGraph({ theme, width })
      await expectSound(opened)
      await opened.page.getByRole('button', { name: /^Why/ }).first().click()
      await opened.page.getByRole('dialog', { name: 'Why they are linked' }).waitFor()
      await settled(opened.page)
      await expectSound(opened)
      await opened.page.context().close()
    },
  )
})

it('draws under the strict policy: something is on the canvas', async () => {
  const opened = await openGraph()
  const box = opened.page.locator('.drawing-box')
  const drawn = await box.screenshot()
  await box.evaluate((one) => {
    for (const canvas of one.querySelectorAll('canvas')) canvas.style.visibility = 'hidden'
  })
  expect(drawn.equals(await box.screenshot())).toBe(false)
  expect(opened.faults()).toEqual([])
})

it('says why a link is there by keyboard, and an address that was sent says it again', async () => {
  const { page } = await openGraph()
  await page.getByRole('button', { name: /^Why/ }).first().press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Why they are linked' })
  const facts = dialog.getByRole('listitem')
  await facts.first().waitFor()
  const told = await facts.allTextContents()
  await page.reload()
  await facts.first().waitFor()
  expect(await facts.allTextContents()).toEqual(told)
})

it('shows fewer links the more bits they must have', async () => {
  const { page } = await openGraph()
  const before = await linksTold(page)
  await page.getByRole('slider').press('End')
  await expect.poll(() => linksTold(page)).toBeLessThan(before)
})

it('draws what many share as one point, and all else stays', async () => {
  const { page } = await openGraph()
  const before = await linksTold(page)
  await page.getByLabel('What many share as one point').check()
  await page.locator('.drawing[data-settled="true"]').waitFor()
  expect(await linksTold(page)).toBe(before)
})

it('tells what remains without a hub, and puts it back', async () => {
  const { page } = await openGraph()
  const before = await remains(page)
  const remove = page.getByLabel('Remove, and see what remains')
  await remove.selectOption({ index: 1 })
  await expect.poll(() => remains(page)).toMatch(/^Without it \d+ of \d+ links? hold/)
  await remove.selectOption('')
  await expect.poll(() => remains(page)).toBe(before)
})

it('leads from one account to another, link by link', async () => {
  const { page } = await openGraph()
  const row = page.getByRole('table', { name: 'Links' }).getByRole('row').nth(1)
  const [from = '', to = ''] = await row.getByRole('link').allTextContents()
  await page.getByLabel('Path from').selectOption(from)
  await page.getByLabel('Path to').selectOption(to)
  const path = page.getByRole('region', { name: 'Path' })
  await path.waitFor()
  expect(await path.getByRole('listitem').allTextContents()).toEqual([from, to])
})

it('says of a name that nobody has that there is nothing to draw', async () => {
  const opened = await openConsole(held.browser, { url: shown.url })
  await opened.go('/graph?account_id=%E2%80%AE%3Cb%3Enobody')
  await opened.page.getByText('There is no link to draw.').waitFor()
  await expectSound(opened)
})
