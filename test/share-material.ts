import { CAPABILITIES } from '../src/domain/findings.js'
import type { Indicator } from '../src/domain/indicator.js'
import type { ShareTerms } from '../src/domain/sharing.js'
import { SHARE_FORMS } from '../src/pipeline/release/forms.js'
import type { MaterialSources } from '../src/pipeline/release/material.js'
import type { Material, Ways } from '../src/pipeline/release/preview.js'

/** A campaign that could be shared, and what somebody wants to share of it. */

export const NOW_MS = Date.UTC(2026, 2, 1)
export const RUN_ID = '11111111-1111-4111-8111-111111111111'
const LATER = '2026-06-01T00:00:00.000Z'

export const indicatorOf = (indicator_id: string, given: Partial<Indicator> = {}): Indicator => ({
  indicator_id,
  campaign_id: 'campaign_a',
  kind: 'client',
  family: 'client',
  pattern: { user_agent: 'harvester/2.1', ja4: 't13d1516h2_8daaf6152771_b186095e22b6' },
  statement: '14 operators, and nobody else here.',
  first_seen_at: '2026-02-01T00:00:00.000Z',
  last_seen_at: '2026-02-20T00:00:00.000Z',
  expires_at: LATER,
  operators: 14,
  carriers: 14,
  reference_carriers: 0,
  precision: 15 / 16,
  marking: 'green',
  ...given,
})

export const MATERIAL: Material = {
  campaign: {
    campaign_id: 'campaign_a',
    confidence: 97,
    verdict: 'act',
    first_seen_at: '2026-02-01T00:00:00.000Z',
    last_seen_at: '2026-02-20T00:00:00.000Z',
    accounts: 14,
    exchanges: 4211,
    capabilities: [{ capability: CAPABILITIES[0], exchanges: 4211 }],
  },
  indicators: [indicatorOf('indicator_1'), indicatorOf('indicator_2', { marking: 'clear' })],
  kept_out: { 'too few carriers': 3 },
  countermeasure: 'deny',
  succeeds: ['campaign_0'],
  attribution: null,
}

export const WAYS: Ways = {
  producer: { name: 'Example', identity_id: 'identity--5b8f0c1e-2f0f-4d0e-9d39-0a8f6d0f7c11' },
  forms: SHARE_FORMS,
  destinations: [
    { id: 'acme', strictest: 'amber' },
    { id: 'umbrella', strictest: 'red' },
    { id: 'out', strictest: 'amber', form: 'stix' },
    { id: 'misp', strictest: 'amber' },
  ],
}

export const TERMS: ShareTerms = {
  campaign_id: 'campaign_a',
  run_id: RUN_ID,
  form: 'plain',
  marking: 'amber',
  to: ['acme'],
  left_out: [],
  texts: [],
  judgement: false,
  expires_at: '2026-04-01T00:00:00.000Z',
}

/** A campaign that leaves without indicators and without a judgement. */
export const FINDINGS_ALONE: MaterialSources = Object.freeze({
  indicators: async () => ({ indicators: [], kept_out: {} }),
  attribution: async () => null,
  ownTexts: [],
})
