import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { callerOf, type Service, startService, until } from '../integration/served.js'
import { expectSound, type Opened, openConsole, settled, testBrowser } from './browser.js'

const held = testBrowser()
const NAMES = ['alice', 'bob', 'carol'] as const
const PEOPLE = NAMES.map((name) => ({
  name,
  sha256: createHash('sha256').update(`token-${name}`).digest('hex'),
  roles: ['reviewer'],
}))
const POLICY = {
  policy_id: 'slow-operators',
  level: 'deny',
  mode: 'live',
  when: { verdict: 'review' },
  reason_code: 'usage_review',
  appeal: 'Write to appeals@example.org.',
}

let service: Service
const call = callerOf(() => service)
const people = (path: string, body?: unknown, who = 'alice') =>
  call(`/stillwatch/v1${path}`, body, who)

beforeAll(async () => {
  const state = mkdtempSync(join(tmpdir(), 'stillwatch-console-'))
  const policy = join(state, 'policy.yaml')
  writeFileSync(policy, stringify({ schema: 'stillwatch.policy/1', policies: [POLICY] }))
  service = await startService({ people: PEOPLE, policy }, state)
  await until('people are heard', async () => (await people('/me')).status === 200)
  for (const kind of ['account', 'exchange']) {
    const lines = gunzipSync(readFileSync(`examples/harvest/${kind}.jsonl.gz`)).toString('utf8')
    expect((await call(`/v1/ingest?kind=${kind}`, lines.trim())).status).toBe(200)
  }
  await until('a run found campaigns', async () => (await queued()).length >= 2, 200)
}, 300_000)
afterAll(() => service?.remove())

interface Item {
  readonly campaign_id: string
  readonly claimed_by: string | null
}
const queued = async () => (await people('/queue')).body.items as readonly Item[]

const as = (name: (typeof NAMES)[number], more: object = {}): Promise<Opened> =>
  openConsole(held.browser, {
    url: `${service.url}/stillwatch/console/#token=token-${name}`,
    ...more,
  })

const last = (page: Page) => page.locator('.last-deed')
const told = (page: Page, text: string | RegExp) => last(page).filter({ hasText: text }).waitFor()
const firstCampaign = (page: Page) =>
  page.getByRole('table', { name: 'Campaigns' }).getByRole('link').first()

describe('from the overview to a ruling, a countermeasure and back', () => {
  it('by mouse', async () => {
    const opened = await as('alice')
    const { page } = opened
    await firstCampaign(page).click()
    await page.getByRole('button', { name: /^Take the case/ }).click()
    await told(page, 'Done: Took the case')
    await page.getByRole('button', { name: /^Rule …/ }).click()
    await page.getByRole('radio', { name: /It is a campaign/ }).check()
    await page.getByText('Whom it would touch').waitFor()
    await page.getByLabel('Reason').fill('One card pays for all of them.')
    await page.getByRole('button', { name: 'Propose or agree' }).click()
    await told(page, /Proposed: Ruled against .* second person/)
    await last(page).getByRole('button', { name: 'Undo' }).click()
    await told(page, 'Dropped what was proposed')
    await page.getByRole('button', { name: /^Rule …/ }).click()
    await page.getByRole('radio', { name: /It is innocent/ }).check()
    await page.getByLabel('Reason').fill('A class of students.')
    await page.getByRole('button', { name: 'Rule', exact: true }).click()
    await told(page, /Done: Ruled that .* is innocent/)
    await page.getByText(/Ruled innocent by alice/).waitFor()
    await last(page).getByRole('button', { name: 'Undo' }).click()
    await told(page, /Proposed: Ruled that it is undecided again/)
    await last(page).getByRole('button', { name: 'Undo' }).click()
    await told(page, 'Dropped what was proposed')
    await page.getByRole('button', { name: /^Countermeasures …/ }).click()
    await page.getByRole('button', { name: 'Approve slow-operators' }).click()
    await page.getByText(/account.* by slow-operators|Nobody: no policy/).waitFor()
    await page.getByLabel('Reason').fill('It touches operators alone.')
    await page.getByRole('button', { name: 'Propose or agree' }).click()
    await told(page, 'Proposed: Approved the policy slow-operators')
    await expectSound(opened)

    const second = await as('bob')
    await second.go('/countermeasures')
    await second.page.getByRole('button', { name: 'Agree' }).click()
    await second.page.getByText('Whom it would touch').waitFor()
    await second.page.getByLabel('Reason').fill('I looked at whom it touches.')
    await second.page.getByRole('dialog').getByRole('button', { name: 'Agree' }).click()
    await told(second.page, /Done: Agreed/)
    await second.page.getByText('approved by alice and bob').waitFor()
    await expectSound(second)
    await last(second.page).getByRole('button', { name: 'Undo' }).click()
    await told(second.page, 'Took back the approval')
    await second.page.getByText('nobody approved it').waitFor()
    await page.context().close()
    await second.page.context().close()
  })

  it('by keyboard alone', async () => {
    const opened = await as('carol')
    const { page } = opened
    const { keyboard } = page
    await firstCampaign(page).waitFor()
    await keyboard.press('g')
    await keyboard.press('q')
    await page.getByRole('heading', { name: 'Queue', level: 1 }).waitFor()
    await page.getByRole('table', { name: 'Cases' }).waitFor()
    await keyboard.press('j')
    await keyboard.press('j')
    await keyboard.press('k')
    await page.getByRole('heading', { name: /^Campaign / }).waitFor()
    await keyboard.press('n')
    await told(page, 'Done: Took the case')
    await page.getByText('You have it.').waitFor()
    await expectSound(opened)
    await keyboard.press('o')
    await page.getByRole('button', { name: /^Give back/ }).waitFor()
    await keyboard.press('e')
    await page.getByRole('dialog', { name: /^Rule on/ }).waitFor()
    await keyboard.press('Space')
    await keyboard.press('Tab')
    await keyboard.type('A class of students.')
    await expectSound(opened)
    await keyboard.press('Tab')
    await keyboard.press('Enter')
    await told(page, /Done: Ruled that .* is innocent/)
    await keyboard.press('u')
    await told(page, /Proposed: Ruled that it is undecided again/)
    await keyboard.press('a')
    await page.getByRole('button', { name: 'Approve slow-operators' }).waitFor()
    await keyboard.press('Tab')
    await keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Approve the policy slow-operators' }).waitFor()
    await page.getByText(/account.* by slow-operators|Nobody: no policy/).waitFor()
    await keyboard.type('It touches operators alone.')
    await keyboard.press('Control+Enter')
    await told(page, 'Proposed: Approved the policy slow-operators')
    await keyboard.press('u')
    await told(page, 'Dropped what was proposed')
    await keyboard.press('c')
    await told(page, 'Gave back the case')
    expect(opened.faults()).toEqual([])
    await page.context().close()
  })
})

