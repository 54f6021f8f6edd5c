/**
 * Rhythms and lengths of answers: built in, or taken from a folder of public traces.
 *
 * The built-in ones need nothing. With a folder, each server account follows one real client of
 * ServeGen (its hours, its burstiness) and chats follow the token counts of the Azure trace. The
 * folder is never part of the product.
 */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { RHYTHMS, type Rhythm } from '../arrivals.js'
import type { Random } from '../random.js'

export interface TraceShapes {
  readonly source: 'built-in' | 'traces'
  readonly serverRhythm: (random: Random) => Rhythm
  /** Tokens of one answer to a person. */
  readonly answerTokens: (random: Random) => number
}

const BUILT_IN: TraceShapes = {
  source: 'built-in',
  serverRhythm: (random) =>
    random.weighted([
      [RHYTHMS.product, 0.5],
      [RHYTHMS.office, 0.25],
      [RHYTHMS.flat, 0.12],
      [RHYTHMS.night, 0.13],
    ]),
  answerTokens: (random) => Math.min(1500, random.lognormal(120, 0.8)),
}

export const loadTraces = (folder: string | undefined): TraceShapes => {
  if (!folder) return BUILT_IN
  const clients = join(folder, 'servegen_clients.jsonl')
  const chats = join(folder, 'azure2023_conv.csv')
  if (!existsSync(clients) || !existsSync(chats)) return BUILT_IN
  const rhythms = readRhythms(readFileSync(clients, 'utf8'))
  const tokens = readTokens(readFileSync(chats, 'utf8'))
  if (rhythms.length === 0 || tokens.length === 0) return BUILT_IN
  return {
    source: 'traces',
    serverRhythm: (random) => random.pick(rhythms),
    answerTokens: (random) => random.pick(tokens),
  }
}

/** Very bursty clients are capped: their variation comes from rates, which the hours carry. */
const VARIATION_MAX = 4

const readRhythms = (text: string): Rhythm[] => {
  const rhythms: Rhythm[] = []
  for (const line of text.split('\n')) {
    if (line === '') continue
    const client: unknown = JSON.parse(line)
    if (!isTraceClient(client) || client.hourly_rate.every((rate) => rate === 0)) continue
    const variation = Math.min(VARIATION_MAX, Math.max(1, client.median_cv))
    rhythms.push({ hourly: client.hourly_rate, weekend: 0.8, variation })
  }
  return rhythms
}

interface TraceClient {
  readonly hourly_rate: readonly number[]
  readonly median_cv: number
}

const isTraceClient = (value: unknown): value is TraceClient =>
  typeof value === 'object' &&
  value !== null &&
  'hourly_rate' in value &&
  Array.isArray(value.hourly_rate) &&
  value.hourly_rate.length === 24 &&
  'median_cv' in value &&
  typeof value.median_cv === 'number'

const readTokens = (text: string): number[] =>
  text
    .split('\n')
    .slice(1)
    .map((line) => Number(line.split(',')[2]))
    .filter((tokens) => tokens > 0)
