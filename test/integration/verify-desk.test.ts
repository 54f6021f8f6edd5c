import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import stringWidth from 'string-width'
import { afterEach, expect, it } from 'vitest'
import { type Service, startService, until } from './served.js'

let service: Service | undefined
afterEach(() => service?.remove())

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const PEOPLE = ['alice', 'bob', 'carol'].map((name) => ({
  ...{ name, sha256: sha256(`token-${name}`), roles: ['reviewer'] },
}))
const HOSTILE = `\u001b]0;owned\u0007\u202e${'x'.repeat(110)}`

interface Said {
  readonly status: number
  readonly out: string
  readonly err: string
}

it('the review desk is used from the command line, by two where it takes two', async () => {
  const running = await startService({ people: PEOPLE })
  service = running
  const as = (who: string, ...args: readonly string[]) =>
    new Promise<Said>((resolve) => {
      const env = { ...process.env, STILLWATCH_TOKEN: `token-${who}` }
      const run = ['dist/cli/main.js', 'verify', ...args, '--config', running.config]
      const child = execFile(process.execPath, run, { env }, (_, out, err) => {
        if (!args.includes('--json')) isNarrow(out)
        resolve({ status: child.exitCode ?? -1, out, err })
      })
    })
  await until('people are heard', async () =>
    (await as('alice', 'queue')).out.includes('Nobody waits.'),
  )

  const ids = ['app_1', 'app_2', HOSTILE]
  for (const application_id of ids) {
    const answer = await fetch(`${running.url}/v1/signup/assess?wait=disk`, {
      method: 'POST',
      headers: { authorization: 'Bearer token-alice', 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ application_id, account_id: `of ${application_id}`, program: 'education' },
        ...{ applied_at: new Date().toISOString(), payment_hash: 'f'.repeat(32) },
        ...{ signup_user_agent: 'Mozilla/5.0', email_shape: 'aaaa.aaa', proofs: ['mail'] },
      }),
    })
    expect(answer.status).toBe(200)
  }
  const told = await until('all are there', async () => {
    const { enrolments } = JSON.parse((await as('alice', 'queue', '--json')).out) as {
      enrolments: { enrolment_id: string; application_id: string }[]
    }
    return enrolments.length === ids.length && enrolments
  })
  const hostile = told.find(({ application_id }) => application_id === HOSTILE)?.enrolment_id ?? ''
  const queue = (await as('alice', 'queue', '--limit', '2')).out
  expect(queue).toContain('1 more')
  const shown = await until('they are side by side', async () => {
    const { out } = await as('alice', 'show', 'app_1')
    return out.includes('2 others with something in common') && out
  })
  expect(shown).toMatch(/payment +the same +the same/)

  const list = join(running.state, 'list.txt')
  writeFileSync(list, `app_2\r\n${hostile}\n`)
  const suspend = ['decide', '--suspend', '--campaign', '--reason', 'one card', '--from', list]
  expect((await as('alice', ...suspend, 'app_9', '--yes')).err).toContain('Nobody knows `app_9`')
  const looked = await as('alice', ...suspend, 'app_1')
  expect(looked.out).toContain('To suspend: 3 applications')
  expect(looked.out).toContain('Nothing was done. With --yes it is.')
  expect((await as('alice', ...suspend, 'app_1', '--yes')).out).toContain('proposed')
  const again = await as('alice', ...suspend, 'app_1', '--yes')
  expect(again.status).toBe(2)
  expect(again.out.replaceAll(/\s+/g, ' ')).toContain('a second person must do the same')
  expect((await as('bob', ...suspend, 'app_1', '--yes')).out).toContain('3 applications: done.')

  const undo = ['decide', 'app_1', '--undo', '--reason', 'another app_1', '--yes']
  expect((await as('alice', ...undo)).out).toContain('1 application: done.')

  const file = join(running.state, 'letter.pdf')
  writeFileSync(file, 'enrolled here')
  const seen = ['accept', 'app_1', '--proof', 'documents', '--file', file, '--reason', 'a letter']
  expect((await as('alice', ...seen)).out).toContain(sha256('enrolled here'))
  const after = (await as('alice', 'show', 'app_1')).out
  expect(after).toMatch(/suspended +alice, bob +campaign/)
  expect(after).toContain('Proofs that people saw')

  expect((await as('carol', 'appeal', hostile, '--statement', 'It was not us.')).status).toBe(0)
  const decide = ['appeal', hostile, '--decide', 'overturned', '--answer', 'It was not.']
  const no = ['appeal', hostile, '--decide', 'upheld', '--answer', 'It was.']
  expect((await as('bob', ...no)).err).toContain('Another reviewer must decide')
  expect((await as('carol', ...decide)).out).toContain('It is overturned')
  expect((await as('carol', ...decide)).err).toContain('No appeal is open')
  expect((await as('carol', 'queue', '--state', 'granted')).out).toContain(hostile)
  const quality = (await as('carol', 'quality')).out
  expect(quality).toMatch(/1 of 1 +100.0 %/)
  expect(quality).toContain('too few to calibrate by')
}, 300_000)

function isNarrow(out: string): void {
  for (const line of out.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
  expect(out).not.toMatch(/[\u001b\u0007\u202e]/)
}
