import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it, test } from 'vitest'
import { callerOf, type Service, startService, until } from '../integration/served.js'
import { expectSound, openConsole, testBrowser } from './browser.js'

const held = testBrowser()
const ROLES = { alice: ['auditor', 'admin', 'reviewer'], bob: ['analyst'], vera: ['viewer'] }
const PEOPLE = Object.entries(ROLES).map(([name, roles]) => ({
  ...{ name, roles },
  sha256: createHash('sha256').update(`token-${name}`).digest('hex'),
}))
/** More than a page has. */
const DEEDS = 104

let service: Service
const call = callerOf(() => service)
const urlOf = (name: string) => `${service.url}/stillwatch/console/#token=token-${name}`

beforeAll(async () => {
  service = await startService({ people: PEOPLE, engine: { run_minutes: 60 } })
  await until('people are heard', async () => (await call('/stillwatch/v1/me')).status === 200)
  for (let n = 0; n < DEEDS; n += 1) {
    const body = { kind: 'account', id: `acct_${n}`, reason: 'It is known.' }
    const { status } = await call(
      '/stillwatch/v1/never-touch/protect',
      body,
      n === 7 ? 'bob' : 'alice',
    )
    expect(status).toBe(200)
  }
}, 180_000)
afterAll(() => service?.remove())

it('pages from the newest to the first entry, each page with an address of its own, and back', async () => {
  const opened = await openConsole(held.browser, { url: urlOf('alice') })
  const { page } = opened
  await opened.go('/audit')
  const entries = page.getByRole('table', { name: 'Entries of the audit trail, the newest first' })
  await entries.waitFor()
  expect(await entries.getByRole('row').count()).toBe(101)
  await expectSound(opened)
  await page.getByRole('button', { name: 'Earlier' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Earlier entries' }).waitFor()
  await until('the second page', async () => (await entries.getByRole('row').count()) < 101)
  expect(page.url()).toMatch(/before=/)
  expect(await page.getByRole('button', { name: 'Earlier' }).count()).toBe(0)
  const address = page.url()
  await page.goBack()
  await page.getByRole('heading', { name: 'Newest entries' }).waitFor()
  await page.goto(address)
  await page.getByRole('heading', { name: 'Earlier entries' }).waitFor()
})

it('shows what one person did, by a link that can be sent', async () => {
  const opened = await openConsole(held.browser, { url: urlOf('alice') })
  const { page } = opened
  await opened.go('/audit')
  await page.getByLabel('Who').selectOption('person bob')
  const entries = page.getByRole('table', { name: 'Entries of the audit trail, the newest first' })
  await until('one entry', async () => (await entries.getByRole('row').count()) === 2)
  await page.getByLabel('What').selectOption('protect')
  await until('the address', async () => /actor=person.*bob&action=protect/.test(page.url()))
  await page.reload()
  await entries.waitFor()
  expect(await entries.getByRole('row').count()).toBe(2)
  await page.getByRole('button', { name: 'All entries' }).click()
  await until('all', async () => (await entries.getByRole('row').count()) === 101)
})

test.each([
  [1280, 'dark'],
  [640, 'light'],
  [390, 'dark'],
] as const)('is sound at %i in %s, also of nobody whose name is a trap', async (width, theme) => {
  const opened = await openConsole(held.browser, { url: urlOf('alice'), width, theme })
  await opened.go('/audit')
  await expectSound(opened)
  const actor = encodeURIComponent(`<b onclick=x>\u202e${'n'.repeat(10_000)}`)
  await opened.go(`/audit?actor=${actor}`)
  await opened.page.getByText('No entry.').waitFor()
  await expectSound(opened)
})

it('tells a viewer kindly whose the trail is, and the service refuses them whatever is shown', async () => {
  const opened = await openConsole(held.browser, { url: urlOf('vera') })
  await opened.go('/audit')
  await opened.page.getByText('The trail is read by auditors, reviewers and admins.').waitFor()
  await expectSound(opened)
  expect((await call('/stillwatch/v1/audit/newest', undefined, 'vera')).status).toBe(403)
})

it('of a service health tells the gate, and people are told to who may know', async () => {
  const opened = await openConsole(held.browser, { url: urlOf('alice') })
  const { page } = opened
  await opened.go('/settings')
  const people = page.getByRole('table', { name: 'People and their tokens' })
  await people.waitFor()
  expect(await people.getByRole('row').count()).toBe(4)
  await page
    .getByText('Nothing was published to the gate yet.')
    .or(page.getByText(/\d+ records? in/))
    .first()
    .waitFor()
  await page.getByRole('heading', { name: 'Runs', exact: true }).waitFor()
  await expectSound(opened)
  const viewer = await openConsole(held.browser, { url: urlOf('vera'), width: 390, theme: 'dark' })
  await viewer.go('/settings')
  await viewer.page.getByText('told to admins and auditors').waitFor()
  await expectSound(viewer)
})
