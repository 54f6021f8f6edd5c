/** How a member words what it was told to ask, and how long answers may be. */

import type { Random } from '../random.js'
import { paraphraseTemplate, renderTemplate, type Template } from '../text/templates.js'
import type { Member } from './pool.js'

export const word = (random: Random, member: Member, template: Template, slot: string): string =>
  member.keepsTemplate ? renderTemplate(template, slot) : paraphraseTemplate(random, template, slot)

/** Steps of a trace at this scale of text; never so few that nothing is left to take. */
export const scaledSteps = (steps: number, textScale: number): number =>
  Math.max(3, Math.round(steps * Math.min(4, textScale)))

/** Short answers would leave nothing to recognise when a conversation moves to another account. */
const ANSWER_SENTENCES_MIN = 3

export const answerSentences = (random: Random, textScale: number): number =>
  Math.max(ANSWER_SENTENCES_MIN, Math.round(random.lognormal(6 * textScale, 0.7)))
