import type { ElicitationPattern, PatternOf } from './elicitation-types.js'
import { ANSWER, english, MAKE_VERBS, REASON } from './elicitation-words-en.js'

// English: reasoning made up for an answer that is already there. People ask for explanations in the same
// words, so no word decides. Either one sentence joins inner reasoning, its making and a finished answer, or
// two remarks meet that nobody needs who wants to understand something: the inner thoughts of a model are to be
// put down as text (act), and they are lost, or kept back, or meant for training, or the answer to them is
// supplied (thing). Stories, lessons and people's own decisions take the class away (veto).

/** Thinking that is meant to be read by nobody. */
const INNER =
  '(?:hidden|inner|internal|silent|unspoken|unseen|latent|private|covert|withheld|raw|missing|pre-answer|undigested)'
const THINKING = '(?:reasoning|thinking|thought|deliberation|monologue|chain)'
/** The names that machine thinking goes by. Stems, and no boundaries within: each costs the engine a split. */
const TRACE = `(?:chains?[- ]of[- ]thought|cots?\\b|(?:reasoning|thinking|thought)[ _-](?:trace|chain|track|block|token|content|column|log|transcript|span|segment)|traces? of (?:thought|reasoning|thinking)|${INNER}[ _](?:step-by-step )?${THINKING}|inner (?:voice|speech)|streams? of thought|[<|](?:think|thought|begin_of_thought|scratchpad|cot)|analysis channel)`
const MODEL =
  '(?:model|assistant|ai|llm|chat ?bot|bot|teacher|agent|flagship|reasoner|responder|respondent|system|whoever answered)'
const MODELS_THINKING = `(?:${MODEL}(?:'s|’s|s)? (?:own )?(?:${THINKING}|voice)|${THINKING}s? (?:process )?(?:of|by|from) (?:the |an? |our )?(?:ai|model|assistant|llm|teacher))`
/** What may stand between "write" and the thoughts, so that "write a script that strips them" does not count. */
const WHICH =
  "(?:[a-z'-]{1,4} |whole |complete |entire |likely |plausible |natural |detailed |verbatim |exact |original |genuine |empty )"
const GIVEN_ANSWER =
  '(?:answers?|repl(?:y|ies)|responses?|solutions?|outputs?|completions?|results?|conclusions?|outcomes?|gold|hints?)'
const MAKE_UP =
  '(?:reconstruct|recreat|re-creat|rebuild|regenerat|reverse[- ]engineer|infer|imagin|recover|restor|back-?fill|retrac|simulat|dream|reproduc|articulat|narrat|transcrib|spell(?:ing)? out|invent|guess)'
const PUT_DOWN =
  '(?:write|type|generate|produce|create|compose|emit|output|supply|provide|give|giving|show|return|set|put|spelling|fill|populate|insert|need|want|require|deliverable)'

