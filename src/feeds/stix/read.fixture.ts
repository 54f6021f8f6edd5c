import { readBundle } from './read-bundle.js'
import type { BundleRead, Received } from './received.js'
import { NOW } from './shared.fixture.js'

/** What is read of a bundle, as JSON or as the value of one. */
export const read = (value: unknown): BundleRead =>
  readBundle(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), { now: NOW })

/** What was taken of a bundle that must not be refused whole. */
export const taken = (result: BundleRead): Received => {
  if ('refusal' in result) throw new Error(result.refusal)
  return result
}
