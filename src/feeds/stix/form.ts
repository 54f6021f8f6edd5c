import { MARKINGS } from '../../domain/indicator.js'
import type { Json, SharedCampaign, ShareForm } from '../../domain/sharing.js'
import { markingObject } from './marking.js'
import { NOBODYS_AT } from './object.js'
import { COURSES_OF_ACTION } from './technique.js'
import { writeBundle } from './write-bundle.js'

const AT = NOBODYS_AT

/** A share that says nothing, with one of everything: whatever text its bundle has is ours. */
const BLANK: SharedCampaign = {
  campaign: {
    campaign_id: '',
    confidence: 0,
    verdict: 'act',
    first_seen_at: AT,
    last_seen_at: AT,
    accounts: 0,
    exchanges: 0,
    capabilities: [],
  },
  indicators: [
    {
      ...{ indicator_id: '', campaign_id: '', kind: '', family: 'network', pattern: {} },
      ...{ statement: '', first_seen_at: AT, last_seen_at: AT, expires_at: AT },
      ...{ operators: 0, carriers: 0, reference_carriers: 0, precision: 0, marking: 'clear' },
    },
  ],
  countermeasure: null,
  succeeds: ['former'],
  attribution: {
    assessment_id: '',
    hypotheses: (['operator', 'beneficiary'] as const).map((about) => ({
      ...{ hypothesis_id: about, about, statement: '', against: 0, place: 1 },
      ...{ likelihood: 'likely', confidence: 'low' },
    })),
    ...{ dissents: 0, dissent_texts: [{ dissent_id: '', text: '' }] },
    ...{ facts: [], inferences: [], would_change: [] },
    ...{ judged_at: AT, expires_at: AT, judgement_sha256: '' },
  },
  marking: 'clear',
  expires_at: AT,
  producer: { name: '', identity_id: '' },
}

/** What patterns are written with. */
const PATTERN_WORDS = ['AND', 'LIKE', 'ISSUBSET', 'START', 'STOP']

/** A campaign in the words of STIX, for whoever previews and releases it. */
export const stixForm: ShareForm = Object.freeze({
  form: 'stix',
  write: (shared: SharedCampaign, asOf?: string) => writeBundle(shared, asOf).objects,
  ownTexts: [
    ...new Set(
      [...writeBundle(BLANK).objects, ...COURSES_OF_ACTION, ...MARKINGS.map(markingObject)].flatMap(
        textsIn,
      ),
    ),
    ...PATTERN_WORDS,
  ].filter((text) => text !== ''),
})

function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
