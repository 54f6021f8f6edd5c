import { expect, test } from 'vitest'
import type { Campaign } from '../domain/findings.js'
import { makeCampaign, makeFindings, makeMember, makeSummary } from './report.fixture.js'
import { renderReport } from './report-html.js'

test('counts operators alone as one hand, and names beside them who is not', () => {
  const victim = { ...makeMember(1, 'victim'), exchanges: 90, exchanges_extracting: 40 }
  const members = [
    { ...makeMember(2, 'operator'), exchanges: 30, exchanges_extracting: 25 },
    { ...makeMember(3, 'operator'), exchanges: 20, exchanges_extracting: 20 },
    victim,
    { ...makeMember(4, 'customer'), exchanges: 7, exchanges_extracting: 0 },
  ]
  const pageOf = (part: Partial<Campaign>) =>
    renderReport({
      findings: makeFindings({ campaigns: [makeCampaign(part)] }),
      pictures: [],
      summary: makeSummary(),
      hasText: true,
    }).replaceAll(/\s+/g, ' ')
  const page = pageOf({ members, accounts: 4, exchanges: 147, exchanges_extracting: 85 })
  expect(page).toContain('took 85 answers through 2 accounts and 1 that is not theirs.')
  expect(page).toContain('2 accounts that look run by one hand took 85 answers')
  expect(page).toContain('Another 5 exchanges of theirs')
  expect(page).toContain(
    'Beside them stand 1 customer and 1 victim, who are not to be acted on. 40 of the answers went through them.',
  )
  const alone = pageOf({ members: members.filter(({ role }) => role === 'operator') })
  expect(alone).not.toContain('Beside them')
})
