import { describe, expect, test } from 'vitest'
import { expectSound, openConsole, settled, storeConsole, testBrowser } from './browser.js'
import { CAMPAIGN_ID, makeStore, removeStore } from './made-store.js'

const MARKUP = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'
const TURNED = '\u202eacct\u2066 tnuocca\u2069 \u200f\u0000'
const LONG = 'W'.repeat(10_000)
const FORMULA = '=HYPERLINK("http://evil.example";"x")'
const NAMES = [
  MARKUP,
  TURNED,
  LONG,
  FORMULA,
  'счёт-7',
  'アカウント',
  'حساب',
  '👩‍👩‍👧',
  ' ',
  '../../etc',
]

const held = testBrowser()
const shown = storeConsole(
  () =>
    makeStore({
      ...{ members: NAMES.length, hours: 20, accounts: 10, exchanges: 100 },
      nameOf: (place) => `${NAMES[place]}`,
      statement: `${MARKUP} ${TURNED} ${LONG}`,
    }),
  removeStore,
)

async function openCampaign(width: number) {
  const opened = await openConsole(held.browser, { url: shown.url, width })
  await opened.page.goto(new URL(`campaigns/${CAMPAIGN_ID}`, opened.page.url()).href)
  await settled(opened.page)
  await opened.page.getByRole('application').waitFor()
  await opened.page.evaluate(() => {
    for (const one of document.querySelectorAll('details')) one.open = true
  })
  return opened
}

describe('names and statements that somebody chose to do harm', () => {
  test.each([1280, 390])('run nothing, and break no page of %s pixels', async (width) => {
    const opened = await openCampaign(width)
    await expectSound(opened)
    expect(await opened.page.evaluate(() => 'hit' in window)).toBe(false)
    expect(await opened.page.locator('main img').count()).toBe(0)
  })

  test('are shown as what they are, and what turns a line or is not seen as its code', async () => {
    const { page } = await openCampaign(1280)
    const table = page.getByRole('table', { name: 'Accounts that look run by one hand' })
    await table.getByText('<img src=x onerror=').waitFor()
    await table.getByText('\\u{202e}acct\\u{2066}').waitFor()
    expect(await table.textContent()).not.toMatch(/[\u202e\u2066]/)
  })

  test('are cut where nobody reads on, and lead to their own account all the same', async () => {
    const { page } = await openCampaign(1280)
    const link = page
      .getByRole('table', { name: 'Accounts that look run by one hand' })
      .getByRole('link')
      .filter({ hasText: /^W+…$/ })
    expect((await link.textContent())?.length).toBeLessThan(200)
  })

  test('are no formula in a table that is saved', async () => {
    const { page } = await openCampaign(1280)
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save accounts as CSV' }).click()
    const chunks: Buffer[] = []
    for await (const chunk of await (await saved).createReadStream()) chunks.push(chunk as Buffer)
    const lines = Buffer.concat(chunks).toString('utf8').split('\r\n')
    expect(lines.filter((line) => /^"?[=+@-]/.test(line))).toEqual([])
    expect(lines.find((line) => line.includes('HYPERLINK'))).toMatch(/^"'=HYPERLINK/)
  })
})
