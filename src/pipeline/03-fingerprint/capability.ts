import { ELICITATION_CLASSES, type ElicitationClass, type Scope } from './elicitation-types.js'

// Which ability of the model does one exchange draw on? A description for grouping peers and for
// saying what a campaign took. It is one label where an exchange may deserve two, so the order of
// the rules matters: what is demanded comes before what it is about.

/** What a text is about, told by words. Index i is bit 42 + i of the cue word. */
export const CAPABILITY_CUES = [
  'computer_screen',
  'mathematics',
  'data_analysis',
  'code',
  'translation',
  'image',
] as const
export type CapabilityCue = (typeof CAPABILITY_CUES)[number]

export interface CapabilityPattern {
  readonly cue: CapabilityCue
  readonly scope: Scope
  readonly pattern: string
  readonly why: string
}

export const CAPABILITY_PATTERNS: readonly CapabilityPattern[] = Object.freeze([
  {
    cue: 'computer_screen',
    scope: 'either',
    pattern:
      '(?i)(?:\\b(?:click|type|hover|scroll|press|goto|go_back|tab_focus|new_tab)\\b ?[\\[(]|\\baccessibility tree\\b|\\bscreenshot of (?:the|your|a) (?:screen|desktop|page|browser)|\\b(?:web )?browser (?:tab|action)s?\\b|\\bUI elements?\\b|\\bnavigat\\w+ to https?:|\\bscreen coordinates\\b)',
    why: 'The action space of agents that work a screen.',
  },
  {
    cue: 'mathematics',
    scope: 'user',
    pattern:
      '(?i)(?:\\\\(?:d?frac|sqrt|boxed|sum|int|mathbb|begin\\{(?:align|equation|cases))|\\b(?:solve for|prove that|what is the (?:total|value|probability|area|volume)|find (?:the )?(?:value|derivative|integral|area|volume|probability|sum)|how (?:many|much)\\b[^?\\n]*\\b(?:left|altogether|in total|total|each|now|remain)|equation|integral|derivative|theorem|triangle|polynomial|unknown variable)\\b|方程|求解|已知函数|函数f|证明[:：]|三角形|数列|計算せよ|証明せよ|방정식|구하시오|\\bresuelve la ecuaci|\\br[eé]sou\\w* l.[eé]quation|gleichung|уравнени|докажи|معادلة|समीकरण)',
    why: 'Formulae and the verbs of exercises.',
  },
  {
    cue: 'data_analysis',
    scope: 'either',
    pattern:
      '(?i)(?:\\b(?:data ?frames?|pandas|pivot table|regression analysis|time series|exploratory data|data analysis|correlation (?:matrix|coefficient|between)|dashboard|spreadsheet|excel (?:formula|sheet|file)|csv file|group by|SQL quer(?:y|ies)|statistical (?:test|analysis|significance))\\b|数据分析|数据表|データ分析|데이터 ?분석|an[aá]lisis de datos|analyse de donn[eé]es|datenanalyse|анализ данных|تحليل البيانات|डेटा विश्लेषण)',
    why: 'Tables and statistics.',
  },
  {
    cue: 'code',
    scope: 'either',
    pattern:
      '(?i)(?:```|\\bdef \\w+\\(|\\bfunction \\w+\\(|#include ?<|\\bimport (?:numpy|pandas|torch|react|os|sys|json)\\b|\\bconsole\\.log|\\bpublic (?:static|class)\\b|\\b(?:func|fn) \\w+\\(|\\b(?:const|let|var) \\w+ = |\\b(?:function|program|script|algorithm|code|sql query|regex) (?:to|that|which|for)\\b|\\bSELECT \\* FROM|\\b(?:python|javascript|typescript|java|rust|golang|c\\+\\+|c#|php|ruby|kotlin|bash|html|css|sql|react|django|node\\.js|shell) (?:code|function|script|program|class|app|file|command|component|project|quer)|\\b(?:fix|debug|refactor|implement) (?:the|this|an?|my) |\\b(?:unit tests?|codebase|pull request|source code|stack ?trace|traceback|commit message|repository|API endpoint|regex|compil(?:er|ation) error)\\b|代码|编程|函数|脚本|コード|プログラムを|코드를|함수를|c[oó]digo|fonction python|quellcode|код на |функцию на |скрипт|كود|कोड लिख)',
    why: 'Source text, languages of programming, and the verbs of software work.',
  },
  {
    cue: 'translation',
    scope: 'either',
    pattern:
      '(?i)(?:\\btranslat(?:e|ion|or|ing)\\b|翻译|译成|翻訳|訳して|번역|\\btradu[cz]\\w+|\\btraduis\\w*|(?:^|[^a-z])[uü]bersetz\\w+|перевед|перевод с|ترجم|अनुवाद)',
    why: 'The verb in ten languages.',
  },
  {
    cue: 'image',
    scope: 'user',
    pattern:
      '(?i)(?:\\b(?:in|of|about|from|describe|shown in) (?:the|this|a single|that) (?:image|picture|photo|figure|diagram|chart)\\b|<image ?\\d*>|\\bbounding box|这张图|图片中|この画像|이 이미지|esta imagen|cette image|diesem bild|на (?:этом )?(?:фото|изображени|картинк)|هذه الصورة|इस (?:चित्र|तस्वीर))',
    why: 'Speaks of an image, where the log does not count images.',
  },
])

/** The bit of a cue in the cue word that `elicitation.ts` lays out. */
export function capabilityBit(cue: CapabilityCue): number {
  return 2 ** (42 + CAPABILITY_CUES.indexOf(cue))
}

/** The mask of several elicitation classes. */
export function maskOf(...names: readonly ElicitationClass[]): number {
  return names.reduce((mask, name) => mask | (1 << ELICITATION_CLASSES.indexOf(name)), 0)
}

/** Names of tools that work a screen, and names that work on source files; lower case, matched
 * anywhere in the text of a tool. */
export const SCREEN_TOOLS =
  '(?i)(?:computer|screenshot|mouse_|left_click|browser_|playwright|click_element|page_goto|navigate_page|android|tap_screen)'
export const CODE_TOOLS =
  '(?i)(?:str_replace|apply_patch|edit_file|write_file|read_file|bash|shell|run_command|execute_code|run_tests|grep|glob|git_|notebook_edit|python)'
