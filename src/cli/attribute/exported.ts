import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { publicKeyOf } from '../../config/signing.js'
import { operational, StillwatchError } from '../../domain/errors.js'
import {
  type SignedJudgement,
  signedJudgement,
  type Verification,
  verifySigned,
} from '../../domain/judgement.js'
import { judgementPage } from '../../feeds/judgement-page.js'
import type { AssessmentTold } from '../../service/people/attribution.js'
import { jsonText } from '../terminal/json-text.js'

/** A signed version on its way out, and back in. */

const BYTES_MAX = 4 * 1024 * 1024

type Version = AssessmentTold['versions'][number]

/** The version that a digest names, or the newest. Throws USAGE where there is none. */
export function versionOf({ versions }: AssessmentTold, digest: string | undefined): Version {
  const found =
    digest === undefined ? versions.at(-1) : versions.find((one) => one.digest === digest)
  if (found !== undefined) return found
  const what =
    digest === undefined ? 'Nothing of it was signed yet.' : `No version has the digest ${digest}.`
  throw new StillwatchError('USAGE', { what, command: 'attribute export' })
}

/** As JSON, which alone is signed, or as a page that is drawn from it. */
export function exported(one: AssessmentTold, version: Version, form: 'json' | 'markdown'): string {
  const { judgement, digest, signature, state, withdrawn } = version
  const signed: SignedJudgement = { judgement, digest, signature }
  if (form === 'json') return `${jsonText(signed)}\n`
  return judgementPage(signed, {
    state,
    withdrawn: withdrawn === null ? null : { ...withdrawn, at: instantText(withdrawn.at_ms) },
    // Nothing is taken from the list, so those that the version does not have are the later ones.
    dissents: one.dissents
      .slice(judgement.dissents.length)
      .map(({ by, at_ms, text }) => ({ by, at: instantText(at_ms), text })),
  })
}

const instantText = (ms: number): string => new Date(ms).toISOString()

export interface Verified {
  readonly verification: Verification
  readonly signed: SignedJudgement
  readonly is_expired: boolean
}

/** Holds a file against a public key: no service and no store is asked. Throws USAGE where it holds no judgement. */
export function verified(file: string, keyFile: string, nowMs: number): Verified {
  const signed = signedIn(file)
  return {
    verification: verifySigned(signed, publicKeyOf(keyFile)),
    signed,
    is_expired: Date.parse(signed.judgement.expires_at) <= nowMs,
  }
}

const SENTENCES = {
  CHANGED: 'NOT VALID: it is not what its digest says.',
  OTHER_KEY: 'NOT VALID: it names another key.',
  NOT_SIGNED: 'NOT VALID: the key did not sign this.',
} as const

/** What came of it, in a sentence. */
export function verifiedText({
  verification,
  ...said
}: Pick<Verified, 'verification' | 'is_expired'> & {
  readonly version: number
  readonly signed_by: readonly string[]
  readonly signed_at: string
  readonly expires_at: string
}): string {
  if (verification !== 'VALID') return SENTENCES[verification]
  const end = said.is_expired ? 'It ended' : 'It ends'
  return `Valid: version ${said.version}, signed for ${said.signed_by.join(' and ')} at ${said.signed_at}. ${end} at ${said.expires_at}. Whether it was withdrawn since, only the service knows.`
}

function signedIn(file: string): SignedJudgement {
  const what = `${file} holds no signed judgement.`
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    throw operational(error)
  }
  try {
    if (bytes.length > BYTES_MAX) throw new Error('it is too long')
    return signedJudgement.parse(JSON.parse(new TextDecoder('utf8', { fatal: true }).decode(bytes)))
  } catch (error) {
    throw new StillwatchError('USAGE', { what, command: 'attribute verify' }, error)
  }
}

/** What a fact that lies in a file is named by. */
export async function fileHash(file: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  } catch (error) {
    throw operational(error)
  }
  return hash.digest('hex')
}
