import type { Described, Given } from '../domain/definition.js'
import { renderPage } from '../domain/page.js'

/**
 * A behaviour that speaks for or against the harvest of training data.
 *
 * `sql` reads `subject_profile` (one row a subject: an account, a cluster, or the population of peers)
 * and gives `subject_id`, `strength` (0 to 1) and `facts` (Map(String, Float64)). It looks at pooled
 * facts alone, so it holds for one account and for ten thousand. What happens between the accounts of
 * a cluster it may read from `subject_member` and `link_evidence`.
 */
export interface Detector extends Described {
  /** The folder it lies in. Of one family only the strongest counts. */
  readonly family: 'content' | 'loop' | 'replay' | 'economy' | 'breadth' | 'innocence'
  /** Whether its strength speaks for extraction, or for an innocent explanation. */
  readonly speaks: 'extraction' | 'innocence'
  /** Bits at strength 1. */
  readonly bits_max: number
  readonly cases: {
    readonly fires: Readonly<Record<string, Given>>
    readonly quiet: Readonly<Record<string, Given>>
  }
}

export const defineDetector = (detector: Detector): Detector => Object.freeze(detector)

export const detectorPage = (detector: Detector): string =>
  renderPage(detector, {
    kind: 'detector',
    family: detector.family,
    bits_max: detector.bits_max,
    facts: [['speaks for', detector.speaks]],
    fires: Object.keys(detector.cases.fires),
    quiet: Object.keys(detector.cases.quiet),
  })
