import { createHash } from 'node:crypto'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../../domain/canonical-json.js'
import type { SharedCampaign, SharedObject } from '../../domain/sharing.js'
import { mispEvent } from './event.js'

const MANIFEST = 'manifest.json'
const HASHES = 'hashes.csv'

/**
 * The files of a feed that MISP reads from a folder or by HTTP, by name: an event a campaign, what they hold, and the hashes
 * of their values. What has expired by `now` is not in it. The same shares give the same bytes.
 */
export function feedFiles(
  shares: readonly SharedCampaign[],
  now: string,
): ReadonlyMap<string, string> {
  const events = shares
    .filter(({ expires_at }) => Date.parse(expires_at) > Date.parse(now))
    .map((shared) => mispEvent({ ...shared, indicators: inForce(shared, now) }))
    .toSorted((a, b) => (canonicalJson(a.event) < canonicalJson(b.event) ? -1 : 1))
  const manifest: SharedObject = Object.fromEntries(events.map((one) => [one.uuid, one.listed]))
  const hashes = events.flatMap(({ uuid, values }) => values.map((text) => `${md5(text)},${uuid}`))
  return new Map<string, string>([
    ...events.map(({ uuid, event }) => [`${uuid}.json`, canonicalJson(event)] as const),
    [
      HASHES,
      [...new Set(hashes)]
        .toSorted()
        .map((line) => `${line}\n`)
        .join(''),
    ],
    [MANIFEST, canonicalJson(manifest)],
  ])
}

const inForce = ({ indicators }: SharedCampaign, now: string): SharedCampaign['indicators'] =>
  indicators.filter(({ expires_at }) => Date.parse(expires_at) > Date.parse(now))

/** MISP compares feeds by this hash; it guards nothing. */
const md5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex')

const EVENT = /^[0-9a-f-]{36}\.json$/

/**
 * Writes a feed into a folder of its own. Each file is replaced whole, and the manifest last, so that a reader at any moment
 * finds every event that is listed. Events that are no longer told are deleted after that, also those that an interrupted
 * writing left. One writer at a time is the caller's business.
 */
export async function writeFeed(
  folder: string,
  shares: readonly SharedCampaign[],
  now: string,
): Promise<void> {
  const files = feedFiles(shares, now)
  await mkdir(folder, { recursive: true })
  for (const [name, text] of files) await replace(folder, name, text)
  const gone = (await readdir(folder)).filter((name) => EVENT.test(name) && !files.has(name))
  for (const name of gone) await rm(join(folder, name))
  await syncFolder(folder)
}

async function replace(folder: string, name: string, text: string): Promise<void> {
  const part = join(folder, `.${name}.part`)
  const file = await open(part, 'w')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(part, join(folder, name))
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
