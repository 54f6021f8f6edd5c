import type { ItemProposed } from '../../domain/attribution.js'
import { uuidOf } from '../../domain/identifier.js'
import { numberText } from './sentence.js'

/** A part of a campaign's traffic, counted. */
export interface Slice {
  readonly campaign_id: string
  readonly kind: 'capability' | 'channel' | 'template'
  readonly name: string
  readonly exchanges: number
  readonly exchanges_taken: number
  readonly operators: number
  readonly operators_all: number
  /** Exchanges of customers and victims. */
  readonly bystanding: number
  /** What a fixed text was filled with, and how much of it by two members or more; 0 for other slices. */
  readonly slots: number
  readonly slots_repeated: number
}

/** Shares from which a count speaks for one purpose or against it; set by hand, and therefore worth no bits. */
const MOST = 0.5
const SOME = 0.1
const FEW = 0.2
const REPEATED = 0.3
const SLOTS_MIN = 20

type Said = Pick<ItemProposed, 'kind' | 'speaks' | 'statement'>

/** What speaks for and against each slice serving one purpose. Facts are counted; nothing of them is weighed. */
export function beneficiaryItems(slices: readonly Slice[]): readonly ItemProposed[] {
  return slices.flatMap((slice) => {
    const said = [taken(slice), workers(slice), ...bystanders(slice), ...list(slice)]
    return [
      ...said.map((one) => itemOf(slice, one, 'fact')),
      itemOf(slice, conclusion(said), 'inference'),
    ]
  })
}

function taken({ exchanges, exchanges_taken }: Slice): Said {
  const isMost = exchanges_taken >= MOST * exchanges
  const statement = `${numberText(exchanges_taken)} of its ${numberText(exchanges)} answers were taken${isMost ? '.' : '; the others are cover, or somebody’s own.'}`
  return { kind: 'taken', speaks: isMost ? 'for' : 'against', statement }
}

function workers({ operators, operators_all }: Slice): Said {
  return {
    kind: 'operators',
    speaks: operators >= FEW * operators_all ? 'for' : 'against',
    statement: `${numberText(operators)} of ${numberText(operators_all)} operators send it.`,
  }
}

function bystanders({ bystanding, exchanges }: Slice): readonly Said[] {
  if (bystanding < SOME * exchanges) return []
  const statement = `${numberText(bystanding)} of its exchanges are of customers or victims, who have purposes of their own.`
  return [{ kind: 'bystanders', speaks: 'against', statement }]
}

function list({ slots, slots_repeated }: Slice): readonly Said[] {
  if (slots < SLOTS_MIN) return []
  const isAsked = slots_repeated >= REPEATED * slots
  return [
    {
      kind: 'slots',
      speaks: isAsked ? 'against' : 'for',
      statement: `Of ${numberText(slots)} things that it asks ${numberText(slots_repeated)} were asked by two accounts or more: ${isAsked ? 'so do customers of one app.' : 'a list that was shared out.'}`,
    },
  ]
}

function conclusion(said: readonly Said[]): Said {
  const against = said.filter(({ speaks }) => speaks === 'against').length
  const speaks = against === 0 ? 'for' : 'against'
  const statement =
    against === 0
      ? 'Nothing counted speaks against one purpose. Whose purpose it is, no count says.'
      : `${against} of ${said.length} counts ${against === 1 ? 'speaks' : 'speak'} against one purpose: it may serve several, and whoever runs the accounts may be none of them.`
  return { kind: 'one_purpose', speaks, statement }
}

function itemOf(
  { campaign_id, kind: about_kind, name: about_name }: Slice,
  said: Said,
  standing: ItemProposed['standing'],
): ItemProposed {
  const named = `${campaign_id} beneficiary ${about_kind} ${about_name}`
  return {
    campaign_id,
    hypothesis_id: uuidOf(named),
    question: 'beneficiary',
    about_kind,
    about_name,
    evidence_id: uuidOf(`${named} ${said.kind}`),
    standing,
    family: 'extraction',
    weight_millibits: 0,
    ...said,
  }
}
