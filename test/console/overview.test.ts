import { expect, it, test } from 'vitest'
import { expectSound, openConsole, readOnlyConsole, settled, testBrowser } from './browser.js'

const held = testBrowser()
const shown = readOnlyConsole()

it('tells what is otherwise since somebody said that they saw all, and forgets nothing by a reload', async () => {
  const opened = await openConsole(held.browser, { url: shown.url })
  const { page } = opened
  const since = page.getByRole('region', { name: 'Since you last looked' })
  await since.getByText('so all is new').waitFor()
  const before = await since.getByRole('listitem').count()
  expect(before).toBeGreaterThan(0)
  await since.getByRole('button', { name: 'Mark as seen' }).focus()
  await page.keyboard.press('Enter')
  await since.getByText('Nothing is otherwise since').waitFor()
  await page.reload()
  await settled(page)
  await since.getByText('Nothing is otherwise since').waitFor()
  // As if it had been seen when it was smaller, at another verdict, and with one that is no more.
  await page.evaluate(() => {
    const key = 'stillwatch.seen.you'
    const seen = JSON.parse(localStorage.getItem(key) ?? '{}')
    const [first, second] = Object.values(seen.campaigns) as Record<string, unknown>[]
    if (first !== undefined) first.operators = 1
    if (second !== undefined) second.verdict = 'review'
    seen.campaigns['0000aaaa-gone'] = { operators: 3, taken: 9, verdict: 'act' }
    localStorage.setItem(key, JSON.stringify(seen))
  })
  await page.reload()
  await settled(page)
  await since.getByText(/\d+ accounts \(\d+ more\)/).waitFor()
  await since.getByText('went from review to act').waitFor()
  await since.getByText('is no campaign of the last run').waitFor()
  await expectSound(opened)
})

it('begins anew where what was kept is none of ours', async () => {
  const { page } = await openConsole(held.browser, { url: shown.url })
  await page.getByText('so all is new').waitFor()
  await page.evaluate(() => localStorage.setItem('stillwatch.seen.you', '{"campaigns": 7'))
  await page.reload()
  await page.getByText('so all is new').waitFor()
})

test.each([
  [1280, 'light'],
  [390, 'dark'],
] as const)('draws what was taken, and says it as a table, at %i in %s', async (width, theme) => {
  const opened = await openConsole(held.browser, { url: shown.url, width, theme })
  const { page } = opened
  const taken = page.getByRole('region', { name: 'What was taken, by capability' })
  await taken.getByRole('img', { name: /answers taken from 2026-03-02 to 2026-03-07/ }).waitFor()
  await taken.getByText('Released meanwhile').waitFor()
  await taken.getByText('The same as a table').click()
  const table = taken.getByRole('table', { name: 'Answers taken by day and capability' })
  expect(await table.getByRole('row').count()).toBe(7)
  await expectSound(opened)
})

it('says how the store does, and leads to all of it', async () => {
  const opened = await openConsole(held.browser, { url: shown.url })
  const { page } = opened
  const health = page.getByRole('region', { name: 'Health' })
  await health.getByText('All is well, as far as can be seen from here.').waitFor()
  await health.getByRole('link', { name: 'All of it' }).click()
  await page.getByRole('heading', { name: 'Settings and health', level: 1 }).waitFor()
  await page.getByRole('table', { name: 'Runs, the newest first' }).waitFor()
  await page.getByText('Nobody acts in a store that no service keeps.').waitFor()
  await expectSound(opened)
})
