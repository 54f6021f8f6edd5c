import { type GroupSettings, groupKey, MISP } from '../../config/outbound.js'
import type { SharingSettings } from '../../config/sharing.js'
import type { MaterialSources } from '../../pipeline/release/material.js'
import { materialSources } from '../../pipeline/release/sources.js'
import { sharedJudgement } from '../../records/shared-judgement.js'
import type { State } from '../../records/state.js'

export interface SourcesOptions {
  readonly sharing: () => SharingSettings
  readonly hashKey: () => string
  /** What people did, as it is whenever it is asked. */
  readonly state: () => Promise<Pick<State, 'assessments'>>
  readonly now: () => number
}

/** Where the parts of a share come from that are not of the findings, by the settings and the trail. */
export const sourcesOf = ({ sharing, hashKey, state, now }: SourcesOptions): MaterialSources =>
  materialSources({
    ...{ hashKey, now },
    group: (to) => {
      const group = groupFor(sharing(), to)
      return group === undefined ? null : { id: group.id, key: groupKey(group).toString('base64') }
    },
    attribution: async (campaign_id) => sharedJudgement(await state(), campaign_id, now()),
  })

/**
 * The group whose key counts: the one that those whom it goes to are set to, or the only one where they are set to none. Where they
 * are of several there is none, and what needs a key stays here.
 */
export function groupFor(
  { groups, partners, collections, misp }: SharingSettings,
  to: readonly string[],
): GroupSettings | undefined {
  const all = [
    ...partners,
    ...collections.map(({ alias, group }) => ({ id: alias, group })),
    ...(misp === undefined ? [] : [{ id: MISP, group: misp.group }]),
  ]
  const set = all.filter(({ id }) => to.includes(id)).map(({ group }) => group)
  const named = new Set(set.filter((group) => group !== undefined))
  if (named.size > 1) return undefined
  const [only] = named.size === 1 ? named : groups.length === 1 ? groups.map(({ id }) => id) : []
  return groups.find(({ id }) => id === only)
}