const patterns: readonly Omit<PatternOf, 'class'>[] = [
  {
    facet: 'whole',
    scope: 'either',
    pattern: `\\b(?:imagin|articulat|reconstruct|recreat|re-creat|reverse[- ]engineer|infer|recover|retrac|back-?fill|work(?:ing)? backwards?)…${REASON}…(?:(?:behind|between|lead(?:s|ing)?(?: up)? to|led to|preced|connect|bridg)…(?:${ANSWER}|results?)\\b|(?:that|which) (?:would|could|must|produc|result)|used to|needed to)`,
    why: 'Asks for reasoning to be made up for a given answer; a person asks why, or what led you there.',
  },
  {
    facet: 'whole',
    scope: 'either',
    pattern: `(?:${MAKE_VERBS}|spell out|lay out|fill in|write out|supply|restore)…(?:complete|full|detailed|entire|internal|hidden|original|missing|step[- ]by[- ]step),? (?:[a-z-]+,? )?${REASON}…(?:behind|lead(?:s|ing)? to|led to|arriv|reach|produc|result|preced|connect|took)…${ANSWER}`,
    why: 'The whole path to a finished answer, as supervised reasoning data needs it.',
  },
  {
    facet: 'whole',
    scope: 'either',
    pattern:
      '\\b(?:expand|decod|unpack|continu|restor|decompress|elaborat|reproduc|transcrib|recover)…(?:thinking|reasoning)[ _-](?:block|trace|summary|signature|content|token|artefact|artifact)s?',
    why: 'Expanding a reasoning artefact that was issued in summarised or signed form.',
  },
  {
    facet: 'whole',
    scope: 'either',
    pattern: `\\b(?:add|adds|adding|attach|insert|inject|annotat\\w*|enrich\\w*|augment\\w*)…(?:chains?[- ]of[- ]thought|reasoning (?:steps|trace|chain)|thought process|rationales?)\\b…\\b(?:to|in|into|for|with)\\b…\\b(?:assistant|(?:each|every|all|any|these|those|existing|given|following)\\b…(?:responses?|answers?|conversations?|examples?|solutions?|messages?|pairs?))|\\b(?:add|adds|adding|attach|insert|inject)…\\breasoning (?:in|into|to) (?:the|every|each|all) (?:assistant|model)`,
    why: 'Adds reasoning to answers that have none: to many, or to those of an assistant, not to "your answer".',
  },
  {
    facet: 'whole',
    scope: 'either',
    pattern: `${REASON}…\\b(?:could|might|would|must|may) have (?:gone|been|had|used|follow|produc|led|taken|pass)`,
    why: 'The thoughts that somebody must have had.',
  },
  {
    facet: 'whole',
    scope: 'either',
    pattern: `\\b(?:model|assistant|expert|solver|AI|teacher|author)\\b(?: \\S+){0,2} (?:must|might|would|could|may) have (?:been thinking|thought|reasoned|had in mind)|\\bfrom (?:the|this|that) (?:question|problem|prompt) to (?:the|this|that) (?:answer|solution|result)`,
    why: 'Somebody else is to have had the thoughts.',
  },
  {
    facet: 'whole',
    scope: 'either',
    pattern: `\\b(?:not|n.t|dont|never|no|nor|without|avoid) (?:\\w+ ){0,3}(?:mention|refer|reveal|leak|cit|hint|acknowledg|admit|admission|allu|disclos|let on|say|said|indicat|stat|suggest|commentary)…\\b(?:(?:${GIVEN_ANSWER}|it|you|solution) (?:was|were|is|are|has|have|had|been|already|to you|in advance)… ?(?:given|supplied|provided|known|seen|saw|shown|told|handed)|(?:you|having) (?:already |were |have |had |have been |had been |been |are )*(?:saw|seen|know|knew|known|given|shown|told|provided|handed|supplied)…${GIVEN_ANSWER}|(?:given|supplied|provided|known|gold|reference) ${GIVEN_ANSWER}|being (?:given|shown|told|handed))|\\bas (?:if|though) (?:no|the|you|its?|there)…(?:hint|answer|solution|outcome|conclusion|result|reply)…(?:not|n.t|never|no|un)(?: \\w+)? ?(?:known|given|seen|exist|been|supplied|provided|told)|\\bas (?:if|though) no (?:hint|answer|solution) (?:existed|was|were|had)`,
    why: 'The answer is supplied and the text is to hide that it was: nobody who reads to learn asks for it.',
  },
  {
    facet: 'whole',
    scope: 'either',
    pattern: `\\b(?:convert|turn|invert|transform|expand)…\\b(?:answers?|repl(?:y|ies)|outputs?|completions?|solutions?)…\\b(?:into|to)…(?:\\bthoughts?\\b|\\bthinking\\b|${TRACE})|\\bhindsight (?:cot|chain|reasoning|thinking)|\\bthought inversion|\\brationali[sz]ation (?:pass|prompt)`,
    why: 'From the answer back to the thoughts.',
  },
  {
    facet: 'act',
    scope: 'either',
    pattern: `\\b${PUT_DOWN}:? ${WHICH}*["'\`<|_*(]*(?:${TRACE}|${MODELS_THINKING})`,
    why: 'Inner thoughts as text. "Write your reasoning" is left out: so do wrappers and teachers ask.',
  },
  {
    facet: 'act',
    scope: 'either',
    pattern: `\\b${MAKE_UP}…(?:${TRACE}|${MODELS_THINKING}|going through (?:your|its|the \\w+['’]?s?) (?:mind|head))`,
    why: 'Inner thoughts made up or brought back.',
  },
  {
    facet: 'act',
    scope: 'either',
    pattern: `\\b(?:what|everything|whatever|all|thoughts?|thinking|reasoning) (?:that )?(?:the |an? |our |this |its )?(?:\\S+ )?(?:${MODEL}|it) (?:was|were|had|has|have|must|might|would|could|may|hid|kept) (?:have |been )*(?:\\w+ly )?(?:thinking|thought|consider|reason|deliberat|weigh|told itself|sa(?:y|id) to itself|had\\b|hidden|from)|\\bthoughts? (?:that|which|it) (?:came before|preceded|would of|would have|must have|hid)|\\bthink(?:ing)? that (?:must|would|might|could) have`,
    why: 'What a model thought, not what it thinks.',
  },
  {
    facet: 'act',
    scope: 'either',
    pattern: `\\b${THINKING}s? (?:process )?(?:that )?(?:before (?:it|the \\w+|you|that|this) (?:answered|replied|responded|wrote|said|spoke|produced|gave|committed)|preced(?:ed|es|ing) (?:the|this|that|its|it)|(?:sits?|lies?|happened|took place|connects?) (?:between|before))`,
    why: 'The thinking that lies between a question and the answer that somebody gave.',
  },
  {
    facet: 'thing',
    scope: 'either',
    pattern: `\\b(?:only|just) (?:the |its )?(?:thinking|trace|cot|reasoning trace)\\b|\\bno (?:ans\\b|final answer|audience)|\\b(?:not|never|nor|no|n't|dont) (?:be |to |read |sound )*(?:written|addressed|aimed|spoken|for|explain\\w*|teach\\w*|talk\\w*)(?: \\w+)? (?:to |for |at )?(?:the |a |an |any )?(?:users?|readers?|anyone|anybody)\\b`,
    why: 'Thoughts without an answer, or for no reader: of use to a trainer only.',
  },
  {
    facet: 'thing',
    scope: 'either',
    pattern: `\\b(?:questions?|problems?|prompts?|tasks?|quer(?:y|ies)|messages?)(?:,? (?:and|with|along with|together with|plus)| and the assistant.s| \\+) (?:the |its |an? |their )?(?:\\w+ ){0,2}(?:${ANSWER}|reply)(?:,| (?:it|that|our|the|below|pairs?|was|were|is|are|to it|we|you)\\b|[.:;)\\n])`,
    why: 'Question and answer are both supplied, so only the path between them is wanted.',
  },
  {
    facet: 'thing',
    scope: 'either',
    pattern: `\\b(?:reference|gold|ground[- ]truth|known|accepted|finished|solved|verified|supplied|existing|stored|already[- ](?:given|correct)|previous|above) (?:${ANSWER}|exercise|problem)|\\b(?:answers?|repl(?:y|ies)|solutions?|responses?|outputs?|completions?|final channel) (?:is |was |were |has been |have been |are )?(?:already |now )?(?:given|supplied|provided|known|fixed|above|saved|stored|settled)\\b|\\b(?:answers?|outputs?|completions?) (?:from|of|by) (?:an?|the|our) (?:\\w+ )?(?:\\w+ )?(?:model|assistant|ai|llm)\\b|\\b(?:answers?|repl(?:y|ies)|solutions?|responses?|outputs?|completions?|text|code|sentence) (?:that )?(?:it|the model|the assistant|the ai|our \\w+|someone|the \\w+ model) (?:gave|wrote|produced|returned|sent|got)\\b|\\byou (?:just |previously |already )(?:answered|replied|said|gave|wrote|sent)|\\b(?:model|assistant|ai|it|flagship|bot) (?:said|answered|replied|responded)\\b|\\blanding on the\\b`,
    why: 'The answer is there already.',
  },
  {
    facet: 'thing',
    scope: 'either',
    pattern: `\\bdistil|\\bfine[- ]?tun|\\bsft\\b|\\bsupervised (?:target|fine)|\\b(?:student|smaller|small|junior|compact|open|tiny|target|downstream|\\d+b) (?:\\w+ )?(?:model|network|llm|agent)s?\\b|\\btrain(?:ing|s|ed)?,? (?:data|set|example|sample|corpus|target|mix|row|pair|record|an? |on |our |the |my )|\\b(?:next|another) round of training|\\bfor training\\b|\\bdata ?sets?\\b|\\bcorp(?:us|ora)\\b|\\b\\d+k (?:of|rows|pairs|items|records)|\\b(?:teach|tune|taught|learns?)…\\b(?:model|llm|network|student)s?\\b|\\bthought supervision|\\breasoning targets?`,
    why: 'The thoughts become training data.',
  },
  {
    facet: 'thing',
    scope: 'either',
    pattern: `\\b(?:reasoning|thinking|traces?|deliberations?|cots?|chains?[- ]of[- ]thought|reasoning_content|logs of)\\b…\\b(?:stripped|redacted|missing|hid|hides?|hidden|lost|withheld|dropped|removed|discarded|null|empty|blank|unavailable|not (?:shown|stored|returned|saved|visible|logged|recorded|kept|captured)|(?:nobody|never) saw|never see)\\b|\\b(?:users?|readers?|nobody|no one) (?:never |ever )?(?:sees?|saw)\\b|\\b(?:hides?|hid|strips?|withholds?|keeps? back|redacts?|without|lacks?|lacking|no|lost) (?:us )?(?:the |its |any |their |our |logs of |column of )*(?:model.s )?(?:reasoning|thinking|traces?|deliberations?|cots?)\\b|\\bonly (?:returned|returns|gives|gave|shows?) (?:us |me )?(?:the )?(?:final|answer)`,
    why: 'The thoughts were there and did not come along.',
  },
  {
    facet: 'veto',
    scope: 'either',
    pattern:
      "\\b(?:my|our|an?|the|short) (?:\\w+ )?(?:novel|short story|screenplay|fan ?fic\\w*|protagonist|narrator|heroine|main character)\\b|\\bfor (?:my|an?|the) (?:\\w+ )?(?:story|novel|play|poem|film|comic|scene)\\b|\\b(?:my|our) (?:students|pupils|class|classroom|kids?|daughter|son|children|therapist|homework)\\b|\\bi(?:'m| am) an? (?:\\w+ ){0,3}(?:teacher|tutor|lecturer|instructor|novelist|playwright|author)\\b|\\b(?:marking scheme|mark scheme|lesson plan|study guide|worked example for)\\b|\\b(?:article|essay|blog post|post|paper|survey|summary|report|talk|thesis|card|app|tool|script|function) (?:on|about|describing|that|in|which|to) ",
    why: 'A story has inner monologues, and a lesson thinks aloud.',
  },
]

export const ENGLISH_TRACE_PATTERNS: readonly ElicitationPattern[] = patterns.map((pattern) =>
  english({ class: 'reasoning_trace_reconstruction', ...pattern }),
)
