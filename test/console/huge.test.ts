import { expect, test } from 'vitest'
import { expectSound, openConsole, settled, storeConsole, testBrowser } from './browser.js'
import { CAMPAIGN_ID, makeStore, removeStore } from './made-store.js'

const MADE = { members: 4000, hours: 100, accounts: 96_000, exchanges: 4_600_000 }
const held = testBrowser()
const shown = storeConsole(() => makeStore(MADE), removeStore)
const SECONDS_MAX = 5

test.each([
  ['overview', ''],
  ['campaigns', 'campaigns'],
  ['a campaign', `campaigns/${CAMPAIGN_ID}`],
])(
  '%s of 100,000 accounts and 5,000,000 exchanges is there soon, and sound',
  async (what, path) => {
    const opened = await openConsole(held.browser, { url: shown.url })
    const { page } = opened
    await settled(page)
    const startedMs = performance.now()
    await page.goto(new URL(path, page.url()).href)
    await settled(page)
    const seconds = (performance.now() - startedMs) / 1000
    process.stdout.write(`${what}: ${seconds.toFixed(1)} s\n`)
    expect(seconds).toBeLessThan(SECONDS_MAX)
    await expectSound(opened)
  },
)
