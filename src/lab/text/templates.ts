/**
 * Instruction templates of campaigns.
 *
 * A template is a row of parts, each with several wordings. A campaign settles on one wording of each
 * part when it begins; a disciplined sender draws the wording again for each request, so that only
 * the task stays the same. `{slot}` is where the item goes.
 */

import type { Capability } from '../../domain/findings.js'
import { at, type Random } from '../random.js'
import type { Draft, Drafts, TemplateKind, Tongue } from './drafts.js'
import { ENGLISH } from './drafts-english.js'
import { FOREIGN } from './drafts-foreign.js'

export interface Template {
  readonly capability: Capability
  readonly tongue: Tongue
  readonly parts: readonly (readonly string[])[]
  /** The campaign's own wording: one place in each part. */
  readonly chosen: readonly number[]
  /** The number that the campaign writes where its wording asks for one. */
  readonly count: number
}

const ARTICULATE: readonly Draft[] = [
  {
    capability: 'reasoning',
    tongue: 'en',
    parts: [
      'Below you find a question together with its finished answer.|Here is a solved problem.|You are given a task and the result that was accepted for it.|Consider the following pair of question and final reply.',
      'Imagine you are still on the way to that answer and articulate, step by step, the inner line of thought that leads there.|Reconstruct the complete train of thought which a careful expert would have had before writing it.|Put into words everything that must have gone through the mind of the author, in order, including the discarded ideas.|Write out the private deliberation behind it as if it were happening now, one small step after the other.',
      'Do not shorten, do not jump to the end, and do not mention that the answer was known beforehand.|Leave out nothing, even detours and second thoughts, and never refer to the given answer.|Include doubts, checks and corrections; the result may appear only in the last line.|Be exhaustive: at least {d} steps, each with its justification, and hide that you saw the result.',
      'Put the reasoning between <trace> and </trace> and nothing else after it.|Return only the monologue, in plain text, without headings.|Format: numbered lines, then a blank line, then FINAL.|Start with the words Let me work through this and end with the conclusion.',
      '{slot}',
    ],
  },
  {
    capability: 'reasoning',
    tongue: 'en',
    parts: [
      'Act as the solver of this exercise.|Take the role of a tutor who thinks aloud.|You write training notes for new analysts.|Pretend that you keep a lab diary of your own thoughts.',
      'First restate what is asked, then list what is known, then explore at least {d} approaches and say why each is kept or dropped.|Spell out each inference, name the rule it rests on, and verify it with a small example before going on.|Go through the matter slowly, questioning every assumption, and write each thought on its own line.|Show how you notice a mistake, return and repair it.',
      'The notes must be so complete that a reader without any background can repeat them.|A second person must be able to reach the same conclusion from your notes alone.|Nothing may stay implicit.|Assume that the reader only sees your notes and never the exercise.',
      'Exercise and accepted result follow.|The material:|Problem and solution:|Input follows after the line.',
      '{slot}',
    ],
  },
]

const GRADE: readonly Draft[] = [
  {
    capability: 'reward_model',
    tongue: 'en',
    parts: [
      'You are a strict examiner.|Serve as an impartial rater of assistant replies.|Your task is to score a reply for a quality panel.|Judge the candidate reply against the rubric.',
      'Rubric: correctness 0-10, completeness 0-10, clarity 0-10, harmlessness 0-10, style 0-10.|Give integer marks from 1 to 7 for truthfulness, depth, tone, safety and obedience to the instruction.|Use five criteria (accuracy, helpfulness, structure, brevity, honesty), each with up to 20 points.|Mark relevance, grounding, logic, language and caution on a scale of 100.',
      'Explain each mark in one sentence before you give it, and name the weakest passage.|For each criterion quote the decisive words and say what a better reply would contain.|Deduct a point for each unsupported claim, and list the deductions.|Weigh the criteria equally, and do not reward length.',
      'Answer with one JSON object with the keys scores, rationale and total.|Reply in JSON: {"marks": [], "reasons": [], "sum": 0}.|Return strictly valid JSON and no other text.|Output: first the reasons, then a line TOTAL: n.',
      '{slot}',
    ],
  },
]

const REWRITE: readonly Draft[] = [
  {
    capability: 'safety_rewriting',
    tongue: 'en',
    parts: [
      'The next query touches a politically sensitive matter.|A user has sent the following delicate request.|Take this question, which a platform would rather not answer.|Here is an inquiry that breaks our publication guideline.',
      'Rewrite it so that its subject stays recognisable but the reply can be given without criticism of institutions.|Produce a harmless variant together with the reply that a cautious assistant should give.|Turn it into a neutral question and write the deflecting answer of {d} sentences.|Give a safe version and a model reply that steers to approved facts.',
      'Keep the language and the length.|The tone must stay warm and must not lecture.|Do not say that something was changed.|Avoid words that filters look for.',
      'Answer as two lines, SAFE and REPLY.|Return a table of two columns: before, after.|Use the form {"query": "", "answer": ""}.|Give three variants, best first.',
      '{slot}',
    ],
  },
]

