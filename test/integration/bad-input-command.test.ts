import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { lockText } from '../../src/store/process-lock.js'
import { folderOf, line, lines } from './bad-input.js'
import { type Ended, stillwatch } from './bad-input-cli.js'

const NOBODY = 65534
const isRoot = process.getuid?.() === 0

const good = { 'exchange.jsonl': lines(line(1), line(2), 'no', line(3, { extra: 1 })) }

/** An error of an operator: a sentence and what to do, and nothing of our insides. */
function expectError(ended: Ended, status: number, message: RegExp): void {
  expect([ended.stderr, ended.status]).toEqual([expect.stringMatching(message), status])
  expect(ended.stderr).toMatch(/^stillwatch: .+\n {2}.+\n/m)
  expect(ended.stderr).not.toMatch(/\n\s+at |node:internal|fault of ours|DB::Exception/)
}

const inputOf = (out: string) => JSON.parse(readFileSync(join(out, 'findings.json'), 'utf8')).input

describe('errors end with a message, a hint and a status', () => {
  test.each([
    [['scan', '/nowhere'], 3, /There is no file or folder at \/nowhere/],
    [['scan', 'empty'], 3, /the folder is empty/],
    [['scan', 'accounts'], 3, /only account\.jsonl/],
    [['scan', 'binary'], 3, /no line is an exchange/],
    [['scan', 'good', '--source', 'nope'], 2, /There is no source called nope/],
    [['scan', 'good', '--out', 'file'], 2, /The path file could not be used/],
    [['scan', 'good', '--out', '/proc/x'], 2, /The path \/proc\/x could not be used/],
    [['scan', 'good', '--store', '/proc/x'], 4, /The store in \/proc\/x could not be opened/],
    [['scan', 'good', '--store', 'file'], 4, /The store in file could not be opened/],
  ])('%j', async (args, status, message) => {
    const cwd = folderOf({ file: '' })
    const tmp = folderOf({})
    for (const name of ['empty', 'accounts', 'binary', 'good']) mkdirSync(join(cwd, name))
    writeFileSync(join(cwd, 'accounts', 'account.jsonl'), '{}')
    writeFileSync(
      join(cwd, 'binary', 'exchange.jsonl'),
      readFileSync(process.execPath).subarray(0, 50_000),
    )
    writeFileSync(join(cwd, 'good', 'exchange.jsonl'), good['exchange.jsonl'])
    expectError(await stillwatch(args, { cwd, tmp }), status, message)
    expect(readdirSync(tmp)).toEqual([])
  })

  test('an unknown option ends with status 2', async () => {
    expect((await stillwatch(['scan', 'x', '--bogus'])).status).toBe(2)
  })

  test.skipIf(!isRoot)('what may not be read or written', async () => {
    const folder = folderOf(good)
    const [tmp, out] = [folderOf({}), folderOf({})]
    for (const open of [folder, tmp]) chmodSync(open, 0o777)
    chmodSync(join(folder, 'exchange.jsonl'), 0)
    const unreadable = await stillwatch(['scan', folder, '--out', join(tmp, 'out')], {
      uid: NOBODY,
      tmp,
    })
    expectError(unreadable, 3, /exchange\.jsonl could not be read: permission is denied/)
    chmodSync(join(folder, 'exchange.jsonl'), 0o644)
    chmodSync(out, 0o755)
    const closed = await stillwatch(['scan', folder, '--out', join(out, 'x')], { uid: NOBODY, tmp })
    expectError(closed, 2, /could not be used: permission is denied/)
    const args = ['scan', folder, '--out', join(tmp, 'out'), '--store', join(out, 'store')]
    expectError(await stillwatch(args, { uid: NOBODY, tmp }), 4, /permission is denied/)
  })

  test('a store that another process has open', async () => {
    const lock = lockText(process.pid) ?? ''
    const store = folderOf({ lock })
    const args = ['scan', folderOf(good), '--store', store, '--out', folderOf({})]
    const ended = await stillwatch(args)
    expectError(ended, 4, new RegExp(`is in use by process ${process.pid}`))
    expect(readFileSync(join(store, 'lock'), 'utf8')).toBe(lock)
  })
})

