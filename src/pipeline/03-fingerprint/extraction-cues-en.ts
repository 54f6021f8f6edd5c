// The signs of a task that hands out data, as English writes them. Each is one small remark that
// a pipeline has to make to get what it needs: what to produce, from what, in which shape, judged
// by what. None is telling alone; the training script gives each its weight, and the weights add.
// The last group is what products and people say, so that it may speak for a text.

const ITEM =
  '(?:questions?|tasks?|prompts?|instructions?|quer(?:y|ies)|problems?|puzzles?|riddles?|exercises?|conversations?|dialogues?|scenarios?|pairs?|personas?|captions?|facts|statements?|samples?|records?|trivia|issues?|bugs?)'
const MAKE =
  '(?:generat(?:e|ing)|creat(?:e|ing)|produc(?:e|ing)|writ(?:e|ing)|compos(?:e|ing)|com(?:e|ing) up with|synthesi[sz](?:e|ing)|construct(?:ing)?|design(?:ing)?|invent(?:ing)?|devis(?:e|ing)|formulat(?:e|ing)|draft(?:ing)?|brainstorm(?:ing)?|extract(?:ing)?|ask)'
const SOURCE =
  '(?:texts?|documents?|passages?|paragraphs?|contexts?|information|articles?|chunks?|captions?|excerpts?|materials?|sources?|content|input|image|facts?)'
const OUTPUT =
  '(?:responses?|answers?|submissions?|outputs?|completions?|generations?|repl(?:y|ies)|solutions?|summar(?:y|ies)|translations?)'
const JUDGE =
  '(?:evaluat|grad|judg|assess|rat|scor|rank|fact-?check|verif|critiqu|compar)(?:e|es|ing|y|ying|k|ed|)'

