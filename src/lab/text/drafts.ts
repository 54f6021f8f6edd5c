/**
 * What a draft of an instruction is: parts, each with several wordings, in one tongue.
 *
 * The wordings are imagined, as somebody might write them who harvests answers for money; no rule of
 * the product was read for them. `{slot}` is where the item goes, `{d}` a small number.
 */

import type { Capability } from '../../domain/findings.js'

export type Tongue = 'en' | 'zh' | 'es' | 'ru'

export interface Draft {
  readonly capability: Capability
  readonly tongue: Tongue
  /** Wordings of one part are separated by a bar. */
  readonly parts: readonly string[]
}

export type TemplateKind =
  | 'articulate'
  | 'grade'
  | 'rewrite'
  | 'agentic'
  | 'generate'
  | 'wrap'
  | 'expand'
  | 'refine'
  | 'continue'
  | 'analyse'
  | 'operate'
  | 'see'
  | 'distil'

export type Drafts = Readonly<Partial<Record<TemplateKind, readonly Draft[]>>>
