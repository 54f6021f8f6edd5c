/** What was met of what a partner told, on its way back: into a file that is theirs to fetch, or to their address, signed. */
import { createHash } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'
import type { PartnerSettings } from '../../config/outbound.js'
import { secretOf } from '../../config/webhook.js'
import { canonicalJson } from '../../domain/canonical-json.js'
import type { Producer } from '../../domain/sharing.js'
import type { Sighting } from '../../domain/told.js'
import { sightingBundle } from '../../pipeline/partners/told-back.js'
import type { FinishedRun } from '../../store/runs.js'
import { post } from '../connector/post.js'

export interface TellingBack {
  readonly partner: PartnerSettings
  readonly run: Pick<FinishedRun, 'run_id' | 'finished'>
  readonly met: readonly Sighting[]
  readonly producer: Producer
  readonly nowMs: number
}

/** `refused` is for good, until there is something else to tell. */
export type ToldBack =
  | { readonly kind: 'told'; readonly sightings: number }
  | { readonly kind: 'refused'; readonly problem: string }
  | { readonly kind: 'failed'; readonly problem: string; readonly retryMs?: number | undefined }

const TIMEOUT_MS = 30_000

/** What a run met, whenever that is said: the same run gives the same bytes. */
const bundleOf = ({ run: { finished }, met, producer }: TellingBack) => ({
  ...sightingBundle(met, { producer, toldAt: `${finished.replace(' ', 'T')}Z` }),
})

/** Of all that stands, whichever run says so. */
export const standingOf = ({ met, producer }: TellingBack): string =>
  createHash('sha256')
    .update(canonicalJson([producer.identity_id, ...met.map((one) => ({ ...one }))]))
    .digest('hex')

/** All that stands, in one file that is replaced whole: what is not in it any more is not so any more. */
export async function toFile(file: string, telling: TellingBack): Promise<ToldBack> {
  await writeFile(`${file}.part`, `${canonicalJson(bundleOf(telling))}\n`)
  await rename(`${file}.part`, file)
  return { kind: 'told', sightings: telling.met.length }
}

/** The same as a signed message, once for a run: whoever hears it twice knows it by its id. */
export async function toAddress(
  url: string,
  telling: TellingBack,
  signal: AbortSignal,
): Promise<ToldBack> {
  const { partner, run, met, nowMs } = telling
  const data = bundleOf(telling)
  const timestamp = `${run.finished.replace(' ', 'T')}Z`
  const posted = await post({
    ...{ url, secret: secretOf(partner), id: `sightings.${partner.id}.${run.run_id}` },
    body: canonicalJson({ type: 'sightings.told', timestamp, data }),
    ...{ nowMs, timeoutMs: TIMEOUT_MS, signal },
  })
  return posted.kind === 'accepted' ? { kind: 'told', sightings: met.length } : posted
}
