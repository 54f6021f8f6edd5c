import { type ElicitationPattern, expanded, type PatternOf } from './elicitation-types.js'

// The words that the English patterns share.

export const REASON =
  '(?:reasoning|thought[- ]process|thinking|chains?[- ]of[- ]thought|inner monologue|internal monologue|train of thought|scratch ?pad|rationale|deliberation)'

export const MAKE_VERBS =
  'generate|create|produce|write|compose|come up with|synthesi[sz]e|provide|construct|design|invent|brainstorm'

export const MAKE = `\\b(?:${MAKE_VERBS})`

export const ANSWER = '(?:answers?|responses?|solutions?|outputs?|completions?|repl(?:y|ies))'

export const TRAINING = String.raw`(?:\blanguage models?\b|\bLLMs?\b|\binstruction[- ](?:tun|follow)|\binstruct[- ]tun|\bfine-?tun|\bSFT\b|\bRLHF\b|\bDPO\b|\btraining (?:data|set|example|sample|corpus)|\bdata ?sets?\b|\b(?:train|teach|test|challenge)\w* (?:an? |the |another )?(?:AI|models?|assistants?|chat ?bots?)\b)`

/** A reasoning tag in the brackets that public wrappers use, whatever the language around it. */
export const TAG = String.raw`[<\[{＜](?:think|thinking|thought|thoughts|reasoning|reason|cot|scratch_?pad|analysis|inner_monologue|reflection)[>\]}＞]`

export function english(pattern: PatternOf): ElicitationPattern {
  return { ...pattern, language: 'en', pattern: expanded(pattern.pattern) }
}
