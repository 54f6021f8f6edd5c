import { expect, test } from 'vitest'
import type { MailServer } from '../../config/mail.js'
import { institutionsOf } from '../../enrichers/institutions.js'
import { makeLetters } from './letters.js'

const MAIL = { host: 'localhost', port: 25, tls: 'none', from: 'desk@example.com' } as MailServer

/** How often the lists were read: at the start, and once a code was looked at. */
function readings(mail: MailServer | undefined) {
  let read = 0
  const letters = makeLetters({
    secrets: ['a secret'],
    settings: () => ({ mail, name: 'us', letter_hours: 1, letters_per_hour_max: 10 }),
    now: () => 0,
    unsent: () => undefined,
    lists: () => {
      read += 1
      return { institutions: institutionsOf(''), mail: new Map() }
    },
  })
  const atStart = read
  for (const code of ['a', 'b']) letters.check('somebody', 'a@example.com', code)
  return [atStart, read]
}

test('the lists are read at the start where there are letters, and not while decisions wait', () => {
  expect(readings(MAIL)).toEqual([1, 1])
})

test('and where there are none, once they are needed', () => {
  expect(readings(undefined)).toEqual([0, 1])
})
