import { fstatSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSpool } from '../../src/service/spool/spool.js'
import { freshFolders, KILLS, linesHeld, seeded } from './spool-faults.js'

const fresh = freshFolders()

/** What the disk is sure to hold: bytes of each file by its inode, and names of each folder. */
const synced = { bytes: new Map<number, number>(), names: new Map<string, number>() }
const restore: (() => void)[] = []

/** Keeps a record of every sync. It counts from when the system says that it is done. */
beforeAll(async () => {
  const handle = await open(import.meta.filename)
  const prototype = Object.getPrototypeOf(handle) as FileHandle
  await handle.close()
  const { datasync, sync } = prototype
  const record = async (of: FileHandle, work: () => Promise<void>) => {
    const { ino, size } = fstatSync(of.fd)
    const isFolder = fstatSync(of.fd).isDirectory()
    const names = isFolder ? namesIn(watched) : []
    await work()
    if (!isFolder) synced.bytes.set(ino, size)
    else synced.names = new Map(names)
  }
  prototype.datasync = function (this: FileHandle) {
    return record(this, () => datasync.call(this))
  }
  prototype.sync = function (this: FileHandle) {
    return record(this, () => sync.call(this))
  }
  restore.push(() => Object.assign(prototype, { datasync, sync }))
})
afterAll(() => {
  for (const undo of restore) undo()
})

let watched = ''
/** The names of a folder and their files. The spool renames beside its writing: what changes while it is looked at is looked at again. */
function namesIn(folder: string): readonly (readonly [name: string, ino: number])[] {
  const look = () =>
    readdirSync(folder)
      .sort()
      .map(
        (name) =>
          [name, statSync(join(folder, name), { throwIfNoEntry: false })?.ino ?? 0] as const,
      )
  let [before, now] = [look(), look()]
  while (JSON.stringify(before) !== JSON.stringify(now)) [before, now] = [now, look()]
  return now
}

/** What may be found after the power was lost now: of all that was not synced anything or nothing. */
function afterPowerLoss(chance: () => number): string {
  try {
    return foundAfter(chance)
  } catch (error) {
    // Renamed between the look at the folder and that at the file: the power fails a moment later.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return afterPowerLoss(chance)
  }
}

function foundAfter(chance: () => number): string {
  const folder = fresh()
  const now = new Map(namesIn(watched).map(([name, ino]) => [ino, name]))
  const before = new Map([...synced.names].map(([name, ino]) => [ino, name]))
  for (const [ino, name] of now) {
    const durable = before.get(ino)
    const kept = chance() < 0.5 ? name : durable
    if (kept === undefined) continue
    const whole = readFileSync(join(watched, name))
    // The machine has started again; here the process of before still runs, and would hold its lock.
    const text = whole.toString().replace(/[\da-f-]{36}/, 'an earlier start')
    const bytes = name === 'writer.lock' ? Buffer.from(text) : whole
    const safe = synced.bytes.get(ino) ?? 0
    // Behind what was synced a file may end anywhere, and hold what it held or anything else.
    const rest = bytes.subarray(safe, safe + Math.floor(chance() * (bytes.length - safe + 1)))
    const isLost = chance() < 0.5
    const tail = isLost ? Buffer.alloc(rest.length, Math.floor(chance() * 256)) : rest
    writeFileSync(join(folder, kept), Buffer.concat([bytes.subarray(0, safe), tail]))
  }
  return folder
}

test(
  'after a power failure at any point all that was acknowledged is there, and once',
  async () => {
    const chance = seeded('power failures')
    let roundsTold = 0
    for (let round = 0; round < KILLS; round += 1) {
      const acknowledged = new Set<number>()
      watched = fresh()
      const spool = await openSpool({
        folder: watched,
        bytesMax: 1e10,
        now: () => 0,
        sealAfterMs: 250,
      })
      let [next, isOn] = [0, true]
      const caller = async () => {
        while (isOn) {
          const from = next
          const count = 1 + Math.floor(chance() * 2000)
          next += count
          const numbers = Array.from({ length: count }, (_, at) => from + at)
          await spool.append(
            'exchange',
            numbers.map((n) => Buffer.from(JSON.stringify({ n, text: 'x'.repeat(n % 500) }))),
          )
          for (const n of numbers) acknowledged.add(n)
        }
      }
      const callers = Array.from({ length: 6 }, caller)
      await new Promise((resolve) => setTimeout(resolve, 20 + chance() * 300))
      const expected = [...acknowledged]
      const left = afterPowerLoss(chance)
      isOn = false
      await Promise.all(callers)
      await spool.close()

      await (await openSpool({ folder: left, bytesMax: 1e10, now: () => 0 })).close()
      const held = linesHeld(left).map(({ line }) => (JSON.parse(line) as { n: number }).n)
      const unique = new Set(held)
      expect(expected.filter((n) => !unique.has(n))).toEqual([])
      expect(held.length).toBe(unique.size)
      if (expected.length > 0) roundsTold += 1
    }
    // On a busy disk the power may fail before anything was acknowledged, but not most of the time.
    expect(roundsTold).toBeGreaterThan(KILLS / 2)
  },
  20_000 * KILLS,
)

test(
  'a segment that is cut or changed anywhere gives back each row that was not hit',
  async () => {
    const chance = seeded('torn segments')
    const source = fresh()
    const spool = await openSpool({ folder: source, bytesMax: 1e10, now: () => 0 })
    for (let call = 0; call < 40; call += 1) {
      await spool.append('exchange', [
        Buffer.from(`{"n":${2 * call}}`),
        Buffer.from(`{"n":${2 * call + 1}}`),
      ])
    }
    const [name = ''] = readdirSync(source).filter((file) => file.endsWith('.open'))
    const whole = readFileSync(join(source, name))
    await spool.close()
    for (let round = 0; round < KILLS * 5; round += 1) {
      const folder = join(fresh(), 'spool')
      mkdirSync(folder)
      const cut = Math.floor(chance() * (whole.length + 1))
      const bytes = Buffer.from(chance() < 0.5 ? whole.subarray(0, cut) : whole)
      const flipped = bytes.length === 0 ? 0 : Math.floor(chance() * 4)
      for (let flip = 0; flip < flipped; flip += 1) {
        const at = Math.floor(chance() * bytes.length)
        bytes[at] = (bytes[at] ?? 0) ^ (1 + Math.floor(chance() * 255))
      }
      writeFileSync(join(folder, name), bytes)
      await (await openSpool({ folder, bytesMax: 1e10, now: () => 0 })).close()
      const held = linesHeld(folder).map(({ line }) => (JSON.parse(line) as { n: number }).n)
      expect(held).toEqual([...new Set(held)].sort((a, b) => a - b))
      // Each frame holds two rows; a change costs no more than the frame that it hits.
      const frames = Math.floor(bytes.length / (whole.length / 40)) - 1 - flipped
      expect(held.length).toBeGreaterThanOrEqual(2 * frames)
      expect(held.every((n) => n >= 0 && n < 80)).toBe(true)
    }
  },
  20_000 * KILLS,
)
