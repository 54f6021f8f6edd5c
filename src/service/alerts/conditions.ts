/**
 * What needs a person, as far as can be seen at a moment. Pure. An alert says which campaign, how many and where to look; no text of an
 * exchange, no account, and nothing that people wrote.
 */
import type { AlertSettings } from '../../config/alerts.js'
import type { AccountRequest } from '../../records/account-request.js'
import { isLettingGo, isSettled, stepOf } from '../../records/account-requests.js'
import { erasuresWaiting } from '../../records/erasures.js'
import type { Appeal, Proposal, State } from '../../records/state.js'
import type { EngineTold } from '../engine/told.js'

export interface Alert {
  /** Of what happened: the same is told once. */
  readonly key: string
  readonly kind: string
  readonly text: string
  /** Whether it is so for a while: once it is over, it is told again when it comes again. */
  readonly isState: boolean
}

export interface CampaignTold {
  readonly campaign_id: string
  readonly verdict: string
  readonly confidence: number
  readonly accounts: number
}

export interface Seen {
  readonly nowMs: number
  readonly settings: AlertSettings
  readonly told: EngineTold
  /** Of the disks that the service writes to, the fullest; undefined where nobody can tell. */
  readonly freePercent: number | undefined
  /** What people did; undefined while the store is not open. */
  readonly people: State | undefined
  /** Whether the trail is not as it was written. */
  readonly isTrailBroken: boolean
  /** What waits for a second person. */
  readonly proposals: readonly Proposal[]
  /** Whether settings or policy file say that everything passes. */
  readonly isKilled: boolean
  /** Of the last run, where it has not been looked at yet. */
  readonly campaigns: readonly CampaignTold[] | undefined
  /** How many accounts each campaign had when it was last told of. */
  readonly sizes: ReadonlyMap<string, number>
  /** How long an erasure can be taken back. */
  readonly erasureWaitMs: number
  readonly startedMs: number
  /** When the engine before this one was there last. */
  readonly lastSeenMs: number | undefined
}

const RUN_FAILURES = 3
const OPEN_MS_MAX = 300_000
const AWAY_MS_MAX = 600_000
const DAY_MS = 24 * 3_600_000
/** Somebody may be suspended meanwhile: it is told again after each such time. */
const APPEAL_DAYS = 3
const ANSWER_MS_MAX = 3_600_000
const ERASURE_MS_MAX = 3_600_000
const GROWTH = 1.5
/** As the trail tells a token. */
const DIGEST_SHOWN = 12

const once = (kind: string, key: string, text: string): Alert => ({
  ...{ kind, key: `${kind} ${key}`, text, isState: false },
})
const lasting = (kind: string, text: string): Alert => ({ kind, key: kind, text, isState: true })

export function alertsOf(seen: Seen): readonly Alert[] {
  return [...ofCampaigns(seen), ...ofPeople(seen), ...ofService(seen)]
}

function ofCampaigns({ campaigns = [], sizes, settings }: Seen): readonly Alert[] {
  return campaigns.flatMap(({ campaign_id, verdict, confidence, accounts }) => {
    const look = `See \`stillwatch explain ${campaign_id}\`.`
    const size = sizes.get(campaign_id)
    const text = `Campaign ${campaign_id}: ${verdict}, confidence ${confidence}, ${accounts} accounts. ${look}`
    const found = once('campaign', `${campaign_id} ${verdict}`, text)
    if (size === undefined || !hasGrown(size, accounts, settings)) return [found]
    const grown = `Campaign ${campaign_id} grew from ${size} to ${accounts} accounts. ${look}`
    return [found, once('campaign_grew', `${campaign_id} ${accounts}`, grown)]
  })
}

export const hasGrown = (
  before: number,
  now: number,
  { growth_accounts_min }: Pick<AlertSettings, 'growth_accounts_min'>,
): boolean => now >= before * GROWTH && now - before >= growth_accounts_min

function ofPeople({ people, proposals, isKilled, nowMs, erasureWaitMs }: Seen): readonly Alert[] {
  if (people === undefined) return []
  const killed = lasting('kill_switch', 'The kill switch is pulled: nobody is touched.')
  const waiting = proposals.map(({ proposal_id, deed, by }) => {
    const text = `${by} proposed ${deed}; a second person must do the same. See \`stillwatch people ask proposals\`.`
    return once('proposal', proposal_id, text)
  })
  const revoked = [...people.revoked].map((sha256) => {
    const text = `A token was revoked: ${sha256.slice(0, DIGEST_SHOWN)}. See \`stillwatch people ask people\`.`
    return once('token', sha256, text)
  })
  const asked = [...people.requests.values()].flatMap((one) => ofRequest(one, nowMs))
  const appeals = [...people.appeals.values()].flatMap((one) => ofAppeal(one, nowMs))
  const erasures = erasuresWaiting(people)
    .filter(({ opened_ms }) => nowMs - opened_ms > erasureWaitMs + ERASURE_MS_MAX)
    .map(({ erasure_id }) => {
      const text = `Erasure ${erasure_id} ought to have been done an hour ago. See \`stillwatch people ask erasures\` and the log of the engine.`
      return once('erasure', erasure_id, text)
    })
  return [
    ...(isKilled || people.killSwitch ? [killed] : []),
    ...waiting,
    ...revoked,
    ...asked,
    ...appeals,
    ...erasures,
    ...ofShares(people),
  ]
}

