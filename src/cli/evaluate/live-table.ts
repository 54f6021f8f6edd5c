import { type Decided, isFoundActive, type LiveCampaign, shareSent } from '../../lab/live.js'
import { padTo } from '../terminal/layout.js'
import type { Sent } from './live-client.js'
import type { RunSeen } from './live-watch.js'

/** Who is of no campaign, of those who sent anything. */
export interface Others {
  readonly innocents: Decided & { readonly accounts: readonly string[] }
  readonly bystanders: Decided
}

/** What came of one replay into a running service. */
export interface LiveResult {
  readonly name: string
  readonly seed: string
  readonly exchanges: number
  /** Days of the lab from its first exchange to its last. */
  readonly days: number
  readonly seconds: number
  readonly rate: { readonly asked: number; readonly measured: number }
  readonly sent: Sent
  readonly campaigns: readonly LiveCampaign[]
  readonly runs: readonly RunSeen[]
  readonly runFailures: number
  readonly spoolSecondsMax: number
  /** Whether a run had seen all of it when the last questions were asked. */
  readonly isSettled: boolean
  /** When the last exchange had arrived, and when a run had seen all. */
  readonly others: { readonly last: Others; readonly end: Others }
  readonly missed: readonly string[]
}

const right = (text: string, columns: number) => padTo(text, columns, 'right')
const percent = (share: number) => `${(share * 100).toFixed(1)} %`
const of = ({ decided, seen }: Decided) => `${decided} of ${seen}`

/** Each campaign, the latest found first, then all of them together, for a terminal of 80 columns. */
export function liveTable(result: LiveResult): string {
  const { name, seed, exchanges, days, seconds, campaigns, missed } = result
  const rows = [...campaigns].sort(
    (one, other) =>
      Number(isFoundActive(one)) - Number(isFoundActive(other)) ||
      shareSent(other) - shareSent(one) ||
      (one.campaign_id < other.campaign_id ? -1 : 1),
  )
  const lines = [
    '',
    `${name}, seed ${seed}: ${exchanges} exchanges, ${days.toFixed(1)} days of the lab in ${seconds.toFixed(0)} seconds`,
    '',
    `  ${padTo('', 23)}${right('', 9)}${right('sent when', 10)}${right('first', 7)}${right('found', 7)}${right('last', 7)}${right('decided at', 14)}`,
    `  ${padTo('campaign', 23)}${right('exchanges', 9)}${right('found', 10)}${right('s', 7)}${right('s', 7)}${right('s', 7)}${right('its last', 14)}`,
    ...rows.map(campaignLine),
    '',
    ...totalLines(result).map((line) => `  ${line}`),
    '',
    missed.length === 0
      ? '  every campaign of eight accounts and more was found while it was active'
      : missed.map((one) => `  missed: ${one}`).join('\n'),
  ]
  return `${lines.join('\n')}\n`
}

function campaignLine(one: LiveCampaign): string {
  const { campaign_id, exchanges, firstSeconds, found, last } = one
  const share = found === null ? 'never' : percent(shareSent(one))
  return `  ${padTo(campaign_id, 23)}${right(String(exchanges), 9)}${right(share, 10)}${right(firstSeconds.toFixed(0), 7)}${right(found?.seconds.toFixed(0) ?? '–', 7)}${right(last.seconds.toFixed(0), 7)}${right(of(last), 14)}`
}

function totalLines(result: LiveResult): readonly string[] {
  const { campaigns, others, rate, sent, runs, isSettled } = result
  const active = campaigns.filter(isFoundActive).length
  const took = runs.map((run) => run.seconds)
  const range = `${Math.min(...took).toFixed(0)} to ${Math.max(...took).toFixed(0)} s`
  return [
    `found while active             ${active} of ${campaigns.length}`,
    `operators under a decision     ${of(together(campaigns.map(({ last }) => last)))} at their last exchange`,
    `                               ${of(together(campaigns.map(({ end }) => end)))} when a run had seen all`,
    `innocents                      ${of(others.last.innocents)}, then ${of(others.end.innocents)}`,
    `bystanders                     ${of(others.last.bystanders)}, then ${of(others.end.bystanders)}`,
    `exchanges a second             ${rate.measured.toFixed(0)} of ${rate.asked} asked`,
    `records                        ${sent.accepted} taken, ${sent.rejected} rejected`,
    `bodies                         ${sent.retried} sent again, the slowest took ${(sent.slowestMs / 1000).toFixed(1)} s`,
    `runs                           ${runs.length}${runs.length === 0 ? '' : `, of ${range}`}, ${result.runFailures} failed`,
    `longest wait in the spool seen ${result.spoolSecondsMax.toFixed(0)} s`,
    ...(isSettled ? [] : ['no run saw all of it in the time that was left to it']),
  ]
}

const together = (all: readonly Decided[]): Decided => ({
  decided: all.reduce((sum, { decided }) => sum + decided, 0),
  seen: all.reduce((sum, { seen }) => sum + seen, 0),
})