it('two who take the next at once never get the same, and closing one takes the next', async () => {
  for (const { claimed_by } of await queued()) {
    if (claimed_by !== null) await freeAll()
  }
  const both = await Promise.all((['bob', 'carol'] as const).map((name) => as(name)))
  for (const one of both) await one.go('/queue')
  await Promise.all(
    both.map(({ page }) => page.getByRole('button', { name: /^Next case/ }).click()),
  )
  for (const { page } of both) await told(page, 'Took the case')
  const addresses = both.map(({ page }) => new URL(page.url()).searchParams.get('campaign'))
  expect(new Set(addresses).size).toBe(2)
  const holders = new Map((await queued()).map((one) => [one.campaign_id, one.claimed_by]))
  expect(addresses.map((campaign) => holders.get(campaign ?? ''))).toEqual(['bob', 'carol'])
  const [bob, carol] = both as [Opened, Opened]
  await carol.page.getByRole('button', { name: /^Give back/ }).click()
  await told(carol.page, 'Gave back the case')
  await bob.page.keyboard.press('x')
  await bob.page.getByLabel('What became of it').fill('It was a harvest.')
  await bob.page.keyboard.press('Control+Enter')
  await bob.page.waitForURL((url) => url.searchParams.get('campaign') === addresses[1])
  await bob.page.getByText('You have it.').waitFor()
  await Promise.all(both.map(({ page }) => page.context().close()))
})

async function freeAll() {
  const { body } = await people('/cases')
  const cases = body.cases as readonly { case_id: string; claimed_by: string | null }[]
  for (const { case_id, claimed_by } of cases) {
    if (claimed_by !== null) await people(`/cases/${case_id}/release`, {}, claimed_by)
  }
}

it('a case has an address, which goes back, comes again, and survives a lost connection', async () => {
  const opened = await as('alice')
  const { page } = opened
  const campaign = (await queued())[0]?.campaign_id ?? ''
  await opened.go(`/queue?campaign=${campaign}`)
  const heading = page.getByRole('heading', { name: `Campaign ${campaign.slice(0, 8)}` })
  await heading.waitFor()
  await page.getByRole('link', { name: 'The whole campaign' }).click()
  await page.waitForURL(/\/campaigns\//)
  await page.goBack()
  await heading.waitFor()
  await page.reload()
  await settled(page)
  await heading.waitFor()

  await page.context().setOffline(true)
  await page.getByRole('button', { name: /^(Take the case|Give back)/ }).click()
  await page.getByText('The service cannot be reached.').first().waitFor()
  expect(await heading.isVisible()).toBe(true)
  await page.context().setOffline(false)
  await page.getByRole('button', { name: /^(Take the case|Give back)/ }).click()
  await told(page, /Took the case|Gave back/)
  await page.context().close()
})
