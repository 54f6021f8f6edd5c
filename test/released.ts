/** Every campaign of a scan, let leave by two people in every form, and what of it whoever is told then has. */
import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashKeyOf } from '../src/config/key.js'
import { type SharingSettings, sharingSchema } from '../src/config/sharing.js'
import { ROLES } from '../src/domain/people.js'
import { bundleOf, bundleText, type StixObject } from '../src/feeds/stix/object.js'
import type { PreviewSeen } from '../src/pipeline/release/make.js'
import type { MaterialSources } from '../src/pipeline/release/material.js'
import { type Ledger, openLedger } from '../src/records/ledger.js'
import { sharedDocument } from '../src/records/shared-documents.js'
import { makeMispFeed } from '../src/service/sharing/misp.js'
import { makePreviews, type Previews } from '../src/service/sharing/previews.js'
import { makeSender } from '../src/service/sharing/sender.js'
import { sourcesOf } from '../src/service/sharing/sources.js'
import { waysOf } from '../src/service/sharing/ways.js'
import { EVERYTHING, openCollections } from '../src/service/taxii/collections.js'
import type { Store } from '../src/store/store.js'
import { accountSystem, SECRET } from './integration/account-system.js'

export interface Leaving {
  readonly way: 'plain' | 'stix' | 'webhook' | 'taxii' | 'misp'
  readonly text: string
  /** Texts of exchanges that two people released in it. */
  readonly released: readonly string[]
}

export interface Asked {
  readonly store: Store
  readonly run_id: string
  readonly campaigns: readonly string[]
  readonly nowMs: number
  /** A folder for the feed of MISP. */
  readonly folder: string
  /** In the place of what the store has of a campaign. */
  readonly sources?: (given: MaterialSources) => MaterialSources
}

export interface Left {
  readonly leaving: readonly Leaving[]
  /** Every preview, also of what was refused. */
  readonly previews: readonly PreviewSeen[]
  readonly refused: readonly string[]
}

const DAY_MS = 86_400_000
const OUT = '91a7b528-80eb-42ed-a74d-c6fbd5a26116'
const reason = 'They see the same operator.'
const PEOPLE = ['alice', 'bob'].map((name) => ({
  ...{ name, roles: ROLES },
  sha256: createHash('sha256').update(name).digest('hex'),
}))
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }

export async function releaseAll(asked: Asked): Promise<Left> {
  const { store, nowMs, folder } = asked
  const now = () => nowMs
  // What is signed is of the time of the logs.
  const partner = await accountSystem(0, true)
  const sharing = sharingSchema.parse({
    producer: { name: 'Example', identity_id: 'identity--5b8f0c1e-2f0f-4d0e-9d39-0a8f6d0f7c11' },
    partners: [{ id: 'acme', url: partner.url, secret: SECRET, strictest: 'red' }],
    collections: [{ id: OUT, alias: 'out', title: 'Out', strictest: 'red' }],
    misp: { folder, strictest: 'red' },
    groups: [{ id: 'isac', secret: Buffer.alloc(32, 9).toString('base64') }],
  })
  const office = await openOffice(asked, sharing)
  const collections = await openCollections({ reader: store, writer: store, now })
  const settings = () => sharing
  const sender = makeSender({ log, settings, now, clock: () => 0 })
  const feed = makeMispFeed({ log, settings, now, clock: now })
  try {
    const released: string[] = []
    const leaving: Leaving[] = []
    for (const campaign_id of asked.campaigns) {
      for (const wish of WISHES) {
        const out = await office.release(campaign_id, wish)
        if (out === undefined) continue
        released.push(...out.released)
        leaving.push({ way: wish.form, text: out.text, released: out.released })
      }
    }
    const doors = { ledger: office.ledger, reader: store, taxii: { collections } }
    for (let pass = 0; pass < 2 * asked.campaigns.length * WISHES.length; pass += 1) {
      sender.tick(doors)
      await sender.settled()
    }
    feed.tick(doors)
    await feed.settled()
    const query = { ...EVERYTHING, limit: 100_000 }
    const { places } = await collections.page(OUT, query)
    const told = [
      ...partner.heard.map(({ raw }) => ['webhook', raw] as const),
      ...(await collections.documents(OUT, places)).map((text) => ['taxii', text] as const),
      ...readdirSync(folder).map(
        (name) => ['misp', readFileSync(join(folder, name), 'utf8')] as const,
      ),
    ]
    leaving.push(...told.map(([way, text]) => ({ way, text, released })))
    return { leaving, previews: office.previews, refused: office.refused }
  } finally {
    await Promise.all([sender.stop(), office.close(), partner.close()])
  }
}