/** The name of a sign, and how English writes it; an ellipsis is the rest of the sentence. */
export const ENGLISH_CUES = {
  // What is to be made.
  makes_items: `\\b${MAKE}\\b…\\b${ITEM}\\b`,
  asks_for_help_to_make: `\\b(?:help|like|want|need|ask(?:ed)?|task(?:ed)?)\\b…\\b(?:generat|creat|produc|com(?:e|ing) up with|synthesi)`,
  is_a_maker: `\\byou (?:are|will be) (?:\\w+ )?(?:creating|generating|writing|extracting|producing|trying to generate)\\b`,
  counts_items: `(?:\\b(?:\\d+|two|three|four|five|six|seven|eight|nine|ten|twenty|several|multiple|many|a (?:set|series|list|batch|number|variety|collection) of|as many)|\\}) (?:\\S+ )?(?:\\S+ )?${ITEM}\\b`,
  pairs_with_answers: `\\b(?:question|instruction|prompt|problem|input)s?[-/& ,]+(?:and )?(?:(?:its|the|an?|their|corresponding|detailed) )*(?:response|answer|completion|output|solution)s?\\b`,
  wants_both_halves: `\\b(?:both|provide|include|give|write)\\b…\\b(?:question|problem|instruction)\\b…\\b(?:answer|solution|response)\\b`,
  wants_variety: `\\b(?:divers(?:e|ity)|varied|variety|unique|distinct|maximi[sz]e the|not repeat|avoid (?:repeat|duplicat|similar)|different from|vary(?:ing)? the|creative and|wide range)`,
  rewrites_items: `\\b(?:rewrit|rephras|paraphras|evolv|transform|convert|reformulat|clean)\\w*\\b…\\b(?:questions?|prompts?|instructions?|texts?|passages?|conversations?|statements?|documents?|data|functions?|class)\\b`,
  wants_difficulty: `\\b(?:complex|challenging|difficult(?:y)?|tricky|harder|open-?ended|in-?depth|multi-?(?:hop|step|turn)|complicated|hard) (?:\\w+ )?(?:questions?|problems?|tasks?|prompts?|instructions?|reasoning|conversations?|examples?|puzzles?)`,
  user_talks_to_model: `\\b(?:between|from|by|of) (?:a|an|the|one|some)? ?(?:\\w+ )?(?:user|human|person|student|customer|people|characters)s?\\b…\\b(?:and|with|to|asking)\\b…\\b(?:AI|assistant|model|chat ?bot|expert|tutor|person|image|photo)`,
  speaks_as_users_would: `\\b(?:users?|humans?|people|someone|developers?|students?|person) (?:would|could|might|may|can) (?:\\w+ )?(?:ask|send|write|type|say|report|post|give|misunderstand)|\\bas (?:if )?(?:reported|asked|written) by\\b`,
  wants_realism: `\\b(?:realistic|plausible|natural(?:ly)?[- ](?:sounding|tone)|believable|authentic|coherent|logically[- ]consistent|sensible)\\b`,
  plants_faults: `\\b(?:introduc|insert|inject|contain)\\w*\\b…\\b(?:bugs?|errors?|flaws?|mistakes?|flawed|false premise|misconception)`,
  // From what it is to be made.
  made_from_text: `\\b(?:based (?:only |solely |entirely )?(?:on|off)|from|using|given|about|within|in) (?:the|this|these|an?|some|provided|given|following|input|supplied)(?: \\w+)? ${SOURCE}\\b`,
  is_given_text: `\\b(?:given|provided|below is|following is|receive|shown|input)\\b…\\b(?:text|document|passage|paragraphs?|excerpt|caption|article)s?\\b`,
  hides_its_source: `\\b(?:do not|don.t|never|not|without|avoid)\\b…\\b(?:mention|refer|referenc|access|look(?:ing)? at|say(?:ing)?|rely|cit)…\\b(?:text|document|passage|source|caption|paragraph|context|author|example|information|book)`,
  rests_on_text_alone: `\\b(?:fully |completely |directly )?(?:answer(?:ed|able)|support(?:ed)?|grounded)\\b…\\b(?:by|from|in|using|within)\\b…\\b(?:text|document|passage|paragraph|context|information|image)`,
  pretends: `\\bas (?:if|though)\\b|\\bpretend\\b|\\bimagine (?:you|that|a)\\b`,
  shows_examples: `\\b(?:here (?:are|is)|below (?:are|is)|following (?:are|is)|given|these|few|some)\\b (?:\\w+ )?(?:\\w+ )?examples?\\b|\\bexample (?:1|one|A)\\b|\\bfew-?shot\\b`,
  names_a_model: `\\b(?:AI|GPT(?:-?\\d)?|language|LLM|chat) ?(?:models?|assistants?|bots?)\\b|\\bLLMs?\\b`,
  names_training: `\\b(?:fine-?tun|instruction[- ]tun|SFT\\b|RLHF\\b|(?:pre-?)?training (?:data|set|example|sample|corpus)|synthetic|data ?sets?\\b|train (?:an?|the|another) |model learning|data annotat)`,
  // What is to be judged, and how.
  is_given_a_question: `\\b(?:given|provided with|receive|shown|presented with|give you|provide you|here (?:is|are)|below (?:is|are)|reading|following)\\b…\\b(?:question|instruction|prompt|problem|query|task|conversation)s?\\b`,
  is_given_an_answer: `\\b(?:given|provided|submitted|following|below|candidate|proposed|the|this|an?|model'?s?|assistant'?s?|student'?s?|AI)(?: \\w+)? ${OUTPUT} (?:is|are|was|to (?:evaluate|judge|grade|be|the|a|this|each)|provided|given|below|displayed|from|generated|produced|correctly|accurately|contains?|should|follows?|meets?|satisf)`,
  judges_an_answer: `\\b${JUDGE}\\b…\\b${OUTPUT}\\b`,
  judges_whether: `\\b(?:evaluat|grad|judg|assess|rat|scor|check|determin|decid|verif)(?:e|es|ing|y|ying|)\\b…\\b(?:whether|if|how (?:well|good)|correct|quality|accura|relevan|valid|makes? sense|sensible|supported)`,
  is_a_judge: `\\b(?:judge|grader|evaluator|rater|annotator|assessor|reviewer|referee|fact-?checker|examiner|auditing system)\\b`,
  names_a_scale: `\\b(?:0|1|zero|one) ?(?:to|-|–|through|and|up to) ?(?:3|5|7|10|100|five|ten|1\\.0)\\b|\\bout of (?:5|10|100|five|ten)\\b|\\bscore ?1 ?:`,
  names_a_score: `\\b(?:scores?|scoring|ratings?|rubrics?|grad(?:e|ing))\\b`,
  names_criteria: `\\b(?:criteri(?:a|on)|rubrics?|aspects?|dimensions?)\\b`,
  names_qualities: `\\b(?:helpful(?:ness)?|correct(?:ness)?|accura(?:cy|te)|relevan(?:ce|t)|clarity|factual(?:ity)?|coheren(?:ce|t)|harmless(?:ness)?|truthful(?:ness)?|faithful(?:ness)?|conciseness|completeness|informative(?:ness)?)(?:,| and| or|/) ?(?:and |or )?(?:\\w+ )?(?:helpful|correct|accura|relevan|clarity|factual|coheren|harmless|truthful|faithful|concis|complet|informative|depth|creativ|quality|useful|detail)`,
  wants_a_verdict: `\\b(?:final|overall|your) (?:verdict|judge?ment|decision|score|rating|determination|evaluation|assessment)\\b|\\[\\[|\\bverdict\\b`,
  names_two_outputs: `\\b(?:two|both|2|pair of|multiple|several|these|following|of the) (?:\\w+ )?(?:responses|answers|outputs|completions|models|assistants|candidates|summaries|submissions)\\b`,
  numbers_outputs: `\\b(?:assistant|response|answer|output|completion|candidate|model|reply|submission)[ _(\\["'-]*(?:A|1)\\b`,
  wants_the_better: `\\b(?:better|preferred|prefer(?:ence|s)?|best|worst|winner|wins|tie|superior|ranks?|ranking|leaderboard)\\b`,
  has_a_reference: `\\b(?:reference|expert|gold(?:en)?|ideal|ground[- ]truth|correct|model|expected|human|true) (?:answers?|responses?|solutions?|outputs?|summary|label)\\b|\\bthe answer (?:to this|is provided|is given)`,
  names_submissions: `\\b(?:submi(?:ssion|tted)|candidate (?:answer|response|output)|(?:following|this) (?:\\w+ )?(?:response|completion|generation))\\b`,
  offers_choices: `\\(A\\)…[\\s\\n]+\\(B\\)|\\b(?:A|1)\\)…\\n(?:B|2)\\)`,
  wants_yes_or_no: `\\b(?:yes or no|yes/no|"?(?:Y|yes)"? (?:or|if|/) "?(?:N|no)\\b|true or false|pass(?:es)? or fail|correct or incorrect|sensible or|valid or invalid)`,
  // What thinking is to be shown.
  names_steps: `\\bstep[- ]by[- ]step\\b|\\bchains?[- ]of[- ]thought\\b|\\bCoT\\b|\\bthink (?:through|about|carefully|aloud|step)|\\bthought process\\b`,
  names_reasoning: `\\b(?:reasoning|rationales?|thinking|thoughts|deduc\\w+|logic(?:al|ally)?)\\b`,
  adds_reasoning: `\\b(?:add|enhanc|includ|writ|generat|provid|show|demonstrat|explain)\\w*\\b…\\b(?:reasoning|chains?[- ]of[- ]thought|rationales?|thought process|thinking|step[- ]by[- ]step)\\b`,
  shows_worked_answers: `\\n(?:A|Answer|Solution|Result)[^\\n:]*:.*\\n(?:Q|Question|Problem)[^\\n:]*:.*\\n(?:A|Answer|Solution|Result)[^\\n:]*:`,
  shows_worked_reasoning: `\\n(?:A|Answer|Solution)[^\\n:]*:.*\\b(?:so|thus|then|therefore|originally|because|let's think)\\b.*\\banswer is\\b`,
  concludes_an_answer: `\\bthe (?:final )?answer is\\b`,
  // The shape of a record.
  has_question_fields: `(?:^|\\n)[#*\\[ ]*(?:question|instruction|prompt|problem|query|task|context|passage|document|text|input)s?(?: \\d)?[\\]*]*:`,
  has_answer_fields: `(?:^|\\n)[#*\\[ ]*(?:answer|response|output|solution|rationale|explanation|reasoning|thought process|analysis|score|rating|feedback|submission|completion|result|judgment|evaluation)s?(?: \\d)?[\\]*]*:`,
  has_data_keys: `["'](?:question|answer|instruction|input|output|response|score|rating|rationale|explanation|reasoning|conversations?|prompt|completion|label|choices)["'] ?:`,
  has_output_slots: `[<\\[{(](?:your|the|insert|an?|full|brief|complex|question|answer|score|rating|number)?[ _]?(?:question|answer|score|rating|reasoning|explanation|verdict|analysis|response|instruction|rationale|output|conclusion)[^>\\]})\\n]*[>\\]})]`,
  names_a_schema: `\\b(?:(?:valid|return|output|following|exact|strict(?:ly)?|in|as)(?: \\w+)? (?:JSON|YAML|XML|schema)|JSON (?:object|array|format|list)|(?:following|exact|this|given|specified|same|required) (?:\\w+ )?(?:format|structure|schema|template))\\b`,
  lists_rules: `\\b(?:guidelines?|requirements?|rules|constraints|general instructions|criteria|restrictions)\\b[^\\n]*:? ?\\n+ ?(?:[-*•]|\\d+[.)])`,
  sets_a_task: `\\b(?:your|the) (?:task|goal|job|role|objective) (?:is|will be|was)\\b|\\byou (?:must|should|will|need to|are to|are going to)\\b`,
  wants_nothing_else: `\\b(?:only|just|solely|simply|exactly)(?: \\w+)? (?:output|return|respond|print|write|give|provide|answer|the (?:score|number|letter|question|rewritten|final|json|choice))\\b|\\b(?:output|return|respond|print|reply|write|answer) (?:with )?(?:only|just|exactly|a single)|\\bnothing else\\b|\\bno (?:other|additional|extra) (?:text|words|explanation|comment)`,
  // What products and people say.
  acts_as: `\\bact as\\b|\\bI want you to\\b|\\bmy first (?:request|sentence|question|suggestion)`,
  serves_users: `\\b(?:help|assist|guid|support|answer|greet|ask|serv)\\w* (?:the |your |our )?(?:users?|customers?|clients?|visitors?|team|developers?)\\b|\\b(?:when|if) (?:the |a )?(?:user|customer)`,
  speaks_of_oneself: `(?:^| )(?:I'm|I am|I have|I've|I was|I want|I need|I think|my|me|mine|we|our)\\b`,
  asks_at_once: `^(?:what|how|why|who|when|where|which|can|could|is|are|do|does|should|will|would|tell me|explain|please|give me)\\b`,
  holds_code: '```|\\bdef \\w+\\(|\\bfunction\\b|\\bimport \\w+|=>|\\);|\\{\\n',
  names_repository: `\\b(?:repositor(?:y|ies)|codebase|pull requests?|commits?|branch(?:es)?|git|files?|director(?:y|ies)|tests?|API|endpoint|deploy\\w*|workspace|CLI)\\b`,
  names_tools: `\\b(?:tools?|function calls?|actions?|click|search|browser|API)\\b`,
  has_headings: `(?:^|\\n)#{1,4} [A-Z]`,
  asks_for_a_label: `\\b(?:classif|label|entailment|premise|hypothesis|sentiment|categor)\\w*`,
} as const

export type ExtractionCue = keyof typeof ENGLISH_CUES
