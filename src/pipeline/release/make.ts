import type { Leak, ShareTerms } from '../../domain/sharing.js'
import type { Store } from '../../store/store.js'
import { leaksOf } from './leaks.js'
import { isLetGo, type MaterialSources, readMaterial } from './material.js'
import { type Field, fieldsOf } from './origins.js'
import { OWN_WORDS } from './own-words.js'
import { makePreview, type Preview, type Refused, type Ways } from './preview.js'

/** A preview with all that a person needs to answer for it. */
export interface PreviewSeen extends Preview {
  readonly leaks: readonly Leak[]
  readonly fields: readonly Field[]
  /** Patterns that were no indicators, by the reason. */
  readonly kept_out: Readonly<Record<string, number>>
}

export interface Making {
  readonly ways: Ways
  readonly sources: MaterialSources
  readonly nowMs: number
  readonly isStopping?: (() => boolean) | undefined
}

/** Reads what there is, makes of it what would leave, and looks for what must not. It reads every text of the store once. */
export async function seePreview(
  store: Store,
  terms: ShareTerms,
  { ways, sources, nowMs, isStopping }: Making,
): Promise<PreviewSeen | Refused> {
  if (await isLetGo(store, terms)) {
    return { kind: 'refused', why: 'RULED_BENIGN', places: ['campaign_id'] }
  }
  const material = await readMaterial(store, terms, sources)
  const preview = makePreview(material, terms, ways, nowMs)
  if (preview.kind === 'refused' || material === undefined) return preview as Refused
  const { released, objects } = preview
  // The frame around them is ours alone.
  const left = { objects, marking: preview.shared.marking }
  const own = [...OWN_WORDS, ...preview.ownTexts, ...sources.ownTexts]
  const leaks = await leaksOf({ store, isStopping }, left, { released, own })
  const fields = fieldsOf(preview.objects, preview.shared)
  return { ...preview, leaks, fields, kept_out: material.kept_out }
}
