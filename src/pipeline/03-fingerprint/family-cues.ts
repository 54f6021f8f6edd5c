import type { ExtractionFamily } from './extraction.js'

// What tells the families of demands apart, beside the classes and the signs: small remarks that each
// family makes, and the shape of the text. They are looked for only where one text is told, never over
// the exchanges of a store, so they are plain expressions and cost the stage nothing.

/** An expression that must occur, or several of which each must occur so many times. */
type Remark = RegExp | { readonly times: number; readonly of: readonly RegExp[] }

// An expression of the form "this, later that" would cost the square or the cube of the text.
const times = (count: number, ...of: readonly RegExp[]): Remark => ({ times: count, of })
const every = (...of: readonly RegExp[]) => times(1, ...of)
const twice = (...of: readonly RegExp[]) => times(2, ...of)

function occurs(remark: Remark, text: string): boolean {
  if (remark instanceof RegExp) return remark.test(text)
  return remark.of.every((one) => (text.match(one)?.length ?? 0) >= remark.times)
}

const LANGUAGE =
  '(?:python|java(?:script)?|typescript|c\\+\\+|c#|ruby|golang|rust|sql|html|css|php|bash|react|node(?:\\.?js)?|swift|kotlin|perl|scala|django|flask|pandas|numpy|regex)'

