import { type ElicitationPattern, expanded, type PatternOf } from './elicitation-types.js'

// The words that the English patterns share.

export const REASON =
  '(?:reasoning|thought[- ]process|thinking|chains?[- ]of[- ]thought|inner monologue|internal monologue|train of thought|scratch ?pad|rationale|deliberation)'

// Stems: the rest of the sentence that follows in each pattern takes the ending.
export const MAKE_VERBS =
  'generat|creat|produc|writ|compos|come up with|synthesi|provid|construct|design|invent|brainstorm'

export const MAKE = `\\b(?:${MAKE_VERBS})`

export const ANSWER = '(?:answers?|responses?|solutions?|outputs?|completions?|repl(?:y|ies))'

export const OUTPUT =
  '\\b(?:response|answer|output|completion|reply|generation|candidate|reasoning|solution|pair)s?\\b'

// The two ends of a scale of marks.
export const RANGE =
  '(?:\\b(?:0|1|zero|one) ?(?:to|-|–|through|and|up to) ?(?:5|7|10|100|five|ten|1\\.0)\\b|\\bout of (?:5|10|100|five|ten)\\b)'

export const TRAINING = String.raw`(?:\blanguage models?\b|\bLLMs?\b|\binstruction[- ](?:tun|follow)|\binstruct[- ]tun|\bfine-?tun|\bSFT\b|\bRLHF\b|\bDPO\b|\b(?:pre-?)?training (?:data|set|example|sample|corpus)|\b(?:LLM|model|AI) (?:training|learning)\b|\bsynthetic (?:data|dialog|conversation|question|sample)|\btrained on (?:this|these|the)|\bdata ?sets?\b|\b(?:train|teach|test|challenge)\w* (?:an? |the |another )?(?:AI|models?|assistants?|chat ?bots?)\b)`

/** A reasoning tag in the brackets that public wrappers use, whatever the language around it. */
export const TAG = String.raw`[<\[{＜](?:think|thinking|thought|thoughts|reasoning|reason|cot|scratch_?pad|analysis|inner_monologue|reflection)[>\]}＞]`

export function english(pattern: PatternOf): ElicitationPattern {
  return { ...pattern, language: 'en', pattern: expanded(pattern.pattern) }
}
