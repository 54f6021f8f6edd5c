/**
 * Where people act: on a socket of the engine, which keeps the records. Who asks is known by a token alone. An act is
 * written down before it is answered, and what is read of texts before it is shown.
 */
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { holds, type Person } from '../../domain/people.js'
import { collectTemplates } from '../../feeds/collect.js'
import { lookInto } from '../../pipeline/partners/receive.js'
import { readTold } from '../../pipeline/partners/told-objects.js'
import { type AcceptedAs, shownByOthers } from '../../records/accepted-proof.js'
import { receiveTold } from '../../records/deeds/partners.js'
import { previewShare } from '../../records/deeds/sharing.js'
import type { Ledger } from '../../records/ledger.js'
import { deliveriesHeld, type Everybody } from '../../records/shares.js'
import type { PolicyKnown } from '../../records/state.js'
import { lastFinishedRun } from '../../store/runs.js'
import { sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import type { InForceNow } from '../decisions/restricted.js'
import { bodyOf, listenInside } from '../inside.js'
import type { Receiver } from '../partners/receiver.js'
import { makeRoom } from '../room.js'
import type { AskedTerms, Previews } from '../sharing/previews.js'
import { previewRead } from '../sharing/readings.js'
import { faultOf } from './faults.js'
import { namingCampaign } from './naming-campaigns.js'
import { type Answered, readAnswer, refused } from './read.js'
import { DEED_ROUTES, partsOf } from './routes.js'
import { API_PREFIX, ASKED_BYTES_MAX } from './socket.js'
import type { Who } from './who.js'

export interface PeopleDoor {
  readonly ledger: Ledger
  readonly reader: Store
  /** By which people read, where that is another: what they ask must not wait in the way of what lets somebody go. */
  readonly asked?: Store | undefined
  readonly who: Who
  readonly policies: () => readonly PolicyKnown[]
  readonly acted: () => void
  readonly inForce: () => InForceNow | undefined
  readonly now: () => number
  /** By which enrolments end, where that is another clock. */
  readonly endsMs?: (() => number) | undefined
  readonly receive: Receiver
  /** Whom something can go to by the settings, whenever it is asked. */
  readonly everybody?: (() => Everybody) | undefined
  /** Where somebody can have one made of what would leave. */
  readonly previews?: Previews | undefined
}

// More than the gate passes on at once.
const CONNECTIONS_MAX = 96
/** Readings that are in hand at once, of all. */
const READINGS_MAX = 48
const readings = makeRoom(READINGS_MAX)
const ASKED_SECONDS_MAX = 10
const TEXT = sqlFile(import.meta.url, './exchange_text.sql', { exchange_id: 'String' })

/** Resolves, once it listens, to what closes it. */
export const servePeople = (socket: string, door: PeopleDoor): Promise<() => Promise<void>> =>
  listenInside(socket, {
    connectionsMax: CONNECTIONS_MAX,
    askedSecondsMax: ASKED_SECONDS_MAX,
    // What cannot be told, for it is too long a text, say, ends this answer and not the process.
    answer: (request) =>
      answer(request, door)
        .then(told)
        .catch(() => told(refused('SERVICE_FAULT'))),
  })

const told = ({ status, body }: Answered) => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

async function answer(request: IncomingMessage, door: PeopleDoor): Promise<Answered> {
  const person = await door.who.personOf(request.headers.authorization)
  if (person === 'NOBODY') return refused('TOKEN_REQUIRED')
  if (person === 'DOWN') return refused('ISSUER_DOWN')
  await door.ledger.refresh()
  if (door.ledger.state().revoked.has(person.sha256)) return refused('TOKEN_REVOKED')
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://people')
  const path = pathname.startsWith(API_PREFIX) ? pathname.slice(API_PREFIX.length) : ''
  if (request.method === 'GET') {
    // Counted until it is answered, also where whoever asked has gone.
    if (!readings.enter(person.name)) return refused('SERVICE_DOWN')
    try {
      return await read(path, searchParams, person, door)
    } finally {
      readings.leave(person.name)
    }
  }
  if (request.method !== 'POST') return refused('ROUTE_UNKNOWN')
  for (const { path: pattern, deed, documentBytesMax } of DEED_ROUTES) {
    const parts = partsOf(pattern, path)
    if (parts === undefined) continue
    const text = await bodyOf(request, documentBytesMax ?? ASKED_BYTES_MAX)
    if (documentBytesMax !== undefined) {
      return text === undefined
        ? refused('FILE_TOO_LARGE')
        : bring({ ...parts, text }, person, door)
    }
    if (text === undefined) return refused('REQUEST_TOO_LARGE')
    const body = objectIn(text)
    if (body === undefined || Object.keys(parts).some((key) => key in body)) {
      return refused('INPUT_INVALID')
    }
    return act(deed, { ...body, ...parts }, person, door)
  }
  return refused('ROUTE_UNKNOWN')
}

async function act(
  deed: string,
  asked: object,
  person: Person,
  { ledger, reader, acted, previews, everybody, now }: PeopleDoor,
): Promise<Answered> {
  const named = await namingCampaign(reader, asked)
  if (named.kind === 'several') return refused('CAMPAIGN_AMBIGUOUS', named.campaign_ids)
  const { input } = named
  const done = await ledger.act({ person, deed, input })
  if (done.kind === 'refused') return refused(faultOf(done.why), done.places)
  acted()
  const told = { state: done.kind, id: done.id, entry: done.seq }
  if (deed === 'preview_share') {
    const { data } = previewShare.input.safeParse(input)
    if (data !== undefined) previews?.ask(done.id, termsIn(data), person.name)
  }
  if (deed === 'rule_benign' || deed === 'decide_appeal') {
    const { line_lacks, shares_standing } = ledger.state().rulings.get(done.id) ?? {}
    const lacks = line_lacks === undefined ? {} : { line_lacks }
    const standing = shares_standing === undefined ? {} : { shares_standing }
    return { status: 200, body: { ...told, ...lacks, ...standing } }
  }
  if (deed === 'accept_proof') {
    const shown_by_others = shownByOthers(ledger.state(), input as AcceptedAs)
    return { status: 200, body: { ...told, ...(shown_by_others > 0 ? { shown_by_others } : {}) } }
  }
  if (deed === 'withdraw_share') {
    const { share_id } = input as { readonly share_id: string }
    const untold = deliveriesHeld(ledger.state(), everybody?.() ?? new Map(), now())
      .filter(({ share }) => share.share_id === share_id)
      .map(({ to, cause }) => ({ to, cause }))
    return { status: 200, body: { ...told, untold } }
  }
  if (deed === 'read_preview') {
    const { preview_id } = input as { readonly preview_id: string }
    const preview = previewRead(previews, preview_id)
    return preview === undefined
      ? refused('NOT_THERE')
      : { status: 200, body: { ...told, preview } }
  }
  if (deed === 'read_templates') {
    const { campaign_id } = input as { readonly campaign_id: string }
    const run = await lastFinishedRun(reader)
    const templates =
      run === undefined ? [] : await collectTemplates(reader, run.run_id, campaign_id)
    return templates.length === 0
      ? refused('NOT_THERE')
      : { status: 200, body: { ...told, templates } }
  }
  if (deed !== 'read_text') return { status: done.kind === 'done' ? 200 : 202, body: told }
  const { exchange_id } = input as { readonly exchange_id: string }
  const [text] = await reader.rows<object>(TEXT, { exchange_id })
  return text === undefined ? refused('NOT_THERE') : { status: 200, body: { ...told, text } }
}

const termsIn = ({ reason: _, ...terms }: AskedTerms & { readonly reason: string }): AskedTerms =>
  terms

/**
 * What somebody brings of a partner: it is taken in once the trail says who brought which document. It is looked into before it
 * is proposed, so that two people agree on what it holds.
 */
async function bring(
  { text, ...parts }: { readonly text: string; readonly partner_id?: string },
  person: Person,
  door: PeopleDoor,
): Promise<Answered> {
  if (!holds(person, receiveTold.who)) return refused('ROLE_MISSING')
  const bytes = Buffer.from(text, 'utf8')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const input = { ...parts, sha256, bytes: bytes.length }
  const at_ms = door.now()
  const told = readTold(bytes, new Date(at_ms).toISOString())
  const receiving = { partner_id: parts.partner_id ?? '', told, at_ms }
  const would_take = await lookInto(door.reader, receiving)
  const { taken: fresh, unchanged, withdrawn, refused: reasons } = would_take
  if (fresh + unchanged + withdrawn + (told.judgements?.length ?? 0) === 0) {
    return refused(
      'NOTHING_TOLD',
      reasons.map(({ reason }) => reason),
    )
  }
  const { status, body } = await act(receiveTold.id, input, person, door)
  if (status === 202) {
    const judgements = told.judgements ?? []
    return { status, body: { ...(body as object), would_take, judgements } }
  }
  if (status !== 200) return { status, body }
  const taken = await door.receive(receiving)
  return { status, body: { ...(body as object), taken } }
}

const read = (
  path: string,
  query: URLSearchParams,
  person: Person,
  { ledger, reader, asked, who, policies, inForce, now, endsMs, previews }: PeopleDoor,
): Promise<Answered> => {
  const times = { nowMs: now(), endsMs: endsMs?.() }
  const known = {
    ledger,
    reader: asked ?? reader,
    person,
    people: who.people(),
    policies: policies(),
  }
  return readAnswer(path, query, { ...known, ...times, inForce: inForce(), previews })
}

function objectIn(text: string): object | undefined {
  try {
    const body: unknown = text === '' ? {} : JSON.parse(text)
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined
  } catch {
    return undefined
  }
}
