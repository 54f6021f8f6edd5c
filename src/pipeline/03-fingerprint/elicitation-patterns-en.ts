import type { ElicitationPattern, PatternOf } from './elicitation-types.js'
import { english, MAKE, OUTPUT, RANGE, TRAINING } from './elicitation-words-en.js'

// English, first half: the demands on the hidden reasoning and the judgement of a model. Public data
// pipelines are mostly written in English, so this list is the longest.

const patterns: readonly PatternOf[] = [
  {
    class: 'hidden_reasoning_demand',
    facet: 'whole',
    scope: 'either',
    pattern:
      "\\b(?:your|the model'?s) (?:\\w+ |\\w+, ?){0,2}(?:hidden|internal|raw|private|unfiltered|unedited|unabridged|uncensored|verbatim|invisible|inner|unsummari[sz]ed|pre-?answer)(?:,? (?:and )?\\S+){0,2} (?:reasoning|thinking|thought process|chains?[- ]of[- ]thought|scratch ?pad|monologue|deliberation|CoT\\b)",
    why: 'Names the reasoning that the provider keeps back, not an explanation of the answer.',
  },
  {
    class: 'hidden_reasoning_demand',
    facet: 'whole',
    scope: 'either',
    pattern:
      "\\b(?:do not|don't|never|without) (?:summari[sz]|shorten|abbreviat|condens|truncat|compress|hid|omit|edit)\\w* …(?:reasoning|thinking|chains?[- ]of[- ]thought|thought process|scratch ?pad|thoughts\\b)",
    why: 'A reader wants a summary of the thinking; a trainer wants it unsummarised.',
  },
  {
    class: 'hidden_reasoning_demand',
    facet: 'act',
    scope: 'either',
    pattern:
      '\\b(?:every|each|all|entire|complete|full|exhaustive|unabridged|verbatim|raw)(?: \\S+){0,2} (?:intermediate|thought|reasoning|thinking|consideration|deliberation)',
    why: 'Completeness of the thinking, ordinary alone.',
  },
  {
    class: 'hidden_reasoning_demand',
    facet: 'thing',
    scope: 'either',
    pattern:
      '(?:false starts?|dead[- ]ends?\\b|self[- ]corrections?|abandoned (?:ideas|approach|attempt|hypothes)|backtracking|stream[- ]of[- ]consciousness|raw thoughts|(?:thinking|reasoning) tokens|wrong turns)',
    why: 'The waste of thinking: of use to a trainer, hardly to a reader.',
  },
  {
    class: 'hidden_reasoning_demand',
    facet: 'act',
    scope: 'either',
    pattern: `\\b(?:unfiltered|unedited|unabridged|verbatim|not a (?:recap|summary)|full dump|do not (?:clean|edit|polish))\\b`,
    why: 'Wants it raw.',
  },
  {
    class: 'hidden_reasoning_demand',
    facet: 'thing',
    scope: 'either',
    pattern: `\\b(?:your|the model.s) (?:private |inner |own )?(?:scratch ?pad|chain[- ]of[- ]thought|monologue|deliberation)`,
    why: 'The place where the thinking is kept.',
  },
  {
    class: 'reward_model_grading',
    facet: 'whole',
    scope: 'either',
    pattern: `${OUTPUT}…${RANGE}|${RANGE}…${OUTPUT}`,
    why: 'A number on a scale for a model output: the signal of a reward model.',
  },
  {
    class: 'reward_model_grading',
    facet: 'whole',
    scope: 'either',
    pattern:
      '\\b(?:impartial|objective|strict|unbiased|fair|expert|critical)…\\b(?:judge|grader|evaluator|rater|annotator)\\b…\\b(?:response|answer|assistant|model|completion|output)',
    why: 'The role of a judge of outputs.',
  },
  {
    class: 'reward_model_grading',
    facet: 'act',
    scope: 'either',
    pattern:
      '(?:\\b(?:scor\\w+|grading|evaluation|marking|judg\\w+) (?:rubric|criteri|guideline|scale)|\\bscore ?1 ?[:：=-]|\\b(?:reward|preference) (?:model|signal|score)|\\b(?:verdict|final|overall|numeric\\w*) (?:score|rating)\\b)',
    why: 'A rubric: teachers and vendors have one as well.',
  },
  {
    class: 'reward_model_grading',
    facet: 'thing',
    scope: 'either',
    pattern:
      "(?:\\b(?:the|an?|this) (?:model|assistant|AI|candidate|chat ?bot|LLM)(?:'s)? (?:response|answer|output|completion|generation|reply)|\\b(?:generated|machine|predicted|model-generated|AI-generated) (?:response|answer|output|completion|text|summary)|\\[(?:the )?(?:response|answer|assistant|completion|submission)\\b|\\bscore ?5 ?[:：=-])",
    why: 'What is judged is the output of a model.',
  },
  {
    class: 'reward_model_grading',
    facet: 'whole',
    scope: 'either',
    pattern: `\\b(?:compar|assess|evaluat|judg|grad|check|rat)(?:e|es|ing|ed|)\\b…\\b(?:submi(?:tted|ssion)|candidate|AI[- ]generated|model[- ]generated|generated|model.?s|assistant.?s)\\b…\\b(?:expert|reference|gold|ground[- ]truth|criteri(?:on|a)|rubric|correctness|helpfulness|quality)`,
    why: 'An output against a reference or a criterion.',
  },
  {
    class: 'reward_model_grading',
    facet: 'whole',
    scope: 'either',
    pattern: `\\b(?:evaluat|assess|judg|grad|rat|scor)(?:e|es|ing|ed|)\\b…\\b(?:quality|correctness|helpfulness|harmlessness|truthfulness|faithfulness|accuracy)\\b…\\b(?:responses?|outputs?|completions?|generations?)\\b|\\bdoes the (?:submission|response|output|completion) (?:meet|satisfy|fulfil)`,
    why: 'Names the axes of reward models.',
  },
  {
    class: 'reward_model_grading',
    facet: 'whole',
    scope: 'either',
    pattern: `\\b(?:assign|output|return|predict|comput)…\\breward\\b…${OUTPUT}|\\b(?:grade|grading|score|scoring|rate|rating|judge|judging|evaluate|evaluating) (?:\\S+ ){0,4}(?:model|assistant|AI|LLM|candidate)(?:.s)? (?:outputs?|responses?|repl(?:y|ies)|answers?|completions?|generations?)`,
    why: 'Grades outputs in so many words.',
  },
  {
    class: 'preference_pair',
    facet: 'whole',
    scope: 'either',
    pattern:
      '\\[\\[(?:A|B|C|A>>?B|B>>?A)\\]\\]|["\'`]chosen["\'`]…["\'`]rejected["\'`]|\\b(?:chosen|preferred) (?:and|or|vs\\.?|versus) (?:a |the )?(?:rejected|dispreferred)',
    why: 'The mark-up of pairwise verdicts and of preference data.',
  },
  {
    class: 'preference_pair',
    facet: 'whole',
    scope: 'either',
    pattern:
      '\\b(?:rank|order|sort|compare)…\\b(?:responses|completions|answers|outputs|generations|candidates|models)\\b…\\b(?:best to worst|quality|helpful|prefer|from (?:best|1)|human|winner)',
    why: 'Ranks several outputs to one prompt.',
  },
  {
    class: 'preference_pair',
    facet: 'whole',
    scope: 'either',
    pattern:
      '\\b(?:two|2|pair of|three|four|several) (?:different |distinct |candidate |alternative |possible )*(?:responses|completions|answers|outputs)\\b…\\b(?:one (?:good|better|correct|high|strong)|worse|preferred|chosen|preference|flawed|inferior)',
    why: 'Makes a better and a worse output to one prompt.',
  },
  {
    class: 'preference_pair',
    facet: 'act',
    scope: 'either',
    pattern:
      '\\b(?:which|pick|choose|select|decide|determine|judge|verdict|evaluate)…\\b(?:better|best|prefer\\w*|superior|stronger|winner|wins|more helpful)\\b',
    why: 'A choice between things, as everybody makes.',
  },
  {
    class: 'preference_pair',
    facet: 'thing',
    scope: 'either',
    pattern:
      '(?:\\b(?:assistant|response|answer|output|completion|candidate|reply)[ _]?[(\\["\']?(?:A|1|one)\\b…\\b(?:assistant|response|answer|output|completion|candidate|reply)[ _]?[(\\["\']?(?:B|2|two)\\b|\\b(?:two|both|these|following) (?:\\w+ )?(?:AI |model |assistant )?(?:responses|completions|assistants)\\b)',
    why: 'Two outputs side by side.',
  },
  {
    class: 'preference_pair',
    facet: 'whole',
    scope: 'either',
    pattern: `\\bcompar(?:e|es|ing)…\\b(?:two|both|pairs? of|these) (?:\\w+ )?(?:responses|answers|completions|outputs|summaries|translations)\\b|\\b(?:first|second|other|left|right) (?:response|completion|output) (?:is )?(?:better|worse|preferred)|\\b(?:start|end|begin\\w*) of (?:assistant|answer|response|model|completion) ?[AB12]\\b`,
    why: 'Compares two outputs.',
  },
  {
    class: 'preference_pair',
    facet: 'whole',
    scope: 'either',
    pattern: `\\b(?:strong|good|better|correct|high-quality)(?:er)? (?:answer|response|completion|output|reply) and (?:an? |one )?(?:weak|bad|worse|flawed|poor|incorrect|low-quality)`,
    why: 'A good and a bad one to the same prompt.',
  },
  {
    class: 'preference_pair',
    facet: 'act',
    scope: 'either',
    pattern: `\\bpreferred (?:index|response|answer|one|reply|completion)|\\bpick the winner`,
    why: 'The verdict of a pair.',
  },
  {
    class: 'preference_pair',
    facet: 'thing',
    scope: 'either',
    pattern: `\\b(?:candidate|competing) (?:repl|response|answer|completion|output)|\\b(?:reply|completion|response) (?:1|one)\\b…\\b(?:2|two)\\b`,
    why: 'Candidates side by side.',
  },
  {
    class: 'instruction_generation',
    facet: 'whole',
    scope: 'either',
    pattern: `\\b(?:prompts|queries|requests|messages|questions) (?:that )?(?:a |an |real |typical )*users? (?:could|might|would|may) (?:send|ask|type|give|write)`,
    why: 'Invents what users would say.',
  },
  {
    class: 'instruction_generation',
    facet: 'whole',
    scope: 'either',
    pattern: `${MAKE}…\\b(?:instruction|prompt|question|query|input|problem|Q)s?[-/& ]+(?:and )?(?:an? )?(?:response|answer|completion|output|solution|A)(?:s|\\b)[- ]?(?:pairs?|tuples?|triples?|examples?)\\b`,
    why: 'Pairs of a prompt and its answer are records of a training set.',
  },
  {
    class: 'instruction_generation',
    facet: 'thing',
    scope: 'either',
    pattern: `(?:\\b(?:few|several|some|following|seed|in-context) (?:\\w+ )?examples?(?: tasks| questions| prompts| instructions)?\\b|\\bexample 1\\b|\\bseed (?:tasks?|instructions?)\\b|\\bin (?:the same|a similar) (?:style|format) as)`,
    why: 'Seeds to be multiplied.',
  },
  {
    class: 'instruction_generation',
    facet: 'whole',
    scope: 'either',
    pattern: `${MAKE}…\\b(?:diverse|varied|distinct|novel|unique|different|new|challenging|complex|realistic)\\b…\\b(?:instructions|task (?:instruction|description|prompt)s?|(?:user|training|system) (?:prompt|quer|question|instruction|request)\\w*|prompts (?:for|that|to))`,
    why: 'Many different instructions: the seed of a synthetic set.',
  },
  {
    class: 'instruction_generation',
    facet: 'act',
    scope: 'either',
    pattern: `(?:${MAKE}\\w*|\\blist \\d+)(?: \\S+){0,4} (?:tasks|questions|problems|prompts|queries|instructions|conversations|dialogues?|Q&A|question[- ]answer pairs|scenarios|examples|exercises|personas)\\b`,
    why: 'Making questions or tasks: a teacher does it daily.',
  },
  {
    class: 'instruction_generation',
    facet: 'thing',
    scope: 'either',
    pattern: TRAINING,
    why: 'The purpose is a model or a data set.',
  },
  {
    class: 'instruction_generation',
    facet: 'whole',
    scope: 'either',
    pattern:
      '\\b(?:rewrite|evolve|complicate|mutate|make)…\\b(?:given |following |above |seed )?(?:prompt|instruction)s?\\b…\\b(?:more complex|harder|more difficult|more challenging|complex version|increase the (?:difficulty|complexity))',
    why: 'Evolving a seed instruction into a harder one.',
  },
]

export const ENGLISH_PATTERNS: readonly ElicitationPattern[] = patterns.map(english)
