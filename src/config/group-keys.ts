import { type GroupSettings, groupKey } from './outbound.js'

/** The keys of the groups that an installation is of, under the names that patterns carry; the key as text, in base64. */
export const groupKeysOf = ({
  groups,
}: {
  readonly groups: readonly GroupSettings[]
}): readonly { readonly id: string; readonly key: string }[] =>
  groups.map((group) => ({ id: group.id, key: groupKey(group).toString('base64') }))