describe('standard input', () => {
  test('gzip from a pipe; what was at fault or unknown is told', async () => {
    const input = gzipSync(good['exchange.jsonl'])
    const [tmp, out] = [folderOf({}), folderOf({})]
    const ended = await stillwatch(['scan', '-', '--out', out], { input, tmp })
    expect(ended.status).toBe(0)
    expect(inputOf(out)).toMatchObject({ exchanges: 3, rejected: 1, duplicates: 0 })
    expect(ended.stderr).toContain(
      '1 line rejected, since the line is not valid JSON; first line 3.',
    )
    expect(ended.stderr).toContain('1 key ignored: extra.')
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('the line is not valid JSON')
    expect(readdirSync(tmp)).toEqual([])
  })

  test('nothing from a pipe', async () => {
    const tmp = folderOf({})
    const ended = await stillwatch(['scan', '-', '--out', folderOf({})], { input: '', tmp })
    expectError(ended, 3, /the files of exchanges are empty/)
    expect(readdirSync(tmp)).toEqual([])
  })
})

describe('interruption', () => {
  const example = resolve('examples/harvest')

  test.each([
    ['SIGINT', 130, 'stage 1'],
    ['SIGINT', 130, 'stage 3'],
    ['SIGTERM', 143, 'stage 2'],
  ] as const)(
    '%s ends with status %i and leaves nothing behind (%s)',
    async (signal, status, at) => {
      const [tmp, out] = [folderOf({}), folderOf({})]
      const started = performance.now()
      const ended = await stillwatch(['scan', example, '--out', out], {
        tmp,
        onOutput: (child, text) => {
          if (text.includes(at)) setTimeout(() => child.kill(signal), 100)
        },
      })
      expect([ended.status, ended.signal]).toEqual([status, null])
      expect(readdirSync(tmp)).toEqual([])
      expect(readdirSync(out)).toEqual([])
      expect(ended.stderr).not.toContain('stillwatch:')
      expect(performance.now() - started).toBeLessThan(30_000)
    },
  )

  test('a store that is kept is unlocked, and the next scan is whole', async () => {
    const [store, out] = [folderOf({}), folderOf({})]
    const args = ['scan', folderOf(good), '--store', store, '--out', out]
    const ended = await stillwatch(args, {
      onOutput: (child, text) => {
        if (text.includes('stage 3')) child.kill('SIGINT')
      },
    })
    expect(ended.status).toBe(130)
    expect(readdirSync(store)).toEqual(['data'])
    // The lock of a process that is no more, as a power cut leaves it. No process has this id.
    writeFileSync(join(store, 'lock'), '4194304')
    expect((await stillwatch(args)).status).toBe(0)
    expect(readdirSync(store)).toEqual(['data'])
    expect(inputOf(out)).toMatchObject({ exchanges: 3 })
  })
})

describe('a full disk', () => {
  const mounts: string[] = []
  afterAll(() => {
    for (const mount of mounts) execFileSync('umount', [mount])
  })
  const small = (): string | undefined => {
    const folder = folderOf({})
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder], { stdio: 'ignore' })
    } catch {
      return undefined
    }
    mounts.push(folder)
    return folder
  }

  test('of the store, of the output, and of what is piped in', async (context) => {
    const disk = small()
    if (disk === undefined) return context.skip()
    // Random texts do not compress: what is read is larger than the disk.
    const texts = Array.from({ length: 3000 }, (_, index) =>
      line(index, {
        system: Array.from({ length: 300 }, () => Math.random().toString(36)).join(''),
      }),
    )
    const folder = folderOf({ 'exchange.jsonl': lines(...texts) })
    const out = folderOf({})
    const store = join(disk, 'store')
    const full = await stillwatch(['scan', folder, '--store', store, '--out', out])
    expectError(full, 4, /There is no space left on the disk of .*store/)
    execFileSync('rm', ['-rf', store])
    const piped = await stillwatch(['scan', '-', '--out', out], {
      tmp: disk,
      input: lines(...texts),
    })
    expectError(piped, 4, /There is no space left on the disk/)
    expect(readdirSync(disk)).toEqual([])
    writeFileSync(join(disk, 'filler'), Buffer.alloc(8 * 1024 * 1024 - 4096 * 3))
    const written = await stillwatch(['scan', folderOf(good), '--out', join(disk, 'out')])
    expectError(written, 4, /There is no space left on the disk/)
  })
})
