import type { ExtractionCue } from './extraction-cues-en.js'

// The same signs in Chinese, Japanese, Korean, Spanish, French, German, Arabic and Hindi (`world`)
// and in Russian, which is apart because its case is folded another way. The weights are learned on
// English texts and carried over: that a task is asked for in another tongue changes no need.

export const WORLD_CUES: Readonly<
  Partial<Record<ExtractionCue, { readonly world: string; readonly russian: string }>>
> = {
  makes_items: {
    world:
      '(?:生成|编写|撰写|设计|创建|构造|提出|提供|写出|创作)…(?:问题|题目|任务|指令|对话|样本|示例|提示词|问答)|\\b(?:gener[ae]|crea|escrib|redact|dise[ñn]|invent|formul|propon)\\w*…(?:preguntas?|tareas?|instrucciones|problemas?|di[áa]logos?|consignas?)|(?:^|[^a-z])(?:g[ée]n[èe]re|cr[ée]e|r[ée]dige|[ée]cri[st]|invente|formule|propose|con[çc]oi)\\w*…(?:questions?|t[âa]ches?|instructions?|consignes?|probl[èe]mes?|dialogues?)|\\b(?:erstell|erzeug|generier|schreib|verfass|entwirf|formulier|denk)\\w*…(?:fragen?\\b|aufgaben?|anweisung|dialoge?|probleme?)|(?:質問|問題|課題|指示|対話|会話|プロンプト)…(?:作成|生成|考え|書い|作っ)|(?:질문|문제|과제|지시문?|대화|프롬프트)…(?:생성|작성|만들|써)|(?:أنشئ|اكتب|ولّد|ولد|صمم|صغ|ابتكر)…(?:سؤال|أسئلة|سؤالا|مهام|تعليمات|مسائل|حوار)|(?:प्रश्न|सवाल|कार्य|निर्देश|संवाद|समस्या)…(?:बना|लिख|तैयार)',
    russian:
      '(?:создай|сгенерируй|напиши|придумай|составь|сформулируй|предложи)…(?:вопрос|задани|задач|инструкци|диалог|пример)',
  },
  counts_items: {
    world:
      '(?:\\d+|[两二三四五六七八九十]|若干|多).{0,2}(?:个|条|道|组|种|轮)…(?:问题|题目|任务|指令|对话|样本|示例|问答)|\\b(?:\\d+|dos|tres|cinco|diez|veinte|varias|una serie de) (?:\\S+ ){0,2}(?:preguntas|tareas|instrucciones|problemas|ejemplos|pares)|\\b(?:\\d+|deux|trois|cinq|dix|vingt|plusieurs|une s[ée]rie de) (?:\\S+ ){0,2}(?:questions|t[âa]ches|instructions|consignes|probl[èe]mes|exemples|paires)|\\b(?:\\d+|zwei|drei|f[üu]nf|zehn|zwanzig|mehrere) (?:\\S+ ){0,2}(?:fragen|aufgaben|anweisungen|probleme|beispiele|paare)|(?:\\d+|複数|いくつか)の?(?:個|つ|件|問|組)?の?…(?:質問|問題|課題|指示|例)|(?:질문|문제|과제|지시문?|예시|쌍).{0,6}(?:\\d+|여러|다섯|열).{0,2}(?:개|쌍|가지)|(?:\\d+|عشرة|خمسة|عدة) (?:أسئلة|سؤال|مهام|تعليمات|أمثلة|أزواج)|(?:\\d+|पाँच|दस|कई) (?:\\S+ ){0,2}(?:प्रश्न|सवाल|कार्य|निर्देश|उदाहरण)',
    russian:
      '(?:\\d+|два|три|пять|десять|двадцать|несколько|набор) (?:\\S+ ){0,2}(?:вопрос|задани|задач|инструкци|пример|пар)',
  },
  pairs_with_answers: {
    world:
      '问答对|问题.{0,2}(?:和|与|及|-|－|、).{0,4}(?:答案|回答|解答)|指令.{0,2}(?:和|与).{0,4}(?:回复|回答|输出)|preguntas? (?:y|con) (?:su |sus |la |una )?respuestas?|pregunta-respuesta|questions?(?: et|-) ?(?:sa |la |leurs? |une )?r[ée]ponses?|frage-(?:und-)?antwort|fragen? (?:und|mit) (?:der |die |einer |ihre |passende[nr]? )?antwort|質問と(?:その)?(?:回答|答え)|問題と(?:解答|答え)|질문(?:과|-) ?(?:답변?|응답)|문제와 (?:정답|풀이)|(?:السؤال|سؤال|أسئلة) ?و(?:ال)?(?:جواب|إجابة|أجوبة|إجابات)|प्रश्न(?:ों)? (?:और|-) ?(?:उनके |उसका |उसके )?उत्तर',
    russian:
      '(?:вопрос|задач|задани|инструкци)[^ ]* (?:и|с) (?:\\S+ )?(?:ответ|решени)|вопрос-ответ|вопрос—ответ',
  },
  wants_variety: {
    world:
      '多样|不同类型|避免重复|不要重复|不得重复|各不相同|(?:^|[^a-z])(?:diversas?|diversos?|variad[ao]s?|distint[ao]s|sin repetir|no repitas|[úu]nic[ao]s)\\b|\\b(?:vari[ée]e?s?|diversifi|diff[ée]rentes?|sans r[ée]p[ée]t|ne r[ée]p[èe]te)|\\b(?:vielf[äa]ltig|verschieden|unterschiedlich|abwechslungs|nicht wiederhol|ohne wiederholung)|多様|様々|異なる|重複(?:し|を避)|繰り返さ|다양|서로 다른|중복|반복하지|متنوع|مختلفة|دون تكرار|لا تكرر|विविध|अलग-अलग|दोहरा',
    russian: 'разнообразн|различн|не повторя|без повтор|уникальн',
  },
  made_from_text: {
    world:
      '(?:根据|基于|依据|利用|从).{0,6}(?:下面|以下|给定|所给|上述|这段|该|提供)?.{0,4}(?:文本|文档|段落|文章|材料|内容|上下文|资料|信息)|(?:a partir de|bas[áa]ndote en|basad[ao]s? en|seg[úu]n) (?:el|la|este|esta|los) (?:\\w+ )?(?:texto|documento|pasaje|p[áa]rrafo|contexto|art[íi]culo|fragmento)|(?:à partir d|en te basant sur|en vous basant sur|fond[ée]e?s? sur|d.apr[èe]s) ?(?:u |e |es |l.|la |le |ce |cet |cette )?(?:\\w+ )?(?:texte|document|passage|paragraphe|contexte|article|extrait)|(?:auf (?:der )?(?:grundlage|basis)|anhand|basierend auf|aus) (?:des|der|dem|diese[smr]|folgende[nms]) (?:\\w+ )?(?:text|dokument|abschnitt|absatz|kontext|artikel|auszug)|(?:文章|テキスト|文書|資料|段落|本文)(?:に基づ|をもと|から|を基)|(?:글|텍스트|문서|지문|단락|본문|자료)(?:을|를)? ?(?:바탕|기반|토대|참고|에서)|(?:بناء على|استنادا إلى|من|اعتمادا على) (?:ال)?(?:نص|وثيقة|مقطع|فقرة|سياق|مقال)|(?:पाठ|दस्तावेज़?|अनुच्छेद|गद्यांश|लेख) (?:के आधार|पर आधारित|से)',
    russian:
      '(?:на основе|на основании|по|из|исходя из) (?:\\S+ )?(?:текст|документ|отрыв|абзац|контекст|стать)',
  },
  hides_its_source: {
    world:
      '(?:不要|不得|禁止|避免|切勿).{0,12}(?:提及|提到|引用|参考|依赖).{0,10}(?:文本|文档|段落|文章|原文|材料|来源|上下文)|(?:no|sin|nunca) (?:\\w+ ){0,2}(?:menci|refier|hacer referencia|cites)\\w*…(?:texto|documento|pasaje|fuente|contexto)|(?:ne|sans|jamais) (?:\\w+ ){0,2}(?:mentionn|fai[st] r[ée]f[ée]rence|r[ée]f[èée]re|cite)\\w*…(?:texte|document|passage|source|contexte)|(?:nicht|ohne|nie)…(?:text|dokument|abschnitt|quelle|kontext)…(?:erw[äa]hn|verwei|bezug|nenn)|(?:erw[äa]hne|verweise|nenne) (?:nicht|nie)…(?:text|quelle|dokument)|(?:文章|本文|テキスト|資料|原文).{0,8}(?:言及せ|触れず|参照せ|言及しない)|(?:본문|글|지문|텍스트|문서).{0,8}(?:언급하지|참조하지|드러내지)|(?:لا|دون)…(?:تذكر|تشر|الإشارة|ذكر)…(?:النص|الوثيقة|المصدر)|(?:पाठ|स्रोत|दस्तावेज़?).{0,12}(?:उल्लेख न|ज़िक्र न)',
    russian: '(?:не|без)…(?:упомина|ссыла|упоминани)…(?:текст|документ|источник|отрыв)',
  },
  pretends: {
    world:
      '仿佛|好像你|假装|就像你|假设你|\\bcomo si\\b|\\bfinge|\\bcomme si\\b|\\bfais semblant|\\bals ob\\b|\\btu so\\b|かのように|ふりをし|것처럼|인 척|كما لو|تظاهر|जैसे कि|मानो',
    russian: 'как будто|как если бы|притвори',
  },
  shows_examples: {
    world:
      '(?:以下|下面|如下).{0,4}(?:示例|例子|样例|范例)|(?:示例|例子|样例) ?[1一:：]|(?:参考|种子).{0,2}(?:示例|任务|样例)|(?:estos|los siguientes|algunos|aqu[íi] hay)(?: \\w+)? ejemplos|\\bejemplo 1\\b|(?:voici|les|ces|quelques)(?: \\w+)? exemples|\\bexemple 1\\b|(?:folgende[nr]?|einige|hier sind)(?: \\w+)? beispiele|\\bbeispiel 1\\b|以下.{0,4}例|例 ?[1１:：]|(?:다음|아래).{0,4}예시|예시 ?1|(?:فيما يلي|إليك|هذه) (?:بعض )?(?:ال)?أمثلة|مثال 1|(?:यहाँ|नीचे|निम्न).{0,10}उदाहरण|उदाहरण 1',
    russian: '(?:вот|ниже|следующи[ех]|несколько) (?:\\S+ ){0,2}пример|пример 1',
  },
  names_a_model: {
    world:
      '语言模型|大模型|AI ?(?:助手|模型)|人工智能助手|GPT|\\bmodelos? de lenguaje|\\basistente (?:de )?(?:IA|inteligencia)|\\bmod[èe]les? de langage|\\bassistant (?:IA|d.IA)|\\bsprachmodell|\\bKI-(?:assistent|modell)|言語モデル|AI ?(?:アシスタント|モデル)|언어 ?모델|AI ?(?:어시스턴트|비서|모델)|نموذج (?:ال)?لغو?ي?|نماذج لغوية|مساعد ذكي|भाषा मॉडल|AI ?(?:सहायक|मॉडल)|एआई',
    russian: 'языков(?:ой|ая|ых|ую) модел|ИИ-?(?:ассистент|модел)|\\bLLM\\b',
  },
  names_training: {
    world:
      '(?:训练|微调|预训练)…?(?:数据|样本|语料|集|模型)|数据集|合成数据|\\b(?:datos|ejemplos|conjunto) de entrenamiento|\\bajuste fino|\\bentrenar (?:un|al|el)|\\b(?:donn[ée]es|exemples|jeu) d.(?:entra[îi]nement|apprentissage)|\\baffinage|\\bentra[îi]ner (?:un|le)|\\btrainings(?:daten|beispiel|satz|korpus)|\\bfeinabstimm|\\bdatens(?:atz|[äa]tze)|学習(?:用)?データ|ファインチューニング|データセット|訓練データ|학습(?:용)? ?데이터|파인튜닝|데이터셋|بيانات (?:ال)?تدريب|مجموعة بيانات|ضبط دقيق|प्रशिक्षण डेटा|डेटासेट|फ़?ाइन-?ट्यून',
    russian:
      '(?:обучающ|тренировочн)\\S+ (?:данн|пример|выборк|набор)|дообучени|датасет|для обучени\\S+ модел',
  },
  is_given_a_question: {
    world:
      '(?:给定|给出|提供|以下|下面|如下|阅读).{0,8}(?:问题|指令|题目|提示|任务|对话)|(?:se te (?:da|proporciona|presenta)|dad[ao]|a continuaci[óo]n|siguiente|recibir[áa]s)…(?:pregunta|instrucci[óo]n|problema|conversaci[óo]n|consigna)|(?:voici|on te donne|[ée]tant donn[ée]|ci-dessous|suivante?|recevras)…(?:question|instruction|probl[èe]me|conversation|consigne)|(?:gegeben|folgende[nr]?|erh[äa]ltst|unten|nachstehend)…(?:frage|anweisung|aufgabe|problem|gespr[äa]ch)|(?:次の|以下の|与えられた|下記の).{0,6}(?:質問|問題|指示|会話|課題)|(?:다음|아래|주어진).{0,6}(?:질문|문제|지시|대화|과제)|(?:فيما يلي|إليك|بالنظر إلى|التالي)…(?:سؤال|السؤال|تعليمة|المسألة|مسألة|المحادثة)|(?:नीचे|निम्न|दिए गए|दिया गया).{0,14}(?:प्रश्न|निर्देश|समस्या|संवाद)',
    russian:
      '(?:дан[аоы]?|ниже|следующ\\S+|получишь|приведён\\S*|приведен\\S*)…(?:вопрос|инструкци|задач|диалог|задани)',
  },
  judges_an_answer: {
    world:
      '(?:评估|评价|评判|评分|打分|判断|比较|打出|核对)…(?:回答|回复|答案|输出|响应|摘要|译文)|(?:eval[úu]a|califica|punt[úu]a|juzga|compara|valora|verifica)\\w*…(?:respuestas?|salidas?|soluci[óo]n|resumen)|(?:[ée]value|note|juge|compare|v[ée]rifie|appr[ée]cie)\\w*…(?:r[ée]ponses?|sorties?|solution|r[ée]sum[ée])|(?:bewert|beurteil|vergleich|benot|pr[üu]f)\\w*…(?:antwort|ausgabe|l[öo]sung|zusammenfassung)|(?:回答|応答|出力|解答|返答)…(?:評価|採点|判定|比較)|(?:응답|답변|출력|답안)…(?:평가|채점|판정|비교|점수)|(?:قيّم|قيم|قارن|احكم|صحح|تقييم)…(?:إجابة|الإجابة|الإجابتين|رد|الرد|إجابات)|(?:उत्तर|जवाब|आउटपुट)…(?:मूल्यांकन|अंक|तुलना|आकलन)',
    russian: '(?:оцен|сравн|провер|поставь оценк)…(?:ответ|вывод|решени|перевод)',
  },
  judges_whether: {
    world:
      '(?:判断|检查|核实|确定|评估).{0,12}(?:是否|正确|准确|质量|符合)|(?:eval[úu]a|determina|verifica|comprueba|decide) (?:\\w+ ){0,2}(?:si|qu[ée] tan)\\b|(?:[ée]value|d[ée]termine|v[ée]rifie|indique|d[ée]cide) (?:\\w+ ){0,2}si\\b|(?:bewert|pr[üu]f|entscheid|beurteil|bestimm)\\w*…\\b(?:ob|wie gut)\\b|(?:正し|適切|正確).{0,6}(?:か|どうか).{0,4}(?:判定|評価|判断|確認)|(?:맞는지|올바른지|정확한지|여부).{0,6}(?:판단|평가|확인)|(?:حدد|تحقق|قيّم|قرر)…(?:ما إذا|هل|صحة|دقة)|(?:जाँच|निर्धारित|बताएँ|आकलन).{0,20}(?:सही|क्या)',
    russian:
      '(?:определи|проверь|реши|оцени|укажи)[^.\\n]{0,30}(?:ли |насколько|правильн|корректн|точн)',
  },
  is_a_judge: {
    world:
      '评委|评审|裁判|评估者|评估员|评分员|标注员|阅卷|\\b(?:juez|evaluador|calificador|anotador|revisor)\\w*|(?:^|[^a-z])(?:juge|[ée]valuateur|annotateur|correcteur|examinateur)|\\b(?:gutachter|pr[üu]fer|richter|bewerter|juror)|審査員|評価者|採点者|アノテータ|심사위원|심판|평가자|채점자|محكم|مقيّم|مقيم|حكم محايد|निर्णायक|मूल्यांकनकर्ता|परीक्षक',
    russian: 'судь[яиё]|эксперт\\S* по оценк|оценщик|проверяющ|асессор|разметчик',
  },
  names_a_scale: {
    world:
      '[01一零].{0,3}(?:到|至|-|—|~|～|から|부터) ?(?:5|10|100|十|五|百)|\\b(?:0|1|uno|un) ?(?:a|al|à|bis|-) ?(?:5|10|100|zehn|diez|dix)\\b|(?:من|بين) ?[01١] ?(?:إلى|و) ?(?:5|10|100|١٠|٥)|[01] (?:से|-) (?:5|10|100)|满分',
    russian: 'от (?:0|1|одного) до (?:5|10|100|пяти|десяти)|по шкале|балльн',
  },
  names_a_score: {
    world:
      '评分|打分|分数|得分|\\b(?:puntuaci[óo]n|puntaje|calificaci[óo]n|r[úu]brica)|\\b(?:score|bar[èe]me|notation|une note)\\b|\\b(?:punktzahl|bewertung|punkte|note)\\b|点数|スコア|採点|점수|채점|등급|درجة|تقييم|علامة من|अंक|स्कोर',
    russian: 'оценк[аиу]|балл|рубрик',
  },
  names_criteria: {
    world:
      '标准|准则|维度|细则|方面进行|\\bcriterios?|\\bcrit[èe]res?|\\bkriteri(?:um|en)|基準|観点|ルーブリック|기준|항목별|معيار|معايير|मानदंड|कसौटी',
    russian: 'критери',
  },
  names_qualities: {
    world:
      '(?:准确性|正确性|相关性|有用性|有帮助|完整性|清晰|无害)(?:、|，|和|与|及)|\\b(?:precisi[óo]n|utilidad|relevancia|claridad|exactitud|correcci[óo]n)(?:,| y)|\\b(?:exactitude|utilit[ée]|pertinence|clart[ée]|justesse)(?:,| et)|\\b(?:genauigkeit|n[üu]tzlichkeit|relevanz|klarheit|korrektheit|richtigkeit|hilfreich\\w*)(?:,| und)|(?:正確性|有用性|関連性|明確さ|網羅性)(?:、|と|および|・)|(?:정확성|유용성|관련성|명확성)(?:,|과|와| 및)|(?:الدقة|الفائدة|الوضوح|الصلة)(?:،| و)|(?:सटीकता|उपयोगिता|प्रासंगिकता|स्पष्टता)(?:,| और)',
    russian: '(?:точност|полезност|релевантност|ясност|правильност|полнот)\\S*(?:,| и)',
  },
  names_two_outputs: {
    world:
      '(?:两个|两段|两种|多个|以下几个).{0,4}(?:回答|回复|答案|输出|模型)|\\b(?:dos|ambas|estas|siguientes) (?:\\w+ )?(?:respuestas|salidas)|\\b(?:deux|ces|suivantes) (?:\\w+ )?(?:r[ée]ponses|sorties)|\\b(?:zwei|beiden?|folgenden) (?:\\w+ )?(?:antworten|ausgaben)|(?:2つ|二つ|両方|複数)の.{0,4}(?:回答|応答|出力)|두 (?:개의 )?(?:응답|답변|출력)|(?:الإجابتين|إجابتين|الردين|إجابات)|दो(?:नों)? (?:\\S+ )?(?:उत्तर|जवाब)',
    russian: '(?:два|двух|оба|обоих|эти) (?:\\S+ )?(?:ответ|вывод|вариант)',
  },
  wants_the_better: {
    world:
      '更好|更优|优劣|哪个更|哪一个更|最佳|偏好|\\bcu[áa]l es mejor|\\bes mejor\\b|\\bmejor respuesta|\\bpreferid|\\bla meilleure|\\best meilleure?|\\bpr[ée]f[ée]r|\\bbesser|\\bbeste|\\bbevorzug|優れ|より良い|良い方|더 나은|더 좋은|우수한|أفضل|الأفضل|बेहतर|सर्वश्रेष्ठ',
    russian: 'лучше|лучший|предпоч|победител',
  },
  has_a_reference: {
    world:
      '(?:参考|标准|正确|专家|理想)答案|\\brespuesta (?:de referencia|correcta|esperada|ideal|final)|\\br[ée]ponse (?:de r[ée]f[ée]rence|correcte|attendue|finale)|\\b(?:referenz|muster|korrekte |richtige )(?:antwort|l[öo]sung)|(?:模範|参照|正し[いい]|期待される)(?:解答|回答|答え)|正解|(?:모범|참조|기준) ?(?:답안|답변)|정답|(?:الإجابة|إجابة) (?:المرجعية|مرجعية|الصحيحة|النموذجية)|(?:संदर्भ|सही|आदर्श) उत्तर',
    russian: '(?:эталонн|правильн|верн|ожидаем)\\S+ (?:ответ|решени)',
  },
  names_steps: {
    world:
      '逐步|一步一步|分步|思维链|步骤|\\bpaso a paso|\\bcadena de (?:pensamiento|razonamiento)|(?:^|[^a-z])[ée]tape par [ée]tape|\\bcha[îi]ne de (?:pens[ée]e|raisonnement)|\\bschritt f[üu]r schritt|\\bgedankenkette|ステップごと|段階的|一歩ずつ|思考の連鎖|단계별|차근차근|خطوة بخطوة|سلسلة (?:ال)?(?:تفكير|أفكار)|चरण-?दर-?चरण|कदम दर कदम',
    russian: 'пошагов|шаг за шагом|по шагам|цепочк\\S+ (?:рассужд|мысл)',
  },
  names_reasoning: {
    world:
      '推理|思考过程|思路|\\brazonamiento|\\braisonnement|\\bgedankengang|(?:^|[^a-z])(?:be|über)?gr[üu]ndung|\\bschlussfolger|推論|思考過程|根拠|추론|사고 ?과정|풀이 ?과정|استدلال|التفكير|तर्क|सोच',
    russian: 'рассужд|ход мысл|обоснован',
  },
  adds_reasoning: {
    world:
      '(?:写出|给出|补充|补全|生成|展示|添加|还原|提供|详细).{0,14}(?:推理|思考|思维|解题)(?:过程|链|步骤)|(?:escrib|gener|a[ñn]ad|muestr|reconstruy|agreg)\\w*…razonamiento|(?:[ée]cri|g[ée]n[èe]r|ajout|montr|reconstitu|r[ée]dig)\\w*…raisonnement|(?:schreib|erg[äa]nz|erzeug|zeig|f[üu]g|rekonstruier|formulier)\\w*…(?:gedankengang|gedankenkette|begr[üu]ndung|[üu]berlegung)|(?:推論|思考)(?:過程|の過程|ステップ).{0,12}(?:書|生成|追加|示|作成|再構成)|(?:추론|사고|풀이) ?과정.{0,12}(?:작성|생성|추가|재구성|보여)|(?:اكتب|أضف|أعد بناء|ولّد|اعرض)…(?:التفكير|الاستدلال|استدلال|تفكير)|(?:तर्क|सोच).{0,20}(?:लिख|जोड़|बना|प्रस्तुत)',
    russian:
      '(?:напиши|добавь|восстанови|сгенерируй|покажи|опиши|дополни)…(?:рассужд|ход мысл|обоснован)',
  },
  names_a_schema: {
    world:
      'JSON|(?:如下|以下|指定|固定)的?格式|(?:siguiente|este) formato|format suivant|ce format|folgende[sn]? format|(?:次|以下)の(?:形式|フォーマット)|(?:다음|아래) 형식|(?:بالتنسيق|بصيغة|التنسيق) |प्रारूप',
    russian: '(?:следующ\\S+|так\\S+) (?:формат|вид)|в формате',
  },
  wants_nothing_else: {
    world:
      '(?:只|仅|直接)(?:需)?(?:输出|返回|给出|回复|回答)|不要.{0,8}(?:其他|额外|多余|任何)|\\b(?:devuelve|responde|escribe|muestra) (?:s[óo]lo|solamente|[úu]nicamente)|\\bs[óo]lo (?:la|el) |(?:^|[^a-z])(?:renvoie|r[ée]ponds|donne|[ée]cris) (?:uniquement|seulement|que)|\\buniquement\\b|\\b(?:nur|ausschlie[ßs]+lich) (?:die|den|das|mit|eine)|のみ(?:を)?(?:出力|返|答|記)|だけ(?:を)?(?:出力|返|答)|만 (?:출력|반환|답|작성)|فقط|केवल|सिर्फ़?',
    russian:
      '(?:только|лишь) (?:\\S+ )?(?:ответ|числ|букв|json|оценк|текст|балл)|ничего (?:больше|лишнего|другого)',
  },
  rewrites_items: {
    world:
      '(?:改写|重写|改编|转换|扩写|进化)…(?:问题|题目|指令|提示|文本|对话)|(?:reescrib|reformul|transform|parafrase)\\w*…(?:pregunta|instrucci[óo]n|texto|problema|consigna)|(?:r[ée][ée]cri|reformul|transform|paraphras)\\w*…(?:question|instruction|texte|probl[èe]me|consigne)|(?:umschreib|formulier\\w*|schreib\\w*|wandl\\w*)…(?:frage|anweisung|text|aufgabe)…\\b(?:um|neu)\\b|(?:質問|指示|問題|文章|プロンプト).{0,6}(?:書き換え|言い換え|書き直)|(?:질문|지시|문제|문장).{0,6}(?:다시 쓰|바꿔 쓰|재작성|변환)|أعد (?:صياغة|كتابة)…(?:سؤال|السؤال|التعليمات|النص|المسألة)|(?:प्रश्न|निर्देश|पाठ).{0,10}(?:फिर से लिख|पुनः लिख|बदल)',
    russian:
      '(?:переформулируй|перепиши|преобразуй|усложни)…(?:вопрос|инструкци|текст|задач|задани)',
  },
  wants_difficulty: {
    world:
      '(?:复杂|更难|困难|高难度|有挑战|开放式).{0,4}(?:问题|题目|任务|指令)|难度|(?:preguntas|problemas|tareas|instrucciones) (?:\\w+ )?(?:complej|dif[íi]cil|desafiant|abiert)|(?:questions|probl[èe]mes|t[âa]ches|consignes) (?:\\w+ )?(?:complex|difficil|ouvert|exigeant)|(?:komplexe|schwierige?|anspruchsvolle|offene)[nr]? (?:frage|aufgabe|problem|anweisung)|(?:難しい|複雑な|高度な)(?:質問|問題|課題|指示)|難易度|(?:어려운|복잡한|심층적인) ?(?:질문|문제|과제)|난이도|(?:أسئلة|مسائل|مهام) (?:معقدة|صعبة|مفتوحة)|(?:कठिन|जटिल) (?:प्रश्न|समस्या|कार्य)',
    russian: '(?:сложн|трудн|открыт)\\S+ (?:вопрос|задач|задани)',
  },
  speaks_as_users_would: {
    world:
      '用户可能|用户会(?:问|提|发)|真实用户|模拟用户|(?:que|como) (?:un|los) usuarios? (?:podr|har|preguntar)|(?:qu.un|que des|comme un|les) utilisateurs? (?:pourrai|demander|poser)|(?:ein|die) nutzer (?:stellen|fragen|senden|geben)? ?(?:k[öo]nnt|w[üu]rd)|ユーザーが.{0,8}(?:尋ね|聞き|入力|送り|質問し)そう|ユーザーになりき|사용자가.{0,10}(?:할 법한|물어볼|보낼)|(?:قد|يمكن أن) ي(?:سأل|طرح|رسل)…المستخدم|المستخدم قد|उपयोगकर्ता.{0,14}(?:पूछ सकत|भेज सकत)',
    russian: 'пользовател\\S+ (?:мог|може|зада)',
  },
  wants_realism: {
    world:
      '真实感|逼真|合理的|自然流畅|\\b(?:realistas?|veros[íi]mil|plausible)|\\b(?:r[ée]alistes?|plausibles?|vraisemblable)|\\b(?:realistisch|plausibel|glaubw[üu]rdig)|現実的|リアルな|自然な|현실적|자연스러운|واقعي|معقول|यथार्थ|स्वाभाविक',
    russian: 'реалистичн|правдоподобн|естественн',
  },
  plants_faults: {
    world:
      '(?:引入|植入|插入|加入|注入)…(?:错误|缺陷|漏洞|bug)|(?:introduc|insert|inyect)\\w*…(?:error|fallo|bug|defecto)|(?:introdui|ins[èée]r|inject)\\w*…(?:erreur|bug|d[ée]faut)|(?:bau|f[üu]g|einbau|einf[üu]g)\\w*…(?:fehler|bug)|(?:バグ|誤り|欠陥|エラー).{0,6}(?:埋め込|混入|仕込)|(?:버그|오류|결함).{0,6}(?:삽입|주입|넣)|(?:أدخل|أدرج)…(?:خطأ|أخطاء|خلل)|(?:बग|त्रुटि|गलती).{0,8}(?:डाल|जोड़)',
    russian: '(?:внеси|внедри|добавь|вставь)…(?:ошибк|баг|дефект)',
  },
  sets_a_task: {
    world:
      '你的(?:任务|目标|工作)是|\\btu (?:tarea|objetivo) (?:es|consiste)|\\b(?:ta|votre) (?:t[âa]che|mission|objectif)|\\bdeine? (?:aufgabe|ziel) (?:ist|besteht)|あなたの(?:任務|タスク|仕事|目標)は|(?:당신의|너의) (?:임무|과제|작업|목표)는|مهمتك|आपका (?:कार्य|काम|लक्ष्य)',
    russian: 'тво(?:я|ей) задач|ваша задач',
  },
  has_question_fields: {
    world:
      '(?:^|\\n)[#*\\[【 ]{0,5}(?:问题|题目|指令|输入|文本|上下文|质问|質問|問題|指示|入力|本文|질문|문제|지시|입력|본문|pregunta|instrucci[óo]n|entrada|texto|contexto|consigne|texte|contexte|entr[ée]e|frage|anweisung|eingabe|kontext|aufgabe|سؤال|السؤال|النص|التعليمات|प्रश्न|निर्देश|पाठ)[\\]】*]{0,3} ?[:：]',
    russian:
      '(?:^|\\n)[#*\\[ ]{0,5}(?:вопрос|инструкция|ввод|текст|контекст|задача|задание)[\\]*]{0,3} ?:',
  },
  has_answer_fields: {
    world:
      '(?:^|\\n)[#*\\[【 ]{0,5}(?:答案|回答|回复|输出|解答|评分|理由|推理|応答|出力|答え|解説|답변|응답|정답|출력|풀이|respuesta|salida|soluci[óo]n|razonamiento|r[ée]ponse|sortie|raisonnement|antwort|ausgabe|l[öo]sung|begr[üu]ndung|إجابة|الإجابة|الجواب|उत्तर)[\\]】*]{0,3} ?[:：]',
    russian: '(?:^|\\n)[#*\\[ ]{0,5}(?:ответ|вывод|решение|оценка|обоснование)[\\]*]{0,3} ?:',
  },
  numbers_outputs: {
    world:
      '(?:回答|回复|助手|输出|模型|応答|アシスタント|응답|답변|어시스턴트) ?[A甲一1１]|\\b(?:respuesta|asistente|salida|r[ée]ponse|antwort|ausgabe) ?(?:A|1)\\b|(?:الإجابة|الرد|إجابة) (?:أ|الأولى|1)|उत्तर (?:A|क|1)',
    russian: '(?:ответ|ассистент|вариант) ?(?:А(?:$|[^а-я])|[A1]\\b)',
  },
  acts_as: {
    world:
      '(?:扮演|充当|担任|我想让你|我希望你)|\\b(?:act[úu]a como|quiero que act[úu]es)|\\b(?:agis comme|je veux que tu)|\\b(?:du bist ein|ich m[öo]chte,? dass du)|として振る舞|あなたは.{1,20}です|역할을|당신은.{1,20}입니다|تصرف ك|أريدك أن|के रूप में (?:कार्य|काम)',
    russian: 'выступай в роли|ты — |вы — ',
  },
  serves_users: {
    world:
      '(?:帮助|协助|指导|引导|为|回答)用户|用户(?:提供|输入|询问|需要)|\\b(?:ayuda|asist|gu[íi]a|responde)\\w* (?:a )?(?:los |el |al |tus )?(?:usuarios?|clientes?)|\\b(?:aide|assist|guide)\\w* (?:les |l.|aux |vos )?(?:utilisateurs?|clients?)|\\b(?:nutzern?|benutzern?|kunden)\\b…\\b(?:hilf|helf|unterst[üu]tz)|\\b(?:hilf|helf|unterst[üu]tz)\\w*…(?:nutzer|kunden)|ユーザー(?:を|の|に)(?:支援|サポート|手助け|応答|対応|助け|案内|提供)|사용자(?:를|에게|의)…(?:도와|돕|지원|제공|안내)|(?:مساعدة|دعم|إرشاد) (?:ال)?(?:مستخدم|عملاء)|उपयोगकर्ता(?:ओं)? की (?:मदद|सहायता)',
    russian: '(?:помога|помочь|помощь|поддерж)\\S* (?:\\S+ )?(?:пользовател|клиент)',
  },
  speaks_of_oneself: {
    world:
      '我(?:的|想|要|是|有|在|们)|\\b(?:mi|mis|quiero|necesito|tengo|soy)\\b|\\b(?:mon|mes|ma|je suis|j.ai|je veux)\\b|\\b(?:ich|mein\\w*)\\b|私(?:の|は|が)|僕|내가|나는|저는|제 |أنا |أريد|لدي|मेरा|मेरी|मुझे|मैं',
    russian: '(?:^| )(?:я|мой|моя|мне|меня|у нас) ',
  },
}
