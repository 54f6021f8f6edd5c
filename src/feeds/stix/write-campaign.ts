import type { SharedCampaign } from '../../domain/sharing.js'
import { extended } from './extension.js'
import { type Ownership, owned, ownedId, relationship, type StixObject, utc } from './object.js'
import { ATTACK_PATTERNS, courseOfAction, EXTRACTION } from './technique.js'
import { bounded } from './write-indicator.js'

/** What is asked, as software: STIX observes things, and this is the one that a campaign touches. */
const API: StixObject = {
  type: 'software',
  spec_version: '2.1',
  // Of the namespace that OASIS fixed for observables, over `{"name":"Language-model API"}`.
  id: 'software--3100e4a5-fa50-55fd-ab88-197ce0652e34',
  name: 'Language-model API',
}

export const campaignName = (campaignId: string): string => `Campaign ${campaignId}`

const campaignObjectId = (ownership: Ownership, campaignId: string): string =>
  ownedId('campaign', ownership.producer, { campaign: campaignId })

function campaignObject({ campaign }: SharedCampaign, ownership: Ownership): StixObject {
  const aims = campaign.capabilities.map(({ capability }) => capability).toSorted()
  return owned(
    'campaign',
    ownership,
    { campaign: campaign.campaign_id },
    {
      name: campaignName(campaign.campaign_id),
      description: `Requests of ${campaign.accounts} accounts under one hand, taken as training data for a model. Verdict: ${campaign.verdict}.`,
      ...(aims.length === 0 ? {} : { objective: `To train a model in: ${aims.join(', ')}` }),
      first_seen: utc(campaign.first_seen_at),
      last_seen: utc(campaign.last_seen_at),
      confidence: campaign.confidence,
    },
  )
}

/** Whoever ran it, as a set of intrusions and not as somebody: it names no organisation and no country. */
const operatorObject = ({ campaign }: SharedCampaign, ownership: Ownership): StixObject =>
  owned(
    'intrusion-set',
    ownership,
    { operator: campaign.campaign_id },
    {
      name: `Operator of ${campaignName(campaign.campaign_id)}`,
      description:
        'Whoever controls the accounts, by how they act. It says nothing of who that is.',
      first_seen: utc(campaign.first_seen_at),
      last_seen: utc(campaign.last_seen_at),
    },
  )

function observedObject({ campaign }: SharedCampaign, ownership: Ownership): StixObject {
  const { accounts, exchanges } = campaign
  const capabilities = campaign.capabilities
    .map(({ capability, exchanges }) => ({ capability, exchanges }))
    .toSorted((a, b) => (a.capability < b.capability ? -1 : 1))
  return owned(
    'observed-data',
    ownership,
    { observed: campaign.campaign_id },
    {
      first_observed: utc(campaign.first_seen_at),
      last_observed: utc(campaign.last_seen_at),
      number_observed: Math.max(1, bounded(exchanges)),
      object_refs: [API.id],
      extensions: extended({
        accounts,
        exchanges,
        ...(capabilities.length === 0 ? {} : { capabilities }),
      }),
    },
  )
}

/** Networks, domains and clients that the campaign works through, where an indicator tells of any. */
function infrastructureObjects(
  { campaign, indicators }: SharedCampaign,
  ownership: Ownership,
): readonly StixObject[] {
  if (!indicators.some(({ family }) => family === 'network')) return []
  return [
    owned(
      'infrastructure',
      ownership,
      { infrastructure: campaign.campaign_id },
      {
        name: `Infrastructure of ${campaignName(campaign.campaign_id)}`,
        description: 'What its requests come from. Others may share it: sharing it is not guilt.',
        first_seen: utc(campaign.first_seen_at),
        last_seen: utc(campaign.last_seen_at),
      },
    ),
  ]
}

/** What a share says of its campaign, whatever its indicators. */
export interface Told {
  readonly campaign: StixObject
  readonly operator: StixObject
  /** All of it, those two and what belongs to nobody included. */
  readonly objects: readonly StixObject[]
}

export function campaignObjects(shared: SharedCampaign, ownership: Ownership): Told {
  const campaign = campaignObject(shared, ownership)
  const operator = operatorObject(shared, ownership)
  const infrastructure = infrastructureObjects(shared, ownership)
  const action = shared.countermeasure === null ? [] : [courseOfAction(shared.countermeasure)]
  const former = shared.succeeds
    .map((id) => campaignObjectId(ownership, id))
    .filter((id) => id !== campaign.id)
  const objects = [
    campaign,
    operator,
    API,
    observedObject(shared, ownership),
    ...infrastructure,
    ...ATTACK_PATTERNS,
    ...action,
    relationship(ownership, [campaign.id, 'attributed-to', operator.id]),
    ...infrastructure.map(({ id }) => relationship(ownership, [campaign.id, 'uses', id])),
    ...ATTACK_PATTERNS.map(({ id }) => relationship(ownership, [campaign.id, 'uses', id])),
    ...action.map(({ id }) => relationship(ownership, [id, 'mitigates', EXTRACTION])),
    ...former.map((id) =>
      relationship(ownership, [campaign.id, 'related-to', id], {
        description: 'It goes on from it.',
      }),
    ),
  ]
  return { campaign, operator, objects }
}
