import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { holdLock, lockOwner, lockText } from './process-lock.js'

const root = mkdtempSync(join(tmpdir(), 'stillwatch-lock-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const file = join(root, 'lock')
const hold = () => holdLock(file, (owner) => new Error(`held by ${owner}`))

describe('a lock', () => {
  test('is for one, here too, until it is released', () => {
    const release = hold()
    expect(lockOwner(file)).toBe(process.pid)
    expect(hold).toThrow(`held by ${process.pid}`)
    release()
    expect(existsSync(file)).toBe(false)
    hold()()
  })

  test('of another process that lives holds', () => {
    writeFileSync(file, lockText(process.ppid) ?? '')
    expect(hold).toThrow(`held by ${process.ppid}`)
    rmSync(file)
  })

  test.each([
    ['is torn', ''],
    ['is torn in its middle', String(process.ppid)],
    ['names a process that is no more', '999999999 a b .'],
    ['names a number that came to another process', `${process.ppid} an earlier start .`],
    ['is no lock', 'hello'],
  ])('that %s locks nobody out', (_, text) => {
    writeFileSync(file, text)
    expect(lockOwner(file)).toBeUndefined()
    const release = hold()
    expect(readFileSync(file, 'utf8')).toBe(lockText(process.pid))
    release()
  })

  test('that was taken over is not released by who lost it', () => {
    const release = hold()
    release()
    writeFileSync(file, lockText(process.ppid) ?? '')
    release()
    expect(existsSync(file)).toBe(true)
    rmSync(file)
  })
})
