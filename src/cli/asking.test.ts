import { expect, test } from 'vitest'
import { deedRequest } from './asking.js'

test('a deed that takes a file is sent to the command that brings one', () => {
  expect(() => deedRequest('receive_told', { partner_id: 'north' }, 'people do')).toThrow(
    /stillwatch receive <file> --partner/,
  )
  expect(deedRequest('pause_partner', { partner_id: 'north', reason: 'why' }, 'people do')).toEqual(
    {
      ...{ method: 'POST', path: '/partners/north/pause', body: { reason: 'why' } },
    },
  )
})
