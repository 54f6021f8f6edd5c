/**
 * The log of a simulation, as it lay at an earlier instant.
 *
 * The exchanges are dealt once into one file for each span between two cuts; each later look adds the
 * next file. Accounts, their events and the releases of models are written anew for each look, because
 * a record of the end of the window tells what was not known then: that an account would be suspended.
 */

import { closeSync, openSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Account, AccountEvent, ModelRelease } from '../domain/account.js'
import type { Truth } from '../domain/truth.js'
import type { CampaignClock } from './replay.js'

const READ_BYTES = 8 << 20
const NEWLINE = 10
/** The head of a line of the lab: when it was sent, and by whom. */
const HEAD = /"received_at":"([^"]+)","account_id":"([^"]+)"/
const HEAD_BYTES = 200

/** When each campaign of the truth sent its exchanges, read from a simulation that is not compressed. */
export function readClocks(folder: string, truth: Truth): readonly CampaignClock[] {
  const clocks = truth.campaigns.map((campaign) => ({
    campaign_id: campaign.campaign_id,
    sent: [] as { atMs: number; account_id: string }[],
  }))
  const clockOf = new Map<string, (typeof clocks)[number]>()
  for (const [place, campaign] of truth.campaigns.entries()) {
    const clock = clocks[place]
    if (clock !== undefined) for (const id of campaign.accounts) clockOf.set(id, clock)
  }
  for (const line of linesOf(join(folder, 'exchange.jsonl'))) {
    const { atMs, account_id } = headOf(line)
    clockOf.get(account_id)?.sent.push({ atMs, account_id })
  }
  for (const { sent } of clocks) sent.sort((one, other) => one.atMs - other.atMs)
  return clocks.filter((clock) => clock.sent.length > 0)
}

/** Deals the exchanges before the last cut into one file a span. Returns the files, in order. */
export function dealExchanges(
  folder: string,
  target: string,
  cuts: readonly number[],
): readonly string[] {
  const paths = cuts.map((_, place) => join(target, `exchange-${place}.jsonl`))
  const files = paths.map((path) => openSync(path, 'w'))
  try {
    for (const line of linesOf(join(folder, 'exchange.jsonl'))) {
      const { atMs } = headOf(line)
      const file = files[cuts.findIndex((cut) => atMs < cut)]
      if (file !== undefined) writeAll(file, line)
    }
  } finally {
    for (const file of files) closeSync(file)
  }
  return paths
}

/** Writes the accounts, events and releases that were known before the cut into a folder. */
export function writeTablesAt(folder: string, target: string, cutMs: number): void {
  const isPast = (instant: string) => Date.parse(instant) < cutMs
  const events = rowsOf<AccountEvent>(join(folder, 'account_event.jsonl')).filter((event) =>
    isPast(event.occurred_at),
  )
  const accounts = rowsOf<Account>(join(folder, 'account.jsonl')).filter((account) =>
    isPast(account.created_at),
  )
  const releases = rowsOf<ModelRelease>(join(folder, 'model_release.jsonl')).filter((release) =>
    isPast(release.released_at),
  )
  writeRows(join(target, 'account.jsonl'), accountsAt(accounts, events))
  writeRows(join(target, 'account_event.jsonl'), events)
  writeRows(join(target, 'model_release.jsonl'), releases)
}

/** The accounts with the status that their events so far give them. Events are in the order of time. */
export function accountsAt(
  accounts: readonly Account[],
  events: readonly AccountEvent[],
): readonly Account[] {
  const ended = new Map<string, 'suspended' | 'closed'>()
  for (const { account_id, kind } of events) {
    if (kind === 'suspended' || kind === 'closed') ended.set(account_id, kind)
    if (kind === 'reinstated') ended.delete(account_id)
  }
  return accounts.map((account) => ({
    ...account,
    ...(account.status ? { status: ended.get(account.account_id) ?? 'active' } : {}),
  }))
}

export const rowsOf = <Row>(path: string): readonly Row[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)

export const writeRows = (path: string, rows: readonly object[]): void =>
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))

export function headOf(line: Uint8Array): { readonly atMs: number; readonly account_id: string } {
  const head = Buffer.from(line.buffer, line.byteOffset, Math.min(line.length, HEAD_BYTES))
  const match = HEAD.exec(head.toString('utf8'))
  if (match === null) throw new Error('a line of the lab does not begin as the lab writes lines')
  return { atMs: Date.parse(match[1] ?? ''), account_id: match[2] ?? '' }
}

/** The lines of a file with their newlines, a few megabytes in memory. A line is valid until the next. */
export function* linesOf(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r')
  try {
    let rest = Buffer.alloc(0)
    const buffer = Buffer.allocUnsafe(READ_BYTES)
    for (let read = 1; read > 0; ) {
      read = readSync(file, buffer)
      const data = Buffer.concat([rest, buffer.subarray(0, read)])
      let start = 0
      for (let end = data.indexOf(NEWLINE); end >= 0; end = data.indexOf(NEWLINE, start)) {
        yield data.subarray(start, end + 1)
        start = end + 1
      }
      rest = data.subarray(start)
    }
  } finally {
    closeSync(file)
  }
}

export function writeAll(file: number, data: Uint8Array): void {
  for (let done = 0; done < data.length; ) done += writeSync(file, data, done)
}