interface Wish {
  readonly form: 'plain' | 'stix'
  readonly to: readonly string[]
  readonly hasTexts: boolean
}
const WISHES: readonly Wish[] = [
  { form: 'plain', to: ['acme'], hasTexts: false },
  { form: 'plain', to: ['acme'], hasTexts: true },
  { form: 'stix', to: ['acme', 'out', 'misp'], hasTexts: true },
]

/** Two people, their records, and what makes previews for them. */
async function openOffice({ store, run_id, nowMs, sources }: Asked, sharing: SharingSettings) {
  const now = () => nowMs
  let ledger: Ledger | undefined
  const given = sourcesOf({
    ...{ now, sharing: () => sharing, hashKey: () => hashKeyOf('test') },
    state: async () => (ledger ?? raise('no ledger')).state(),
  })
  const previews: Previews = makePreviews({
    ...{ store, reader: store, now, log, ways: () => waysOf(sharing) },
    sources: sources?.(given) ?? given,
  })
  ledger = await openLedger({
    ...{ store, now, newId: randomUUID, people: () => PEOPLE, policies: () => [] },
    guards: () => ({ isConnected: false, isKilled: false, neverTouch: new Set() }),
    ...{ company: async () => [], canErase: true },
    ...{ preview: previews.known, previewMade: previews.made },
  })
  const known = ledger
  const act = async (by: number, deed: string, input: object) => {
    const done = await known.act({ person: PEOPLE[by] ?? raise('nobody'), deed, input })
    if (done.kind === 'refused') return done.why
    return done.kind
  }
  const seen: PreviewSeen[] = []
  const refused: string[] = []
  const look = async (terms: object) => {
    const preview_id = randomUUID()
    previews.ask(preview_id, terms as Parameters<Previews['ask']>[1], 'alice')
    for (;;) {
      const made = previews.made(preview_id)
      if (made?.kind === 'refused') raise(`${made.why} ${made.places.join()}`)
      if (made?.kind === 'ready') {
        for (const by of [0, 1]) await act(by, 'read_preview', { preview_id, reason })
        return made
      }
      if (previews.seen(preview_id).state === 'failed') raise('the preview failed')
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  const wanted = (campaign_id: string, { form, to }: Wish) => ({
    ...{ campaign_id, run_id, form, marking: 'red', to: [...to], left_out: [], judgement: true },
    expires_at: new Date(nowMs + 30 * DAY_MS).toISOString(),
    as_of: new Date(nowMs).toISOString(),
  })
  const release = async (campaign_id: string, wish: Wish) => {
    const terms = { ...wanted(campaign_id, wish), texts: [] as string[] }
    if (wish.hasTexts) {
      const { withheld } = await look(terms)
      const texts = withheld.filter(({ why }) => why === 'text_not_released')
      terms.texts = texts.map(({ indicator_id }) => indicator_id)
    }
    const made = await look(terms)
    // It has no text that could be released, so this is what left already.
    if (seen.some(({ sha256 }) => sha256 === made.sha256)) return undefined
    seen.push(made)
    const input = { ...terms, sha256: made.sha256, reason }
    const said = [await act(0, 'release_share', input), await act(1, 'release_share', input)]
    if (said.join() !== 'proposed,done') {
      refused.push(said.join())
      return undefined
    }
    const document = await sharedDocument(store, made.sha256)
    return { released: made.released, text: bundled(document ?? raise('lost'), wish.form) }
  }
  return { ledger: known, release, previews: seen, refused, close: previews.stop }
}

/** As others take it: a bundle where it is STIX. */
function bundled(document: string, form: Wish['form']): string {
  if (form === 'plain') return document
  const { objects } = JSON.parse(document) as { readonly objects: readonly StixObject[] }
  return bundleText(bundleOf(objects))
}

const raise = (what: string): never => {
  throw new Error(what)
}