const CUES: Readonly<Record<ExtractionFamily, Readonly<Record<string, Remark>>>> = {
  preference: {
    two_marks: every(
      /\b(?:output|response|answer|assistant|model|candidate|completion|summary|reply|text)s?[ _(["'#-]{0,3}(?:a|1)\b/gi,
      /\b(?:output|response|answer|assistant|model|candidate|completion|summary|reply|text)s?[ _(["'#-]{0,3}(?:b|2)\b/gi,
    ),
    which_better:
      /\b(?:which|select|choose|pick|decide|prefer|rank|compare)\w*\b[^.?!\n]{0,80}\b(?:outputs?|responses?|answers?|assistants?|models?|completions?|summar(?:y|ies)|candidates?)\b[^.?!\n]{0,80}\b(?:better|best|prefer\w*|human|instruction|superior|quality|order)\b/i,
    ranks: /\b(?:rank(?:s|ed|ing)?|leaderboard|pairwise|head-to-head|chosen|rejected|tie)\b/i,
    both_judged:
      /\b(?:two|both|pair of|multiple|several) (?:\w+ ){0,2}(?:responses|answers|outputs|assistants|models|completions|candidates)\b/i,
  },
  grading: {
    one_judged:
      /\b(?:evaluat|grad|judg|assess|rat|scor)(?:e|ing|es)\b[^.?!\n]{0,60}\b(?:the|this|a|an|its|each|their) (?:\w+['’]?s? ){0,3}(?:response|answer|output|submission|completion|essay|summary|performance|quality|conversation)\b/i,
    score_words:
      /\b(?:scores?|rating|rubrics?|criteri(?:a|on)|grader|pass(?:es|ed)? or fail|verdict)\b/i,
    compares_to_key:
      /\b(?:compar\w+|match\w*|consistent|equivalent|same)\b[^.?!\n]{0,80}\b(?:expert|reference|ideal|correct|gold|true|submitted|submission)\b/i,
    decides_whether:
      /\b(?:determin\w+|determination|decide|check|judge|assess|tell me|verify)\b[^.?!\n]{0,60}\b(?:whether|if)\b[^.?!\n]{0,80}\b(?:answer|response|submission|output|question|text|completion|sentence|statement|translation)s?\b/i,
  },
  generation: {
    makes_many:
      /\b(?:generat|creat|produc|writ|compos|com|design|devis|invent|formulat|provid|rephras|rewrit)(?:e|es|ing|ed)?\b[^.?!\n]{0,60}\b(?:questions?|instructions|tasks|prompts|conversations?|problems|pairs|dialogues?|examples|scenarios|issues?|bugs|riddles|captions)\b/i,
    for_a_model:
      /\b(?:train(?:ing|ed)?|fine-?tun\w+|data ?sets?|synthetic|language models?|llms?|gpt)\b/i,
    from_passage:
      /\b(?:given|provided|based on|from|following|receive) (?:the |a |an |some |this )?(?:\w+ ){0,2}(?:text|passage|paragraph|document|information|sentences|captions?|article|excerpt|context|class|function|patch|code|test)s?\b/i,
    plants_bugs:
      /\b(?:introduc\w+|insert\w*|inject\w*|plant\w*)\b[^.?!\n]{0,60}\b(?:bugs?|errors?|faults?|defects?)\b/i,
    invented_report:
      /\b(?:write|create|generate|mimic|give|realistic)\b[^.?!\n]{0,60}\b(?:issue|bug report|ticket|scenario|dialogue|conversation|story)\b/i,
    diverse:
      /\b(?:divers\w+|varied|variety|unique|do not repeat|not to repeat|distinct|realistic|plausible)\b/i,
  },
  reasoning: {
    worked_pairs: twice(
      /^[ \t]*(?:q|question|problem|input)[^:\n]{0,20}:/gim,
      /^[ \t]*(?:a|answer|solution|result|response)[^:\n]{0,20}:/gim,
    ),
    answer_is_twice: twice(/\bthe (?:final )?answer is\b/gi),
    names_cot:
      /\bchains?[- ]of[- ]thought|\bCoT\b|\bthought process\b|\b(?:let's|let us) think|\breasoning (?:steps?|traces?|chains?|process)|\bthink(?:ing)? (?:step[- ]by[- ]step|out loud|aloud)/i,
    adds_thought:
      /\b(?:add|enhanc|insert|writ|includ|demonstrat|generat|show)\w*\b[^.?!\n]{0,80}\b(?:reasoning|chains?[- ]of[- ]thought|thoughts?|rationale)/i,
    solved_steps: /\b(?:so|thus|therefore|hence|then),? [^\n]{0,60}[=+*×]/i,
  },
  item: {
    options: /(?:^|[\s\n])\(?a[).:．、]\s?\S[\s\S]{0,400}?[\s\n]\(?b[).:．、]\s?\S/i,
    options_word: /\b(?:options|choices|answer choices)\s*:|multiple[- ]choice|选项|选择题/i,
    how_many_does:
      /\b[Hh]ow (?:many|much|old|far|long|tall|fast)\b[^?\n]{0,60}\b(?:did|does|do|has|have|had|will|is|was|are|were|would)\b[^?\n]{0,40}\b[A-Z][a-z]+\b[^?\n]{0,100}\?/,
    numbers_and_how: every(
      /\d\D{1,200}\d/g,
      /\b(?:how (?:many|much|old|far|long|tall|fast)|what (?:is|are|was|will be) the (?:\w+ )?(?:value|total|number|area|perimeter|length|probability|sum|cost|ratio|average|measure|volume|price|percent\w*|difference))\b/gi,
    ),
    unknown:
      /\b(?:find|calculate|determine|what is|compute) (?:the )?(?:\w+ )?(?:value|area|perimeter|volume|sum|product|probability|length|degree|measure|radius|remainder|ratio|distance|angle)\b/i,
    latex:
      /\$[^$\n]{0,100}[\\^_={}][^$\n]{0,100}\$|\\(?:frac|sqrt|angle|triangle|circ|mathrm|left|cdot|overline|begin)\b/,
    exam_points:
      /[(（]\s?\d+\s?分\s?[)）]|\(\d+ (?:points|marks|pts)\)|_{4,}|[(（]\s*[)）]|如图|下列|已知/,
    refers_picture:
      /<image|\b(?:in|see|from|of) (?:the |this |given )*(?:image|picture|photo|figure|diagram|graph|video|audio)\b|\b(?:figure|diagram|graph|shaded|shown)\b/i,
    answer_format:
      /\b(?:answer|respond|reply|output|choose|select)\b[^.?!\n]{0,60}\b(?:single|one|only|just|briefly|directly)\b[^.?!\n]{0,40}\b(?:word|phrase|letter|number|letters|option|choice)s?\b|\banswer\s*[:：]\s*$/i,
    statement:
      /\b(?:is|are|read|answer|about|of|whether) the following (?:\w+ )?(?:statement|sentence|claim|question|passage|multiple)s?\b/i,
    field_question: /^(?:question|q|problem|context|passage|premise|问题|题目)\s*[:：]/im,
    story:
      /\b[A-Z][a-z]+(?:'s)? (?:has|had|have|bought|is|was|were|wants|wanted|gives|gave|makes|made|sold|sells|earns|needs|went|took|takes|buys|can|ate|eats|runs|works|drives|reads|spends|spent|plans|starts|started|received|gets|got)\b[^\n]{0,80}\d/,
  },
  code: {
    fence: /```/,
    signature:
      /\b(?:def|function|func|fn|public|static|class|void|int|const|let|var|import|return|#include|proc|sub|local)\b[^\n]{0,80}[({;:]/,
    comment_lines: /^(?:\/\/|# |#!|--|\/\*|"""| \*)/m,
    doctest: />>>|=>|->|===?|\[\s*-?\d+(?:,\s*-?\d+)+/,
    asks_program: new RegExp(
      '\\b(?:writ|creat|implement|design|develop|build|generat|construct|mak|debug|fix|refactor|optimi[sz]|modif|edit|rewrit|convert|cod|us)(?:e|es|ing|y|)\\b[^.?!\\n]{0,60}\\b(?:function|program|script|class|query|method|algorithm|code|snippet|app|application|web ?page|API|endpoint|component|module|loop|statement|array|string|list|table|' +
        LANGUAGE +
        ')\\b',
      'i',
    ),
    language: new RegExp(`(?:^|[^\\w])${LANGUAGE}(?=[^\\w]|$)`, 'i'),
    repository:
      /\b(?:repo(?:sitor(?:y|ies))?|commits?|branch(?:es)?|git|pull request|PRs?|merge|rebase|CI|lint\w*|tests?|refactor\w*|codebase|hooks?|checkpoint|bugs?|stack ?trace|README|logs?|implement\w*|failing|session|plan|review|PLAN|config|CLI)\b/,
    path: /[\w.-]{1,60}\/[\w.-]{1,60}\/[\w.-]|\b[\w-]{1,60}\.(?:go|ts|js|py|md|json|ya?ml|sh|tsx|rs|java|toml|rb|cpp|sql|html|css)\b/,
    call: /\b[a-z]+_[a-z_]+\(|\b[a-z]+[A-Z]\w*\(|\b[a-z]+_[a-z_]+\b/,
    data_words:
      /\b(?:integers?|arrays?|strings?|lists?|substring|boolean|dictionary|parameter|returns?|input|output|database|table|variable)\b/i,
    follow_up:
      /^(?:ok(?:ay)?|yes|no|yep|sure|great|cool|hmm|alright|right|so|and|but|also|now|let'?s|continue|go ahead|wait|hm+|actually|well|please|perfect|still|looks|it|that|this|we|do it)\b/i,
  },
  agent: {
    commands_app:
      /^(?:add|delete|remove|create|open|send|turn|set|record|play|mark|move|rename|take|upload|post|star|fork|invite|submit|book|reserve|cancel|update|change|edit|enable|disable|search|navigate|go to|click|find|fill|upvote|like|follow|subscribe|buy|order|check(?:out)?|show|list|get|tell me|display|print|run|copy|save|reply|complete|draft|assign|pull|visit|locate|look)\b/i,
    names_app:
      /\b(?:calendar|contacts?|expenses?|recipes?|notes?|sms|messages?|alarm|timer|stopwatch|playlist|wifi|bluetooth|brightness|clipboard|app|folder|file manager|recording|inbox|meeting|reminder|events?|events|account|dashboard|page|site|website|cart|orders?|issues?|subreddit|forum|posts?|listing|customers?|product|store|route|map|merge request|profile)\b/i,
    shopping:
      /\b(?:i(?:'?m| am)?|i'd|we) (?:also )?(?:am |m )?(?:looking for|searching for|want|need|would like|interested in|like|in need of|shopping for)\b[^\n]{0,200}\b(?:price[sd]?|dollars?|under|lower than|less than|size|colou?r|pack|made of|ounces?|oz|inch(?:es)?|buy|purchase|easy to|free)\b/i,
    price_limit:
      /\bpriced? (?:lower|less|under|below|of|at)|\b(?:under|below|less than|lower than|within|budget of) \$?\d+|\$\d+ or less/i,
    asks_service:
      /\b(?:can|could|would) you (?:please )?(?:also )?(?:provide|fetch|get|retrieve|give|show|find|check|suggest|recommend|help|tell|book|order|calculate|convert|generate|send|create|search|set|add|schedule|assist)\b/i,
    live_data:
      /\b(?:details?|list|latest|current(?:ly)?|recent|near(?:by| me)?|available|statistics|results?|schedule|forecast|status|weather|price|rates?|stock|flight|hotel|news|distance|currency|tracking|ID|upcoming|today)\b/i,
    and_also: /\b(?:additionally|also|furthermore|moreover|lastly|finally|in addition)\b,?/i,
    purpose_first:
      /^(?:hi,? |hello,? |hey,? )?(?:i'?m|i am|as an?|my|we'?re|we are|i need|i want)\b[^.?!\n]{0,100}\b(?:planning|organi[sz]ing|working on|developing|interested|enthusiast|curious|company|friends?|family|researching|considering|creating|building|looking|writing|trying|know|calculate|book|order)\b/i,
    shell:
      /\b(?:files?|director(?:y|ies)|folders?|subdirector\w+|permissions?|disk|process(?:es)?|users?|lines?|system|workspace|bash|terminal|shell|script)\b/i,
    shell_act:
      /^(?:recursively |please )?(?:find|list|print|count|display|show|delete|compress|copy|search|create|calculate|output|get|change|archive|remove|sort|move|replace|convert|check)\b[^\n]{0,120}\b(?:files?|director(?:y|ies)|folders?|lines?|system|dir)\b/i,
    ctf: /\b(?:flag|ctf|picoctf|exploit|decrypt\w*|encrypt\w*|cipher|hex|binary|nc \w|port \d|decompil\w*|server|connect\w*)\b/i,
    shell_out: /\$\s*$|current directory|open file|^\[[x+*]\]|^total \d|drwx|^-rw/im,
    names_loop:
      /\b(?:autonomous|agent|actions?|observation|objective|web browser|screenshot|navigat\w+)\b/i,
  },
  standing_instructions: {
    role: /^(?:#+ ?(?:role|identity|角色|設定|설정)|(?:[*_#"' ]*)(?:you are|you're|act as|i want you to act|your (?:role|name|task)|imagine you are|role ?[:：]|as an? (?:\w+ ){0,4}(?:assistant|expert|agent)|please act|你是|你现在|你将|作为|あなたは|당신은|너는|ты |вы |eres|tu es|vous êtes|du bist|sie sind|أنت|آپ|sen bir|sei un|você é|bạn là|شما|तुम))/i,
    headings: /^#{1,4} \S/m,
    many_headings: times(3, /^#{1,4} \S/gm),
    bullets: times(4, /^[ \t]*(?:[-*•]|\d+[.)、])[ \t]/gm),
    front_matter: /^---\n/,
    sections:
      /^[#* \t\d.【[]{0,8}(?:rules?|guidelines|instructions|workflow|skills?|constraints|goals?|output(?: format)?|usage|overview|responsibilities|principles|profile|background|requirements|role|task|steps|initiali[sz]ation|tools|角色|技能|约束|限制|目标|流程|规则|工作流程|输出)\b/im,
    rules: twice(
      /\b(?:you (?:must|should|will|can|are able)|always|never|do not|don't|ensure|make sure|avoid)\b/gi,
    ),
    rules_elsewhere:
      /你(?:需要|必须|应该|可以|的任务)|请(?:不要|务必|始终)|必ず|してください|반드시|\b(?:debes|tu dois|vous devez|du sollst|sie sollten)\b|ты должен|вы должны/i,
    user_third:
      /\b(?:the |your |each )?users?(?:'s|’s)? (?:\w+ )?(?:ask\w*|request\w*|input|provid\w+|want\w*|need\w*|question\w*|message\w*|quer\w+|will|can|says?|experience|understand)|用户|ユーザー|사용자|usuario|utilisateur|nutzer|benutzer|пользовател|المستخدم|kullanıcı|utente|người dùng|کاربر/i,
    first_request: /\bmy first (?:request|sentence|question|suggestion|command|message)/i,
    act_as: /\b(?:act(?:ing)? as|i want you to|your job is|your task is|your goal is)\b/i,
  },
  request: {
    asks_short: /^[^\n]{0,120}[?？]\s*$/,
    asks_how:
      /^(?:how (?:do|can|to|should|would|does|is|long)|why|what(?:'s| is| are| should| would| do| happens| if)|should|is it|can i|do i|am i|which|who|where|when|are|will|does)\b/i,
    of_oneself: /\b(?:i|my|me|i'm|i've)\b/i,
    own_trouble:
      /\b(?:my (?:card|account|money|payment|boss|friend|wife|husband|mom|dad|kids?|son|daughter|dog|cat|boyfriend|girlfriend|neighbou?r|life|job|phone|computer)|i (?:feel|think|can't|cannot|don't|didn't|was|have been|just))\b/i,
    writes_prose:
      /^(?:please )?(?:write|draft|compose|give|create|make) (?:me )?(?:an? |the |some )?(?:\w+ ){0,3}(?:essay|poem|story|email|letter|speech|argument|article|blog|joke|song|tweet|post|plan|list|summary|statement|defen[sc]e|case|script|ideas)\b/i,
    explains:
      /^(?:please |can you |could you )?(?:explain|describe|tell|discuss|suggest|name|list|define|summari[sz]e|translate|compare|identify|classify)\b/i,
    chat: /^(?:hi|hello|hey|thanks|ok|yes|no|good|lol|who are you|are you|do you|what do you)\b/i,
    chinese_question: /[吗呢么？]|如何|怎么|什么|为什么|哪些|吧/,
  },
}

const STEPS: readonly (readonly [string, (text: string) => number, readonly number[]])[] = [
  ['length', (text) => text.length, [30, 60, 120, 250, 500, 1000, 2000, 4000]],
  ['lines', (text) => text.split('\n').length, [2, 4, 10, 25, 60]],
  ['digits', (text) => share(text, /\d/g), [0.01, 0.03, 0.08]],
  ['symbols', (text) => share(text, /[{}()[\]<>=;_\\/#*$|]/g), [0.01, 0.03, 0.06, 0.12]],
  ['wide', (text) => share(text, /[^ -~\s]/g), [0.05, 0.4]],
  ['capitals', (text) => share(text, /[A-Z]/g), [0.02, 0.05]],
]

const ENDS: Readonly<Record<string, RegExp>> = {
  ends_in_question: /[?？]\s*$/,
  holds_question: /[?？]/,
  starts_low: /^[a-z]/,
  ends_open: /[^.?!。？！\s]\s*$/,
  asks_in_first_line: /^[^\n]{0,300}\?/,
}

/** The names of what a text shows that tells its family: `cue:family.remark` or `shape:name`. */
export function familyFeatures(text: string): readonly string[] {
  const part = text.length > 3072 ? `${text.slice(0, 2048)}\n${text.slice(-1024)}` : text
  const cues = Object.entries(CUES).flatMap(([family, remarks]) =>
    Object.entries(remarks).flatMap(([name, remark]) =>
      occurs(remark, part) ? [`cue:${family}.${name}`] : [],
    ),
  )
  const shapes = STEPS.flatMap(([name, measure, edges]) => {
    const value = measure(name === 'length' ? text : part)
    return edges.filter((edge) => value >= edge).map((edge) => `shape:${name}_${edge}`)
  })
  const ends = Object.entries(ENDS).flatMap(([name, end]) =>
    end.test(part) ? [`shape:${name}`] : [],
  )
  return [...cues, ...shapes, ...ends]
}

function share(text: string, kind: RegExp): number {
  return (text.match(kind)?.length ?? 0) / Math.max(1, text.length)
}
