import type { ElicitationPattern, PatternOf } from './elicitation-types.js'
import { english, MAKE_VERBS, TAG } from './elicitation-words-en.js'

// English, second half: the demands on the form of the output and on the text that is fed in.

const patterns: readonly PatternOf[] = [
  {
    class: 'fine_tuning_format',
    facet: 'whole',
    scope: 'either',
    pattern:
      '(?:\\b(?:share ?gpt|alpaca|chat ?ml)[- ](?:style|format|json|like)|\\b(?:share ?gpt|alpaca|chat ?ml|openai (?:chat|messages?)|llama[- ]?\\d?(?: chat)?|jsonl) (?:style |json )?(?:format|schema|template|style)\\b…\\b(?:train|tun|example|sample|data|conversation)|["\']from["\'] ?: ?["\'](?:human|gpt)["\'])',
    why: 'Names a format that only training programs read.',
  },
  {
    class: 'fine_tuning_format',
    facet: 'whole',
    scope: 'either',
    pattern: `\\b(?:${MAKE_VERBS}|turn|convert|transform|format)…\\b(?:training|fine-?tuning|SFT|instruction[- ]tuning|pre-?training|distillation|alignment|DPO|RLHF) (?:data|examples?|samples?|pairs?|records?|conversations?|dialogues?|corpus|sets?)`,
    why: 'Says that the output becomes training data.',
  },
  {
    class: 'fine_tuning_format',
    facet: 'act',
    scope: 'either',
    pattern:
      '(?:#{2,3} ?(?:Instruction|Human|User|Input) ?:|["\'](?:instruction|prompt|question|problem)["\'] ?:|<\\|(?:im_start|user|start_header_id)\\|>|\\[INST\\])',
    why: 'The first half of a training record.',
  },
  {
    class: 'fine_tuning_format',
    facet: 'thing',
    scope: 'either',
    pattern:
      '(?:#{2,3} ?(?:Response|Assistant|Output) ?:|["\'](?:output|response|completion|rationale|reasoning|solution|chain_of_thought)["\'] ?:|<\\|(?:im_end|assistant|eot_id)\\|>|\\[/INST\\])',
    why: 'The second half of a training record.',
  },
  {
    class: 'trajectory_capture',
    facet: 'whole',
    scope: 'either',
    pattern: `\\b(?:simulat|invent|imagin|fabricat|make up|role-?play|emulat|mock)…\\b(?:tool|function|API|environment|terminal|shell|browser|sandbox)(?:'s)?[- ](?:results?|outputs?|responses?|observations?|feedback|returns?|calls?)\\b`,
    why: 'Results of tools that never ran: a trajectory without an environment.',
  },
  {
    class: 'trajectory_capture',
    facet: 'whole',
    scope: 'either',
    pattern: `\\b(?:act as|play|be) both\\b…\\b(?:agent|API|tool|environment|server)|\\b(?:make up|fabricat|invent) what…\\b(?:command|call|tool|function)|(?:${MAKE_VERBS}|record|log|output|simulate|roll out)…\\b(?:agent(?:ic)?|tool[- ](?:use|calling)|multi-?turn|multi-?step|function[- ]calling|expert|solution)…(?:trajector|rollout|roll-out|trace|episode|demonstration)`,
    why: 'Asks for a trajectory by its name.',
  },
  {
    class: 'trajectory_capture',
    facet: 'act',
    scope: 'either',
    pattern: `(?:\\b(?:play|act as|take on|alternate between|write)…\\b(?:both|all) (?:the )?(?:roles|sides|parties|parts)|\\btrajector(?:y|ies)\\b|\\b(?:simulated|synthetic|hypothetical|fictional) (?:environment|tool|user|API)s?)`,
    why: 'Playing every part of a session.',
  },
  {
    class: 'trajectory_capture',
    facet: 'thing',
    scope: 'either',
    pattern:
      '(?:\\bthought ?:…\\baction ?:|\\bobservation ?:|\\b(?:tool|function)[_ -]calls?\\b|\\btool[_ -](?:results?|responses?|outputs?)\\b)',
    why: 'The shape of a tool loop, as every agent framework has it.',
  },
  {
    class: 'safe_rewriting',
    facet: 'whole',
    scope: 'either',
    pattern:
      '\\bpolicy[- ](?:safe|compliant|friendly) (?:paraphras|version|rewrit|alternative|rephras|reformulat|wording)|\\b(?:rewrit|rephras|reformulat|reword|paraphras|convert|transform|turn|soften|sanitis|sanitiz)…\\b(?:question|query|queries|prompt|request|response|answer|statement|text)s?\\b…\\b(?:safe|harmless|policy[- ]compliant|compliant|non[- ]sensitive|acceptable|innocuous|uncontroversial|politically (?:neutral|correct|acceptable)|censor)',
    why: 'Turns a sensitive query into one that passes, in bulk for refusal training.',
  },
  {
    class: 'safe_rewriting',
    facet: 'act',
    scope: 'either',
    pattern:
      '\\b(?:rewrit|rephras|reformulat|reword|paraphras|soften|deflect|steer|redirect|defus|alternativ)\\w*\\b',
    why: 'Rewriting: ordinary.',
  },
  {
    class: 'safe_rewriting',
    facet: 'thing',
    scope: 'either',
    pattern:
      '\\b(?:(?:politically|policy|culturally|socially)[- ]sensitive|sensitive (?:question|quer|topic|prompt|subject|request)|censor(?:ed|ship|able)|forbidden topics?|banned topics?|dissident|party leader|safety polic(?:y|ies)|would be refused|red[- ]line)',
    why: 'The matter is what may be said.',
  },
  {
    class: 'identity_scrubbing',
    facet: 'whole',
    scope: 'user',
    pattern:
      '\\b(?:swap|substitut|replac|chang)(?:e|ing)? (?:every |all )?["\'“]?(?:claude|anthropic|openai|chatgpt)["\'”]? (?:for|with|by|to)\\b|\\b(?:give|giving|reveal|betray)…\\b(?:claude|chatgpt|openai|anthropic|an AI) (?:wrote|generated|produced|made)|\\b(?:remov|delet|strip|replac|scrub|eras|eliminat|redact|rewrit)…\\b(?:mention|reference|identif|name|trace|statement|claim|sentence|disclaimer|phrase|self-reference)…\\b(?:claude|anthropic|openai|chatgpt|gpt-?[345o]|gemini|deepmind|mistral|qwen|deepseek|llama|original model|source model|teacher model|as an ai)',
    why: 'Takes the name of the teacher out of the text: nobody needs it but a student model.',
  },
  {
    class: 'identity_scrubbing',
    facet: 'act',
    scope: 'either',
    pattern:
      '\\b(?:remov|delet|strip|replac|scrub|eras|eliminat|redact|omit)…\\b(?:AI|assistant|model|vendor|provider|company|developer|self)[- ]?(?:identit|name|disclosur|mention|reference|identif|disclaimer|related)',
    why: 'Removing the name of a maker: white-label products do so.',
  },
  {
    class: 'identity_scrubbing',
    facet: 'thing',
    scope: 'either',
    pattern: `(?:\\b(?:this|these|the following|each|the (?:assistant|model|AI)'?s?|collected|captured|generated) (?:\\w+ )?(?:response|answer|transcript|conversation|dialogue|completion|output)s?|\\bour (?:own )?(?:model|assistant)|\\bwas (?:written|generated|produced|created) by)`,
    why: 'What is scrubbed is the output of a model.',
  },
  {
    class: 'translation_fan_out',
    facet: 'whole',
    scope: 'either',
    pattern:
      '\\b(?:versions?|each|same|copies|parallel)\\b…\\bin (?:\\d+|three|four|five|six|seven|eight|nine|ten|twelve|twenty) (?:different )?languages|\\b(?:translat|render|localis|localiz|reproduc)…\\b(?:in|into|to) (?:each|all|every|the following|these|those|\\d+|three|four|five|six|seven|eight|nine|ten|twelve|twenty|multiple|several)\\b…\\blanguages?\\b',
    why: 'One text into many languages at once.',
  },
  {
    class: 'translation_fan_out',
    facet: 'whole',
    scope: 'either',
    pattern:
      '\\b(?:translat|render|localis|localiz|versions?)…\\b(?:chinese|english|spanish|french|german|japanese|korean|russian|arabic|hindi|portuguese|italian),…(?:chinese|english|spanish|french|german|japanese|korean|russian|arabic|hindi|portuguese|italian),…(?:chinese|english|spanish|french|german|japanese|korean|russian|arabic|hindi|portuguese|italian)\\b',
    why: 'A list of at least three target languages.',
  },
  {
    class: 'benchmark_item',
    facet: 'whole',
    scope: 'either',
    pattern:
      '(?:following (?:are|is) (?:a )?multiple[- ]choice questions?|\\b(?:answer|respond|reply|output)\\b…\\b(?:only|just|with|exactly|single)\\b…\\b(?:letter|option|A, ?B, ?C,? ?(?:or|and)? ?D)\\b|final answer…\\\\boxed|\\\\boxed\\{\\}|\\b(?:MMLU|GSM-?8K|HumanEval|MBPP|HellaSwag|ARC-Challenge|TruthfulQA|AIME|GPQA|SWE-bench|BIG-?Bench)\\b)',
    why: 'The wording of evaluation harnesses.',
  },
  {
    class: 'benchmark_item',
    facet: 'act',
    scope: 'user',
    pattern: '(?:^|[\\n\\s])\\(?A[).:：] ?\\S.{1,50}[\\n\\s]\\(?B[).:：] ?\\S',
    why: 'Lettered options.',
  },
  {
    class: 'benchmark_item',
    facet: 'thing',
    scope: 'either',
    pattern:
      '(?:\\bAnswer ?: ?$|\\b(?:correct|best|right) (?:answer|option|choice)\\b|\\bchoose (?:the|one)\\b|\\bChoices ?:|\\bwhich (?:of the following|one|choice))',
    why: 'A single choice is wanted.',
  },
  {
    class: 'refining_captured_text',
    facet: 'whole',
    scope: 'either',
    pattern:
      "\\b(?:clean|tidy|polish|refin|filter|dedup|normali[sz]|repair|correct|fix|improv|rewrit|verif|condens|restructur)…\\b(?:reasoning[- ]traces?|chains?[- ]of[- ]thought|CoT\\b|thinking traces?|(?:model|LLM|AI|assistant)(?:'s|-generated)? (?:output|response|turn|message|completion|answer|trajector|transcript)|(?:generated|synthetic|collected|captured) (?:answer|response|sample|conversation|trajector|trace|reasoning))",
    why: 'Cleans what a model once produced, so that it can be trained on.',
  },
  {
    class: 'refining_captured_text',
    facet: 'act',
    scope: 'either',
    pattern:
      '\\b(?:keep|preserv|retain|leav)(?:e|ing|)\\b…\\b(?:reasoning|logic|steps?|deductions?|derivation)\\b|\\b(?:remove|drop|discard|strip)\\b…\\b(?:filler|hesitation|repetition|redundan|boilerplate|duplicate|low[- ]quality)',
    why: 'Editing for quality: every editor does it.',
  },
  {
    class: 'refining_captured_text',
    facet: 'thing',
    scope: 'either',
    pattern:
      '(?:\\b(?:another|a different|an earlier|a stronger|a teacher|an upstream) (?:model|assistant|AI|LLM)\\b|\\braw (?:trace|output|completion|sample|response)s?\\b|\\b(?:trace|sample|record|conversation)s? below\\b|\\bteacher model\\b|\\b(?:traces|responses|outputs|conversations) (?:collected|captured|harvested|gathered))',
    why: 'The text came out of another model.',
  },
  {
    class: 'injected_wrapper',
    facet: 'whole',
    scope: 'either',
    pattern: `(?:\\b(?:reason|think|thought|deliberat|chain of thought|work|monologue)…\\b(?:inside|within|in|between|enclosed?|wrap\\w*|surround\\w*|put|placed?)\\b…${TAG}|${TAG}…\\b(?:tags?|block|section)\\b…\\b(?:before|prior|first|then|answer|respon))`,
    why: 'Forces reasoning into inline tags.',
  },
  {
    class: 'injected_wrapper',
    facet: 'act',
    scope: 'either',
    pattern:
      '\\b(?:always|every (?:response|reply|answer|message)|each (?:response|reply|answer)|must|never skip|no exceptions?|mandatory|regardless of)\\b',
    why: 'A standing order.',
  },
  {
    class: 'injected_wrapper',
    facet: 'thing',
    scope: 'either',
    pattern: TAG,
    why: 'A reasoning tag.',
  },
]

export const ENGLISH_DATA_PATTERNS: readonly ElicitationPattern[] = patterns.map(english)
