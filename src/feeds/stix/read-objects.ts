import { instantOf } from './instant.js'
import { SPEC_VERSION } from './object.js'
import type { ObjectFault, ObjectRefused } from './received.js'

/** An object whose frame is sound: what it says is not looked at yet. */
export interface Framed {
  readonly id: string
  readonly type: string
  readonly modified: string
  readonly isRevoked: boolean
  readonly body: Readonly<Record<string, unknown>>
}

/** Types that STIX 2.1 keeps in versions. */
const VERSIONED: ReadonlySet<string> = new Set([
  ...['attack-pattern', 'campaign', 'course-of-action', 'extension-definition', 'grouping'],
  ...['identity', 'incident', 'indicator', 'infrastructure', 'intrusion-set', 'language-content'],
  ...[
    'location',
    'malware',
    'malware-analysis',
    'note',
    'observed-data',
    'opinion',
    'relationship',
  ],
  ...['report', 'sighting', 'threat-actor', 'tool', 'vulnerability'],
])
const MARKING = 'marking-definition'

/** Under what an object that is of no use here is counted: its type, where STIX names it. */
export const leftAs = (type: string): string =>
  VERSIONED.has(type) || type === MARKING ? type : 'other'

/** Objects by id, each in its latest version, and those that are refused for their frame. */
export interface Frames {
  readonly framed: ReadonlyMap<string, Framed>
  readonly refused: readonly ObjectRefused[]
}

export function readFrames(objects: readonly unknown[]): Frames {
  const framed = new Map<string, Framed>()
  const refused: ObjectRefused[] = []
  const contradicted = new Set<string>()
  for (const [place, given] of objects.entries()) {
    const read = frameOf(given)
    if ('fault' in read) {
      refused.push({ object_id: nameOf(given, place), reason: read.fault })
      continue
    }
    const before = framed.get(read.id)
    // Once is enough: a large one is not compared with a hundred thousand small ones.
    if (before?.modified === read.modified && !contradicted.has(read.id) && !isSame(before, read)) {
      contradicted.add(read.id)
    }
    if (before === undefined || before.modified < read.modified) {
      framed.set(read.id, read)
      contradicted.delete(read.id)
    }
  }
  for (const id of contradicted) {
    framed.delete(id)
    refused.push({ object_id: id, reason: 'duplicate_id' })
  }
  return { framed, refused }
}

function frameOf(given: unknown): Framed | { readonly fault: ObjectFault } {
  if (!isRecord(given) || typeof given.type !== 'string') return { fault: 'not_an_object' }
  const { type, id } = given
  const idFault = idFaultOf(type, id)
  if (idFault !== null) return { fault: idFault }
  const isVersioned = VERSIONED.has(type)
  // Observables need not say their version; whatever says one must say ours.
  const unsaid = isVersioned || type === MARKING ? undefined : SPEC_VERSION
  if ((given.spec_version ?? unsaid) !== SPEC_VERSION) return { fault: 'spec_version' }
  const modified = isVersioned ? instantOf(textOf(given.modified)) : ''
  if (modified === null) return { fault: 'instant_out_of_range' }
  const isRevoked = given.revoked === true
  return { id: textOf(id), type, modified, isRevoked, body: given }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{12}$/
const UUID_CHARACTERS = 36
const TYPE = /^[a-z0-9-]{3,250}$/

/** Ids that are derived have version 5, others 4; markings of STIX itself among them. */
function idFaultOf(type: string, id: unknown): ObjectFault | null {
  if (typeof id !== 'string' || id.length > UUID_CHARACTERS + 2 + 250) return 'id_malformed'
  const prefix = id.slice(0, -UUID_CHARACTERS)
  const [, version, variant = ''] = UUID.exec(id.slice(-UUID_CHARACTERS)) ?? []
  if (version === undefined || !TYPE.test(prefix.slice(0, -2))) return 'id_malformed'
  if (prefix !== `${type}--`) return 'id_wrong_type'
  return '45'.includes(version) && '89ab'.includes(variant) ? null : 'id_version'
}

/** An id that can be told and kept, wherever it came from. */
export const isObjectId = (id: unknown): id is string =>
  typeof id === 'string' && idFaultOf(id.slice(0, -UUID_CHARACTERS - 2), id) === null

function nameOf(given: unknown, place: number): string {
  const id = isRecord(given) ? given.id : undefined
  return isObjectId(id) ? id : `objects[${place}]`
}

/** The same to the letter. Whoever says one thing twice writes it in one way, and not so deep that it cannot be written. */
function isSame(a: Framed, b: Framed): boolean {
  try {
    return JSON.stringify(a.body) === JSON.stringify(b.body)
  } catch {
    return false
  }
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

export const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
