/** The console in a real browser, on what was built, and what none of its pages may do. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { command, until } from '../integration/served.js'

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const WEBGL = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist']

/** A browser for a test file. */
export function testBrowser(options: { readonly webgl?: boolean } = {}): {
  readonly browser: Browser
} {
  const holder = {} as { browser: Browser }
  beforeAll(async () => {
    holder.browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: [
        ...FLAGS,
        ...(options.webgl === false ? ['--disable-gpu', '--disable-3d-apis'] : WEBGL),
      ],
    })
  })
  afterAll(async () => {
    await holder.browser?.close()
  })
  return holder
}

export interface Opening {
  /** With the token behind its `#`. */
  readonly url: string
  readonly theme?: 'light' | 'dark'
  readonly width?: number
  readonly height?: number
}

export interface Opened {
  readonly page: Page
  /** Goes to a page of the console by its path, as a link would that somebody sent. */
  go(path: string): Promise<void>
  /** What the pages did that none may: break the policy, ask elsewhere, throw. */
  faults(): readonly string[]
}

/** A tab of its own: nobody else's token, nothing kept. */
export async function openConsole(browser: Browser, opening: Opening): Promise<Opened> {
  const { url, theme = 'light', width = 1280, height = 800 } = opening
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme })
  const page = await context.newPage()
  const faults: string[] = []
  const { origin } = new URL(url)
  page.on('request', (request) => {
    const asked = new URL(request.url())
    if (asked.protocol.startsWith('http') && asked.origin !== origin) {
      faults.push(`asked ${asked.origin}`)
    }
  })
  page.on('pageerror', (error) => faults.push(`threw ${error.message}`))
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/i.test(message.text())) faults.push(message.text())
  })
  await page.goto(url)
  await page.waitForSelector('main')
  return Object.freeze({
    page,
    go: async (path: string) => {
      await page.goto(`${origin}/stillwatch/console${path}`)
      await settled(page)
    },
    faults: () => faults,
  })
}

/** Waits until the page has what it asked for. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector('main h1')
  await page.waitForFunction(() => document.querySelector('.loading') === null)
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe holds against the page, each rule with the places. */
export async function axe(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await checker.run()
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)
  })
}

/** By how much the page is wider than the window. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

export async function expectSound({ page, faults }: Opened): Promise<void> {
  expect(await axe(page)).toEqual([])
  expect(await sideways(page)).toBeLessThanOrEqual(0)
  expect(faults()).toEqual([])
}

/** The console over a kept store, as `stillwatch console` opens it. */
export interface ReadOnly {
  readonly url: string
  readonly store: string
}

/** Scans the paths into a store of its own and shows it. */
export function readOnlyConsole(paths: readonly string[] = ['examples/harvest']): ReadOnly {
  const folder = mkdtempSync(join(tmpdir(), 'stillwatch-console-'))
  const scanned = async () => {
    const store = join(folder, 'store')
    await command('scan', ...paths, '--store', store, '--out', join(folder, 'out'))
    return store
  }
  return storeConsole(scanned, () =>
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 }),
  )
}

/** Shows a store that is made for the tests of a file, and has it removed after them. */
export function storeConsole(
  make: () => Promise<string>,
  remove: (store: string) => void,
): ReadOnly {
  const holder = { url: '', store: '' }
  let child: ChildProcess | undefined
  beforeAll(async () => {
    holder.store = await make()
    child = spawn(process.execPath, ['dist/cli/main.js', 'console', holder.store, '--port', '0'])
    let said = ''
    child.stdout?.on('data', (bytes) => {
      said += bytes
    })
    holder.url = await until('the console listens', async () => /^http\S+/m.exec(said)?.[0])
  }, 300_000)
  afterAll(() => {
    child?.kill('SIGTERM')
    remove(holder.store)
  })
  return holder
}
