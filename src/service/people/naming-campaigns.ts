import { type CampaignNamed, campaignNamed } from '../../store/campaign-named.js'
import type { Store } from '../../store/store.js'

type Named =
  | { readonly kind: 'named'; readonly input: object }
  | Extract<CampaignNamed, { kind: 'several' }>

const CHARACTERS_MAX = 256

/** What somebody asks for, with the campaign that it names by its whole id: before anything is decided or written down. */
export async function namingCampaign(reader: Store, input: object): Promise<Named> {
  const { campaign_id, subject_kind, subject_id } = input as Readonly<Record<string, unknown>>
  const given = subject_kind === 'campaign' ? { subject_id } : { campaign_id }
  const [[key, named] = []] = Object.entries(given)
  if (key === undefined || typeof named !== 'string' || named.length > CHARACTERS_MAX) {
    return { kind: 'named', input }
  }
  const found = await campaignNamed(reader, named)
  if (found.kind === 'several') return found
  return { kind: 'named', input: { ...input, [key]: found.campaign_id } }
}
