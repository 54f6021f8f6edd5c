/** What others send: an envelope of objects of STIX, each looked at as far as a collection needs it. What it says is not believed here. */
import { createHash } from 'node:crypto'
import type { Marking } from '../../domain/indicator.js'
import { markingIn, publishedMarking } from '../../pipeline/release/outlets.js'
import { microsOf } from './instant.js'

export type StixObject = Readonly<Record<string, unknown>> & {
  readonly id: string
  readonly type: string
}

/** An object as it is kept. */
export interface Kept {
  readonly id: string
  readonly type: string
  /** As the object has it; undefined where it has none, and then the instant counts at which it is taken in. */
  readonly version: string | undefined
  readonly versionMicros: number | undefined
  readonly expiresMs: number | undefined
  readonly marking: Marking
  readonly json: string
  readonly digest: string
}

/** An object that cannot be kept, and why. */
export interface Unfit {
  readonly id: string
  readonly problem: string
}

export const OBJECTS_MAX = 1000
export const OBJECT_BYTES_MAX = 1024 * 1024
const DEPTH_MAX = 64
const ID = /^([a-z][a-z0-9-]{2,249})--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a text says in JSON; undefined where it is none, or deeper than 64 levels. */
export function jsonOf(text: string): unknown {
  if (isDeep(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c]
const OPENING: readonly number[] = [0x5b, 0x7b]
const CLOSING: readonly number[] = [0x5d, 0x7d]

/** Looked at before anything is made of it: what goes through an object goes down level by level. */
function isDeep(text: string): boolean {
  let depth = 0
  let isText = false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) isText = !isText
    else if (isText) at += code === BACKSLASH ? 1 : 0
    else if (OPENING.includes(code)) depth += 1
    else if (CLOSING.includes(code)) depth -= 1
    if (depth > DEPTH_MAX) return true
  }
  return false
}

/** The objects of an envelope; undefined where it is none, or holds one without the id and the type of STIX. */
export function objectsIn(envelope: unknown): readonly StixObject[] | undefined {
  if (!isRecord(envelope) || !Array.isArray(envelope.objects)) return undefined
  const objects: readonly unknown[] = envelope.objects
  if (objects.length === 0 || objects.length > OBJECTS_MAX) return undefined
  return objects.every(isStixObject) ? objects : undefined
}

export function isStixObject(value: unknown): value is StixObject {
  if (!isRecord(value) || typeof value.id !== 'string') return false
  return ID.exec(value.id)?.[1] === value.type
}

/** How one object is kept, or why it cannot be. `nowMs` by the wall clock. */
export function keptOf(object: StixObject, nowMs: number): Kept | Unfit {
  const { id, type, created, modified } = object
  const [createdMicros, modifiedMicros] = [micros(created), micros(modified)]
  const untilMicros = micros(object.valid_until)
  if (createdMicros === 'none' || modifiedMicros === 'none' || untilMicros === 'none') {
    return { id, problem: 'One of `created`, `modified` and `valid_until` is no instant of STIX.' }
  }
  const versionMicros = modifiedMicros ?? createdMicros
  const json = JSON.stringify(object)
  const problem = problemOf(object, { createdMicros, modifiedMicros, untilMicros, nowMs, json })
  if (problem !== undefined) return { id, problem }
  const digest = digestOf(object)
  const published = publishedMarking(id)
  if (published !== undefined && digestOf(published) !== digest) {
    return { id, problem: 'It is not what was published as this marking of TLP.' }
  }
  const expiresMs = untilMicros === undefined ? undefined : Math.floor(untilMicros / 1000)
  const version = versionMicros === undefined ? undefined : `${modified ?? created}`
  const marking = markingIn(object)
  return { id, type, version, versionMicros, expiresMs, marking, json, digest }
}

interface Told {
  readonly createdMicros: number | undefined
  readonly modifiedMicros: number | undefined
  readonly untilMicros: number | undefined
  readonly nowMs: number
  readonly json: string
}

function problemOf(object: StixObject, told: Told): string | undefined {
  const { createdMicros, modifiedMicros = createdMicros, untilMicros, nowMs, json } = told
  // Only observables have no instant of their own, and they need not say which STIX they are.
  const isObservable = modifiedMicros === undefined
  if (object.spec_version !== '2.1' && !(isObservable && object.spec_version === undefined)) {
    return 'It is not of STIX 2.1.'
  }
  if (!isObservable && (createdMicros === undefined || modifiedMicros < createdMicros)) {
    return 'It was modified before it was created.'
  }
  if (untilMicros !== undefined && untilMicros <= nowMs * 1000) return 'It is over its time.'
  return Buffer.byteLength(json) > OBJECT_BYTES_MAX ? 'It is longer than 1 MiB.' : undefined
}

function micros(value: unknown): number | undefined | 'none' {
  if (value === undefined) return undefined
  return (typeof value === 'string' ? microsOf(value) : undefined) ?? 'none'
}

/** The same for the same object, in whatever order its keys stand. */
const digestOf = (object: StixObject): string =>
  createHash('sha256').update(JSON.stringify(object, inOrder)).digest('hex')

const inOrder = (_: string, value: unknown): unknown =>
  isRecord(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value
