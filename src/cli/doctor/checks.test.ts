import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { lockText } from '../../store/process-lock.js'
import {
  checkCores,
  checkDisk,
  checkEngine,
  checkMemory,
  checkNode,
  checkPlatform,
  checkServer,
  checkSettings,
  checkStore,
} from './checks.js'

const folder = mkdtempSync(join(tmpdir(), 'stillwatch-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const write = (name: string, text: string) => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe('the doctor', () => {
  test('asks for a Node that is new enough', () => {
    expect(checkNode('v20.18.3').state).toBe('fail')
    expect(checkNode('v20.19.0').state).toBe('ok')
    expect(checkNode('v24.0.0').state).toBe('ok')
  })

  test('says where the engine cannot run', () => {
    expect(checkPlatform('win32', 'x64').state).toBe('fail')
    expect(checkPlatform('linux', 'riscv64').hint).toContain('store.url')
    expect(checkPlatform('darwin', 'arm64').state).toBe('ok')
  })

  test('outlives an engine that kills its process, and one that does not load', async () => {
    const killed = await checkEngine(write('killed.js', 'process.kill(process.pid, "SIGILL")'))
    expect(killed).toMatchObject({ state: 'fail', said: expect.stringContaining('SIGILL') })
    const broken = await checkEngine(write('broken.js', 'throw new Error("no such library")'))
    expect(broken).toMatchObject({
      state: 'fail',
      said: expect.stringContaining('no such library'),
    })
    const sound = await checkEngine(write('sound.js', 'process.stdout.write("26.7")'))
    expect(sound).toMatchObject({ state: 'ok', said: 'ClickHouse 26.7, embedded; it answers' })
  })

  test('warns of little memory and one core', () => {
    expect(checkMemory(2 * 2 ** 30).state).toBe('warn')
    expect(checkMemory(8 * 2 ** 30).state).toBe('ok')
    expect([checkCores(1).state, checkCores(2).state]).toEqual(['warn', 'ok'])
  })

  test('looks at the disk of a folder that is not there yet', () => {
    expect(checkDisk('Disk', join(folder, 'not', 'yet')).said).toContain(folder)
  })

  test('warns of a secret that is not set or short, and never prints it', () => {
    const of = (text: string) => checkSettings(write('stillwatch.yaml', text)).checks
    expect(of('store: {}').map(({ state }) => state)).toEqual(['ok', 'warn'])
    expect(of('hash_secret: hunter2').map(({ state }) => state)).toEqual(['ok', 'warn'])
    const set = of('hash_secret: 0123456789abcdef0123456789abcdef')
    expect(set.map(({ state }) => state)).toEqual(['ok', 'ok'])
    expect(JSON.stringify(set)).not.toContain('0123456789abcdef')
    expect(JSON.stringify(of('hash_secret: hunter2'))).not.toContain('hunter2')
  })

  test('fails on settings that are not valid, and says what to do', () => {
    const { checks, settings } = checkSettings(write('bad.yaml', 'hash_secrt: x'))
    expect(settings).toBeUndefined()
    expect(checks).toMatchObject([{ state: 'fail', hint: expect.stringContaining('hash_secret') }])
    expect(checkSettings(join(folder, 'nowhere.yaml')).checks).toMatchObject([{ state: 'fail' }])
  })

  test('tells a lock that is held from one that was left', () => {
    expect(checkStore(join(folder, 'none'))).toMatchObject([{ state: 'ok' }])
    write('lock', lockText(process.pid) ?? '')
    expect(checkStore(folder)).toMatchObject([
      { state: 'warn', said: expect.stringContaining(String(process.pid)) },
    ])
    // No process has so high a number; and one that has the number began at another time.
    for (const left of ['999999999 a b .', `${process.pid} earlier .`, '']) {
      write('lock', left)
      expect(checkStore(folder)).toMatchObject([{ state: 'ok' }])
    }
  })

  test('fails on a server that does not answer, and prints no password of its address', async () => {
    const check = await checkServer('http://user:hunter2@127.0.0.1:9/')
    expect(check.state).toBe('fail')
    expect(JSON.stringify(check)).not.toContain('hunter2')
  })
})
