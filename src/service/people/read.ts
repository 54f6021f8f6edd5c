import { holds } from '../../domain/people.js'
import { faultBody, PEOPLE_FAULTS, type PeopleFault } from './faults.js'
import { namingCampaign } from './naming-campaigns.js'
import type { ReadFrom } from './reading.js'
import { READINGS } from './readings.js'

export interface Answered {
  readonly status: number
  readonly body: unknown
}

export const refused = (code: PeopleFault, places?: readonly string[]): Answered => ({
  status: PEOPLE_FAULTS[code].status,
  body: faultBody(code, places),
})

/** What somebody asked to read: what it says, or why they may not. A campaign may be named by the beginning of its id. */
export async function readAnswer(
  path: string,
  query: URLSearchParams,
  from: Omit<ReadFrom, 'query'>,
): Promise<Answered> {
  const reading = READINGS.find((one) => one.path === path)
  if (reading === undefined) return refused('ROUTE_UNKNOWN')
  if (!holds(from.person, reading.who)) return refused('ROLE_MISSING')
  const named = await namingCampaign(from.reader, Object.fromEntries(query))
  if (named.kind === 'several') return refused('CAMPAIGN_AMBIGUOUS', named.campaign_ids)
  const whole = new URLSearchParams(Object.entries(named.input))
  return { status: 200, body: await reading.read({ ...from, query: whole }) }
}
