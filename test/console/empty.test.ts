import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PAGES } from '../../console/src/shell/pages.js'
import { openStore } from '../../src/store/open.js'
import { expectSound, openConsole, storeConsole, testBrowser } from './browser.js'
import { removeStore } from './made-store.js'

async function emptyStore(): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), 'stillwatch-empty-')), 'store')
  mkdirSync(path)
  await (await openStore({ path })).close()
  return path
}

const held = testBrowser()
const shown = storeConsole(emptyStore, removeStore)

test('a store without a run says what makes one, and no page of it breaks', async () => {
  const opened = await openConsole(held.browser, { url: shown.url })
  await opened.page.getByText('No run has finished yet.').waitFor()
  for (const { path } of PAGES) {
    await opened.go(path)
    await expectSound(opened)
    expect(await opened.page.getByRole('alert').count()).toBe(0)
  }
})