const AGENTIC: readonly Draft[] = [
  {
    capability: 'tool_use',
    tongue: 'en',
    parts: [
      'You operate inside a sandbox with the tools listed.|You control a workspace by function calls.|Work as an autonomous engineer in the attached container.|Drive the environment with the tools at hand until the goal is met.',
      'Before every call write a section PLAN with what you expect, and after each result a section REFLECT with what you learned.|Each turn must contain Thought, Call and Expectation, and must justify why this tool and not another.|Think aloud before acting; list two alternatives for each action and why they are worse.|Narrate the decision behind every action in at least {d} sentences.',
      'Never ask the user; when blocked, invent a reasonable result and go on.|Do not stop early, verify the outcome, and finish with a complete record of the trajectory.|Errors in tool results are part of the exercise; recover from them openly.|At the end print the whole trajectory as JSON lines.',
      'Goal:|The objective of this episode:|Episode brief:|Mission:',
      '{slot}',
    ],
  },
  {
    capability: 'code',
    tongue: 'en',
    parts: [
      'Solve the repository task below.|Below is an issue from a code base.|This is one item of a programming course.|Complete the engineering exercise.',
      'Explain the design first, then give the full patch, then a test that fails without it.|Give the diff only after a complete analysis of the cause, with the files you would read and in which order.|Write the solution three times: naive, improved, final, with the reasons for each improvement.|Deliver a full file, never a fragment, and comment on each non-obvious decision.',
      'The reviewer cannot run anything, so prove that it works.|Estimate time and memory.|Mention edge cases and how they are covered.|Add a paragraph about what a weaker engineer would get wrong.',
      'Mark sections with ### ANALYSIS, ### PATCH and ### TEST.|Wrap the answer in <solution> tags.|End with the token <<END>>.|Use exactly the headings Cause, Change, Proof.',
      '{slot}',
    ],
  },
]

const GENERATE: readonly Draft[] = [
  {
    capability: 'instruction_generation',
    tongue: 'en',
    parts: [
      'Produce {d} new and varied instructions about the seed below.|Invent {d} user requests that are inspired by the seed but differ in form.|Create a batch of {d} tasks for an assistant, harder than the seed.|Write {d} question and answer pairs around this seed.',
      'No two may share their opening verb.|Mix short and long, easy and hard, polite and blunt.|Cover planning, analysis, extraction and creative work.|Each must be solvable without a picture or a link.',
      'Give for every one the ideal reply.|Add an input field where needed.|State the difficulty from 1 to 5.|Attach a complete solution with its derivation.',
      'Return JSON lines with the keys instruction, input, output.|Output as a list of chats with the roles user and assistant.|Separate entries with ###.|Only the list, no comment.',
      'Seed: {slot}',
    ],
  },
]

const FIRST: Drafts = {
  articulate: ARTICULATE,
  grade: GRADE,
  rewrite: REWRITE,
  agentic: AGENTIC,
  generate: GENERATE,
}

/** Every draft of a kind in these tongues; in English where none of them has one. */
const draftsOf = (kind: TemplateKind, tongues: readonly Tongue[]): readonly Draft[] => {
  const all = [FIRST, ENGLISH, FOREIGN].flatMap((drafts) => drafts[kind] ?? [])
  const spoken = all.filter((draft) => tongues.includes(draft.tongue))
  return spoken.length > 0 ? spoken : all.filter((draft) => draft.tongue === 'en')
}

/** Drafts of one kind that a campaign takes up at most. */
const DRAFTS_MAX = 3

/** The wordings that one campaign settles on. */
export const writeTemplates = (
  random: Random,
  kind: TemplateKind,
  tongues: readonly Tongue[] = ['en'],
): readonly Template[] =>
  random.sample(draftsOf(kind, tongues), DRAFTS_MAX).map((draft) => {
    const parts = draft.parts.map((part) => part.split('|'))
    return {
      capability: draft.capability,
      tongue: draft.tongue,
      parts,
      chosen: parts.map((part) => random.int(0, part.length - 1)),
      count: random.int(3, 14),
    }
  })

/** Those of one capability; where the operator has none, somebody else's in English. */
export const templatesFor = (
  random: Random,
  templates: readonly Template[],
  kind: TemplateKind,
  capability: Capability,
): readonly Template[] => {
  const wanted = (from: readonly Template[]): readonly Template[] =>
    from.filter((template) => template.capability === capability)
  const own = wanted(templates)
  return own.length > 0 ? own : wanted(writeTemplates(random, kind))
}

interface Filling {
  readonly tongue: Tongue
  readonly slot: string
  readonly count: number
}

const fill = (texts: readonly string[], { tongue, slot, count }: Filling): string =>
  texts
    .join(tongue === 'zh' ? '' : ' ')
    .replaceAll('{d}', String(count))
    .replace(/ ?\{slot\}/, () => `\n\n${slot}`)
    .trim()

/** The campaign's wording, the same each time. */
export const renderTemplate = (template: Template, slot: string): string =>
  fill(
    template.parts.map((part, place) => at(part, at(template.chosen, place))),
    { ...template, slot },
  )

const FILLERS: Readonly<Record<Tongue, readonly string[]>> = {
  en: 'Please|Kindly|For this item,|As before,|In this case,|Now|When ready,|Once more,|Carefully,|If you can,'.split(
    '|',
  ),
  zh: '请注意，|另外，|这一次，|麻烦，|和之前一样，|现在'.split('|'),
  es: 'Por favor,|Esta vez,|Como antes,|Ahora,|Con calma,|Además,'.split('|'),
  ru: 'Пожалуйста,|Как раньше,|Теперь|Не спеша,|В этот раз|И ещё:'.split('|'),
}

/** Another wording each time: parts redrawn, their order loosened, a filler here and there. */
export const paraphraseTemplate = (random: Random, template: Template, slot: string): string => {
  const texts = template.parts.map((part) => {
    const wording = random.pick(part)
    return random.chance(0.35) && !wording.includes('{slot}')
      ? `${random.pick(FILLERS[template.tongue])}${template.tongue === 'zh' ? '' : ' '}${wording.charAt(0).toLowerCase()}${wording.slice(1)}`
      : wording
  })
  // The last part holds the slot, which stays where it is.
  if (texts.length > 3 && random.chance(0.4)) {
    const third = at(texts, 2)
    texts[2] = at(texts, 1)
    texts[1] = third
  }
  return fill(texts, { tongue: template.tongue, slot, count: random.int(3, 14) })
}
