import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { expectSound, openConsole, readOnlyConsole, settled, testBrowser } from './browser.js'

const held = testBrowser()
const blind = testBrowser({ webgl: false })
const shown = readOnlyConsole()

const WINDOWS = [
  { width: 1280, height: 800 },
  { width: 640, height: 400 },
  { width: 390, height: 844 },
] as const

/** An operator of the example's campaign, found as somebody would who looks. */
async function operatorOf(): Promise<{ readonly account: string; readonly campaign: string }> {
  const findings = JSON.parse(readFileSync(`${shown.store}/../out/findings.json`, 'utf8'))
  const [campaign] = findings.campaigns
  const operator = campaign.members.find(({ role }: { role: string }) => role === 'operator')
  return { account: operator.account_id, campaign: campaign.campaign_id }
}

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  test.each(WINDOWS)('an account and its graph are sound at $width', async (size) => {
    const opened = await openConsole(held.browser, { url: shown.url, theme, ...size })
    const { account, campaign } = await operatorOf()
    await opened.go(`/accounts?name=${account}`)
    await opened.page.getByRole('heading', { name: 'What would change this verdict' }).waitFor()
    await expectSound(opened)
    await opened.go(`/accounts?name=${campaign}`)
    await expectSound(opened)
    await opened.go(`/graph?campaign_id=${campaign}`)
    await opened.page.locator('.drawing[data-settled="true"]').waitFor()
    await expectSound(opened)
    await opened.page.context().close()
  })
})

test('an account is found by its campaign, and told with why it is linked, by keyboard', async () => {
  const opened = await openConsole(held.browser, { url: shown.url })
  const { page } = opened
  const { account, campaign } = await operatorOf()
  await opened.go('/accounts')
  await page.getByLabel(/Account, organisation/).fill(campaign)
  await page.keyboard.press('Enter')
  await page.getByRole('table', { name: 'Accounts of this name' }).waitFor()
  await page.getByRole('link', { name: account, exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Accounts it is tied to', exact: true }).waitFor()
  await page.locator('.ties summary').first().focus()
  await page.keyboard.press('Enter')
  expect(await page.locator('.ties details[open] li').count()).toBeGreaterThan(0)
  await page.goBack()
  await page.getByRole('table', { name: 'Accounts of this name' }).waitFor()
  expect(opened.faults()).toEqual([])
})

test('a hostile name is nobody, and breaks nothing', async () => {
  const opened = await openConsole(held.browser, { url: shown.url, width: 390 })
  for (const name of ['<img src=x onerror=alert(1)>', '\u202Egnp.exe', 'x'.repeat(900)]) {
    await opened.go(`/accounts?name=${encodeURIComponent(name)}`)
    await opened.page.getByText('Nobody here has this name.').waitFor()
    await opened.go(`/graph?account_id=${encodeURIComponent(name)}`)
    await opened.page.getByText('There is no link to draw.').waitFor()
    await expectSound(opened)
  }
})

test('links are thinned by bits, told in words, and what is removed is in the address', async () => {
  const opened = await openConsole(held.browser, { url: shown.url })
  const { page } = opened
  const { campaign } = await operatorOf()
  await opened.go(`/graph?campaign_id=${campaign}`)
  await page.locator('.drawing[data-settled="true"]').waitFor()
  expect(await page.locator('.drawing canvas').count()).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Why …' }).first().focus()
  await page.keyboard.press('Enter')
  await page
    .getByRole('dialog', { name: 'Why they are linked' })
    .getByText('bits together')
    .waitFor()
  await expectSound(opened)
  await page.keyboard.press('Escape')
  await page.getByLabel('Remove, and see what remains').selectOption({ index: 1 })
  await page.getByText(/^Without it/).waitFor()
  const address = page.url()
  await page.goto(address)
  await settled(page)
  await page.getByText(/^Without it/).waitFor()
  await page.getByLabel(/Links of at least/).press('End')
  await page.waitForURL(/bits=%22[1-9]/)
  await page.getByLabel('What many share as one point').check()
  await page.locator('.drawing[data-settled="true"]').waitFor()
  await expectSound(opened)
})

test('where there is no WebGL the table is there, and why is said', async () => {
  const opened = await openConsole(blind.browser, { url: shown.url })
  const { campaign } = await operatorOf()
  await opened.go(`/graph?campaign_id=${campaign}`)
  await opened.page.getByText('draws no WebGL').waitFor()
  expect(await opened.page.getByRole('button', { name: 'Why …' }).count()).toBeGreaterThan(0)
  await expectSound(opened)
})