/** That something left, and that a partner does not take what it is told. */
function ofShares({ shares, deliveries }: State): readonly Alert[] {
  const look = 'See `stillwatch share list`.'
  const left = [...shares.values()].map(({ share_id, people, to }) => {
    const text = `${people.join(' and ')} let something be shared with ${to.join(', ')}. ${look}`
    return once('share', share_id, text)
  })
  const untold = [...deliveries].flatMap(([id, { refused, given_up, held }]) => {
    const told = (key: string, what: string) => [once('partner', key, `${what}: ${id}. ${look}`)]
    if (refused !== undefined) return told(id, 'A partner refused')
    if (given_up !== undefined) return told(id, 'A partner did not answer')
    if (held === undefined) return []
    return told(`${id} held`, 'By the settings a partner cannot be told')
  })
  return [...left, ...untold]
}

function ofAppeal({ appeal_id, outcome, opened_ms }: Appeal, nowMs: number): readonly Alert[] {
  const times = Math.floor((nowMs - opened_ms) / (APPEAL_DAYS * DAY_MS))
  if (outcome !== null || times < 1) return []
  const text = `Appeal ${appeal_id} has waited for ${times * APPEAL_DAYS} days. See \`stillwatch people ask appeals\`.`
  // The first has the key that it always had, or all that are known would be told anew.
  return [once('appeal', times === 1 ? appeal_id : `${appeal_id} ${times}`, text)]
}

function ofRequest(one: AccountRequest, nowMs: number): readonly Alert[] {
  const { request_id, action, cause, opened_ms } = one
  const told = (key: string, what: string) => {
    const text = `The account system ${what}: ${action}, request ${request_id}. See \`stillwatch people ask account-requests\`.`
    return [once('connector', `${request_id} ${key}`, text)]
  }
  const step = stepOf(one)
  if (step === 'refused') return told(step, `refused (${cause})`)
  if (step === 'given_up') return told(step, `did not answer (${cause})`)
  // What a kill switch holds was never sent. Whoever is to be let go is held by nothing.
  const isSent = one.steps.asked !== undefined || isLettingGo(one)
  const isLate = isSent && !isSettled(one) && nowMs - opened_ms > ANSWER_MS_MAX
  return isLate ? told('late', 'has not answered for an hour') : []
}

function ofService(seen: Seen): readonly Alert[] {
  const { isTrailBroken, told, settings, freePercent, nowMs, startedMs, lastSeenMs } = seen
  const lagMinutes = Math.floor(told.lag_seconds / 60)
  const failures = Math.max(told.run_failures_in_a_row, told.drain_failures_in_a_row)
  const states: readonly (readonly [boolean, string, string])[] = [
    [
      !told.is_open && nowMs - startedMs > OPEN_MS_MAX,
      'store_closed',
      'The engine cannot open its store. See its log.',
    ],
    [
      isTrailBroken,
      'trail',
      'The audit trail is not as it was written: nobody can act, and no account system is asked. See `stillwatch audit verify`.',
    ],
    [
      lagMinutes > settings.lag_minutes_max,
      'lag',
      `What came in has waited ${lagMinutes} minutes for a run. See \`/readyz\`.`,
    ],
    [
      failures >= RUN_FAILURES,
      'failing',
      `The engine failed ${failures} times in a row at the same work. See its log.`,
    ],
    [
      told.segments_aside > 0,
      'set_aside',
      `${told.segments_aside} segments of the spool were set aside and wait for a person.`,
    ],
    [
      told.partners_left_out > 0,
      'partners_left_out',
      `${told.partners_left_out} partners are not heard: as many as are were admitted before them. Pause one that says nothing any more. See \`stillwatch people ask partners\`.`,
    ],
    [
      freePercent !== undefined && freePercent < settings.disk_free_percent_min,
      'disk',
      `${Math.floor(freePercent ?? 0)} % of a disk are free.`,
    ],
  ]
  const awayMs = lastSeenMs === undefined ? 0 : startedMs - lastSeenMs
  const away =
    awayMs > AWAY_MS_MAX
      ? [
          once(
            'away',
            `${lastSeenMs}`,
            `The engine was away for ${Math.floor(awayMs / 60_000)} minutes.`,
          ),
        ]
      : []
  const present = states.flatMap(([isSo, kind, text]) => (isSo ? [lasting(kind, text)] : []))
  return [...away, ...present]
}
