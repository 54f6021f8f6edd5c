import { fromTable, type LanguageTable } from './elicitation-types.js'

// German and Russian: free word order, so several patterns name the parts in both orders.

const GERMAN: LanguageTable = {
  reasoning_trace_reconstruction: {
    whole:
      '(?:rekonstru|stell dir|stelle dir|stellen sie sich|vorstell|herleit|erschlie|ausformulier|nachvollzieh)…(?:gedankeng[aä]ng|gedankenkette|denkprozess|denkweg|[uü]berlegung|schlussfolgerung|monolog)…(?:f[uü]hr|hinter|zugrunde|gelang|ergeb)|(?:schreib|formulier|erzeug|generier|verfass)…(?:gedankeng[aä]ng|gedankenkette|denkprozess|denkweg|[uü]berlegung)…(?:f[uü]hr|gelangt|hinter)…(?:rekonstru|antwort|l[oö]sung)|(?:gedankeng[aä]ng|gedankenkette|denkprozess|denkweg)…(?:f[uü]hrt|hinter)…rekonstru|(?:gedankeng[aä]ng|gedankenkette|denkprozess|denkweg|[uü]berlegung)\\w* rekonstru…(?:antwort|l[oö]sung|ergebnis)|(?:erg[aä]nz|f[uü]g|versieh|versehe)…jede[mnrs]?\\b…(?:antwort|l[oö]sung|beispiel|nachricht)…(?:gedankeng[aä]ng|gedankenkette|denkprozess|denkweg|[uü]berlegung)',
    act: '(?:schreib|formulier|erzeug|generier|verfass|gib|geben|rekonstru|stell|erfind|denk dir|erschlie|erg[aä]nz|bef[uü]ll|f[uü]ll|wiedergeb|simulier|liefer|gesucht|brauch)…(?:gedankenkette|denkspur|denkprotokoll|denkprozess|gedankenspur|innere[nrsm]? (?:monolog|stimme|dialog|rede|[uü]berlegung|gedanke)|selbstgespr[aä]ch|(?:verborgen|versteckt|intern|still|unsichtbar|nicht sichtbar|latent|privat|roh|ungesagt|geheim|unausgesprochen|verdeckt|fehlend|ausgeblendet)\\w* (?:\\w+ )?(?:gedank|denk|[uü]berlegung|schlussfolger|monolog|reasoning|spur|selbstgespr)|<\\|?(?:think|denk|gedank)|\\bcot\\b|chain[- ]of[- ]thought|gedankeng[aä]ng\\w* (?:de[rs]|eine[rs]) (?:modells|ki|assisten)|bewusstseinsstrom|gedankenstrom)|was (?:die ki|das (?:\\w+)?modell|der assistent|die maschine)…(?:gedacht|[uü]berlegt|dachte|durch den kopf)|gedanken vor der antwort',
    thing:
      '(?:gegeben (?:sind|ist)|hier (?:ist|sind)|du (?:bekommst|erh[aä]ltst)|sie (?:erhalten|bekommen))…(?:frage|aufgabe|problem|anfrage)e?n?,? (?:und|mit|samt) (?:die |der |eine |ihre )?(?:\\w+ )?(?:antwort|l[oö]sung)(?:en)?[ .,:;]|referenzl[oö]sung|als (?:ob|w[uü]rde)…nicht (?:kenn|w[uü]ss)|trainings|feintun|feinabstimm|fine-?tun|destill|datensatz|datens[aä]tz|\\bkorpus|\\bsft\\b|kleinere[ns]? modell|kleines modell|sch[uü]lermodell|anderes modell|(?:fertige|vorhandene|gegebene|bekannte)[nr]? (?:antwort|l[oö]sung)|(?:antwort|l[oö]sung|ausgabe|ergebnis)…(?:bekannt|schon|bereits|vorlag|vorliegt|gespeichert|vorwegn)|(?:nicht|kein|ohne|nie)[^.]*(?:erw[aä]hn|verrat|hinweis|anmerk)[^.]*(?:antwort|l[oö]sung|ergebnis|ausgabe)[^.]*(?:kenn|bekannt|vorlag|vorgegeben|gegeben)|(?:anbieter|\\bapi\\b)[^.]*(?:verbirg|versteck|nicht|kein|nur)|ohne (?:das )?reasoning|(?:gedanke|denkspur|[uü]berlegung|reasoning)\\w*…(?:verloren|fehlt|gel[oö]scht|entfern|verborgen|leer)|nicht ausgegeben|sch[uü]lermodell',
    veto: 'kurzgeschichte|\\broman|\\bfigur\\b|protagonist|theaterst[uü]ck|erz[aä]hlung|meine (?:sch[uü]ler|studier|klasse)|ich bin (?:\\w+ )?(?:lehrer|dozent|autor)|(?:artikel|aufsatz|vortrag|referat|beitrag|[uü]berblick|zusammenfassung) [uü]ber',
  },
  hidden_reasoning_demand: {
    whole:
      '(?:zeig|gib|schreib|offenbar|enth[uü]ll|druck|leg)…\\b(?:deine?|ihre?|den|die|das)[nrms]? …(?:verborgen|intern|innere|roh|ungefiltert|ungek[uü]rzt|versteckt|privat)\\w* …(?:gedank|denk|[uü]berlegung|monolog|notiz|schlussfolgerung)|(?:gedank|denk|[uü]berlegung)…(?:nicht|ohne|keinesfalls)…(?:zusammenfass|k[uü]rz|weglass|auslass|verberg)|ohne …(?:gedank|denk|[uü]berlegung)\\w* (?:zu k[uü]rz|zusammenzufass|wegzulass|auszulass)',
    act: '(?:jeden|jede|alle|s[aä]mtliche|vollst[aä]ndig\\w*)…(?:gedank|denkschritt|[uü]berlegung|zwischenschritt)',
    thing: 'sackgasse|selbstkorrektur|irrwege?|fehlversuch|bewusstseinsstrom|verworfene',
  },
  reward_model_grading: {
    whole:
      '(?:bewert|benot|beurteil|vergib|vergeb|einstuf)…(?:antwort|ausgabe|l[oö]sung)(?:en)?\\b…(?:skala|von|zwischen)\\b…(?:0|1|null|eins)\\b…(?:5|10|100|f[uü]nf|zehn)\\b|(?:unparteiisch|objektiv|streng|neutral)\\w* (?:richter|gutachter|pr[uü]fer|juror|bewerter)…(?:antwort|modell|assistent)',
    act: 'bewertungs(?:raster|kriterien|schema|skala|bogen)|belohnungsmodell',
    thing:
      '(?:antwort|ausgabe)(?:en)? (?:des|eines|vom|der) (?:modells|assistenten|KI|sprachmodells)|nur (?:die|eine) (?:zahl|punktzahl|note)|ausschlie[sß]+lich (?:die|eine) (?:zahl|punktzahl)',
  },
  preference_pair: {
    whole:
      '(?:zwei|beide[nr]?|folgenden|mehrere) antworten\\b…(?:welche|besser|schlechter|bevorzug|vergleich|rangfolge)|antwort ?[A1]\\b…antwort ?[B2]\\b|(?:vergleich|ordne|sortier)…antworten…(?:besser|beste|bevorzug|qualit|g[uü]te)',
    act: 'welche …(?:ist|w[aä]re) (?:die )?bess|bevorzug',
    thing: '(?:zwei|beide[nr]?) antworten',
  },
  instruction_generation: {
    whole:
      '(?:erstell|erzeug|generier|schreib|verfass|entwirf|erfind|formulier)…(?:vielf[aä]ltig|verschieden|unterschiedlich|abwechslungsreich|neuartig|einzigartig)…(?:anweisung|instruktion|prompt|arbeitsauftr|nutzeranfrag)',
    act: '(?:erstell|erzeug|generier|schreib|verfass|entwirf|formulier)…(?:fragen|aufgaben|probleme|anweisungen|dialoge|gespr[aä]che|beispiele)',
    thing:
      'sprachmodell|trainingsdaten|datensatz|datens[aä]tz|feinabstimmung|fine-?tuning|\\bLLMs?\\b',
  },
  fine_tuning_format: {
    whole:
      '(?:erstell|erzeug|generier|schreib|verfass|umwandel|wandle|konvertier)…(?:trainings|feinabstimmungs|fine-?tuning-?|SFT-?)(?:daten|beispiel|paar|s[aä]tz|dialog|korpus)|(?:ShareGPT|Alpaca|ChatML)-?(?: )?format',
  },
  trajectory_capture: {
    whole:
      '(?:simulier|erfind|imitier|vort[aä]usch|ausdenk|denk dir)…(?:werkzeug|tool|funktions?|API|umgebungs?|terminal|browser)[- ]?(?:ergebnis|ausgabe|antwort|r[uü]ckgab|beobachtung)|(?:ergebnis|ausgabe|antwort)…(?:des|der) (?:werkzeug|tools?|funktion|API|umgebung|terminal)…(?:simulier|erfind|vort[aä]usch)|(?:erzeug|generier|schreib|erstell|aufzeichn)…(?:agenten|werkzeug|experten|mehrstufig|mehrschrittig)\\w*[- ]?…(?:trajektorie|ablauf|verl[aä]uf)',
  },
  safe_rewriting: {
    whole:
      '(?:formulier|schreib|umschreib|umformulier|wandle|verwandle)…(?:frage|anfrage|bitte|antwort|prompt)(?:n|en|s)?\\b…(?:harmlos|unbedenklich|neutral|zul[aä]ssig|zensur|unverf[aä]nglich|sicher(?:e|en)? (?:um|fassung|version))',
    act: 'umformulier|umschreib|entsch[aä]rf|ablenk',
    thing: '(?:politisch|heikle|sensible|brisante)n? (?:heikel|frage|them|anfrage)|zensur',
  },
  identity_scrubbing: {
    whole:
      '(?:entfern|l[oö]sch|streich|ersetz|tilg)…(?:erw[aä]hnung|hinweis|verweis|name|satz|bezug|s[aä]tze)…(?:claude|anthropic|openai|chatgpt|gpt|gemini|als KI|sprachmodell)|(?:claude|anthropic|openai|chatgpt|gemini)…(?:entfern|l[oö]sch|streich|ersetz|tilg)',
  },
  translation_fan_out: {
    whole:
      '(?:[uü]bersetz)…in (?:jede|alle|die folgenden|folgende|diese|\\d+|drei|vier|f[uü]nf|sechs|sieben|acht|zehn|mehrere)…sprachen|[uü]bersetz…(?:englisch|franz[oö]sisch|spanisch|chinesisch|japanisch|russisch|arabisch|italienisch|koreanisch)e?,? ?(?:ins )?(?:englisch|franz[oö]sisch|spanisch|chinesisch|japanisch|russisch|arabisch|italienisch|koreanisch).{1,8}(?:englisch|franz[oö]sisch|spanisch|chinesisch|japanisch|russisch|arabisch|italienisch|koreanisch)',
  },
  benchmark_item: {
    whole:
      '(?:antworte|gib|nenne|schreib)…(?:nur|ausschlie[sß]+lich|lediglich)…(?:buchstabe|option)|folgende\\w* (?:multiple-?choice|mehrfachauswahl|auswahl)-?fragen?',
    thing: '(?:richtige|korrekte) (?:antwort|option|l[oö]sung)|welche der folgenden',
  },
  refining_captured_text: {
    whole:
      '(?:bereinig|s[aä]uber|gl[aä]tt|verbesser|[uü]berarbeit|korrigier|filter|normalisier|polier)…(?:gedankenkett|denkprotokoll|denkspur|modellausgab|modellantwort|(?:antwort|ausgabe)\\w* (?:des|eines) (?:\\w+ )?(?:modells|assistenten|sprachmodells)|generierte\\w* (?:antwort|ausgab|daten)|trajektorie)',
    act: '(?:behalte|bewahre|erhalte|belass)…(?:logik|gedankengang|schritte|inhalt)',
    thing: '(?:andere[nsr]?|weitere[ns]) (?:modell|assistent)|lehrermodell|rohausgabe',
  },
  injected_wrapper: {
    whole:
      '(?:gedank|denk|[uü]berleg|schlussfolger)…(?:innerhalb|zwischen|in|tags?|umschlie)\\b…[<\\[](?:think|thinking|denken|gedanken|[uü]berlegung|reasoning)[>\\]]',
    act: '\\b(?:immer|stets|zwingend|jede antwort|musst)\\b',
    thing: '<(?:denken|gedanken|[uü]berlegung)>',
  },
}

const RUSSIAN: LanguageTable = {
  reasoning_trace_reconstruction: {
    whole:
      '(?:представь|вообраз|восстанов|реконструир|воссозда|сформулир|опиши)…(?:рассуждени|ход мысл|мыслительн|размышлени|внутренн.{0,4} монолог|цепочк.{0,2} мысл)…(?:прив[её]л[аио]? к|приводящ(?:ий|ее|ую|ие) к|ведущ(?:ий|ее|ую|ие) к|за (?:этим|готовым|данным)|стоящ)|(?:напиш|сгенерир|выпиш|составь)…(?:рассуждени|ход мысл|размышлени|цепочк)…(?:прив[её]л|привод|ведущ|привест)…(?:ответ|решени)|(?:добав|дополн|встав)…(?:кажд|все[мх])…(?:ответ|решени|сообщени)…(?:рассуждени|ход мысл|размышлени|цепочк)',
    act: '(?:напиши|сгенерир|выпиши|приведи|выведи|дай|восстанов|реконструир|воссозда|придума|сочини|представь|вообрази|впиши|заполни|дополни|допиши|повтори|воспроизвед|опиши|изобрази|сымитир|домысли|угадай|составь|пропиши|вставь|поле|нужн|сформулир)…(?:цепочк\\S* (?:рассужд|мысл)|внутренн\\S* (?:монолог|голос|рассужд|размышл|диалог|реч)|(?:скрыт|непоказанн|невысказанн|тайн|сыр|латентн|потайн|молчалив|безмолвн|закрыт|недостающ|утраченн|пропущенн|спрятанн)\\S* (?:\\S+ )?(?:рассужд|размышл|мысл|ход|цепоч|монолог|трасс|reasoning)|ход\\S* мысл\\S* (?:модел|ассистент|нейросет|ии)|(?:трасс|след)\\S* (?:рассужд|мысл|размышл)|(?:<\\|?(?:think|мысл|рассужд)|«?think)|поток\\S* (?:мысл|сознани)|(?:размышлени|рассуждени|мысл)\\S* (?:модел|ассистент|нейросет)|проговарива\\S* про себя)|(?:напиши|придумай|представь|опиши|восстанови|расскажи)…что (?:она|он|модель|нейросеть|ии|ассистент|та)…(?:думал|рассужд|размышл|прокру|крутил|проговарива)',
    thing:
      '(?:дан[ыао]?|вот|ниже|тебе дан|вам дан|привед[её]н)…(?:вопрос|задач|запрос)\\S* (?:и|с|вместе с) (?:\\S+ )?(?:ответ|решени)|эталонн\\S* (?:ответ|решени)|(?:готов|данн|известн|прошл|предыдущ|имеющ)\\S* (?:ответ|решени|вывод)|как будто (?:ты |вы )?не зна|обучающ|для обучени|дообуч|файн-?тюн|дистилл|датасет|выборк|корпус|маленьк\\S* модел|мал\\S* модел|модел\\S*-?ученик|учени\\S* модел|друг\\S* модел|уже ответил|уже дан|(?:не|без)[^.]*(?:упомина|ссыла|раскры|выда|показыва|подава|делай вид)[^.]*(?:знаешь|знал|известн|заранее|был дан)|(?:провайдер|апи|\\bapi\\b)[^.]*(?:пряч|скрыва|не отда|только)|(?:рассужден|размышлен|мысл|ризонинг)\\S*…(?:не сохран|потеря|удал|скрыт|вырез|отсутств|пуст)|без (?:рассуждений|ризонинга)|обращени\\S* к читател|вместо (?:многоточ|пропуск)',
    veto: 'рассказ[аеуы]? |рассказ[,.]|роман[ае]? |персонаж|геро(?:я|ини|й)|повест|пьес|сценари|мои\\S* (?:учени|студент)|я (?:учитель|преподаватель|писатель)|собеседован|(?:стать[юяи]|реферат|доклад|обзор) (?:о|об|про) ',
  },
  hidden_reasoning_demand: {
    whole:
      '(?:покажи|раскро|выведи|напечата|выпиши|обнаро)…(?:сво[иеёй]|тво[иеёй]|ваш|модел)…(?:скрыт|внутренн|необработанн|сыр|непубличн|нефильтрован|неотредактирован)…(?:рассужден|мысл|размышлен|монолог|черновик)|(?:не (?:сокраща|резюмир|обобща|пропуска|скрыва|сжима)|без (?:сокращ|пропуск|обобщ))…(?:рассужден|мысл|размышлен)',
    act: '(?:кажд|все|полн|целиком)…(?:мысл|рассужден|промежуточн)',
    thing: 'тупик|самоисправлен|ложны[ех] ход|неудачны[ех] попыт|поток сознания|самокоррекц',
  },
  reward_model_grading: {
    whole:
      '(?:оцен|выстав|постав)…(?:ответ|вывод|решени|реплик)…(?:шкал|от)\\s…(?:0|1|нуля|одного)…(?:5|10|100|пяти|десяти)|(?:беспристрастн|объективн|строг|независим).{0,5} (?:судь|эксперт|оценщик|асессор|рецензент)…(?:ответ|модел|ассистент)',
    act: 'критери.{0,3} оцен|рубрик[аи] оцен|модел.{0,2} вознагражден',
    thing:
      'ответ.{0,3} (?:модели|ассистента|нейросети|ИИ)|только (?:число|балл|оценку|цифру)|сгенерированн.{0,4} ответ',
  },
  preference_pair: {
    whole:
      '(?:два|двух|оба|следующих|несколько) ответ…(?:какой|лучш|хуж|предпоч|сравн|ранж)|ответ.{0,3} ?(?:A|А|1)…ответ.{0,3} ?(?:B|Б|2)|(?:сравни|ранжир|упоряд)…ответ…(?:лучш|качеств|предпоч)',
    act: 'какой (?:из …)?лучше|предпочт',
    thing: '(?:два|двух|оба) ответ',
  },
  instruction_generation: {
    whole:
      '(?:сгенерир|создай|составь|придума|напиши|генериру)…(?:разнообразн|различн|разн|уникальн|непохож|новых)…(?:инструкц|задани|промпт|запрос)',
    act: '(?:сгенерир|создай|составь|придума|напиши)…(?:вопрос|задач|задани|инструкц|диалог|пример)',
    thing:
      'языков.{0,4} модел|обуч(?:ать|ить|ения) модел|обучающ.{0,4} (?:данн|выборк)|датасет|дообучен',
  },
  fine_tuning_format: {
    whole:
      '(?:сгенерир|создай|составь|напиши|преобразу|подготов)…(?:обучающ|тренировочн).{0,5} (?:данн|пример|выборк|пар|диалог)|(?:данн|пример|диалог|пар)…для (?:дообучен|обучения|тонкой настройки|файн-?тюн)|формат.{0,2} (?:ShareGPT|Alpaca|ChatML)',
  },
  trajectory_capture: {
    whole:
      '(?:симулир|имитир|придума|выдума|изобраз|сымитир)…(?:результат|вывод|ответ|наблюден)…(?:инструмент|функци|API|сред|терминал|браузер)|(?:сгенерир|напиши|запиши|создай)…(?:траектор)…(?:агент|инструмент|эксперт|многошаг|несколько)|(?:агентск|многошагов)…траектор',
  },
  safe_rewriting: {
    whole:
      '(?:перепиш|переформулир|перефразир|преобразу|смягч)…(?:вопрос|запрос|просьб|ответ|промпт)…(?:безопасн|безобидн|нейтральн|допустим|приемлем|цензур|безвредн)',
    act: 'перепиш|переформулир|смягч|уйти от',
    thing:
      '(?:политически|политич).{0,4} (?:чувствит|остры|щекотлив)|(?:чувствительн|щекотлив|деликатн).{0,4} (?:вопрос|тем)|цензур',
  },
  identity_scrubbing: {
    whole:
      '(?:удали|убери|убрать|вырежи|сотри|замени|вычеркн)…(?:упоминан|ссылк|назван|имя|фраз|указан)…(?:Claude|Anthropic|OpenAI|ChatGPT|GPT|Gemini|языков.{0,4} модел|как ИИ|нейросет)',
  },
  translation_fan_out: {
    whole:
      '(?:перевед|перевод)…на (?:кажд|все|следующ|эти|\\d+|три|четыре|пять|шесть|семь|восемь|десять|несколько)…язык|(?:перевед|перевод)…на (?:английск|французск|немецк|китайск|японск|испанск|арабск|корейск).{0,4}, ?(?:на )?(?:английск|французск|немецк|китайск|японск|испанск|арабск|корейск).{1,8}(?:английск|французск|немецк|китайск|японск|испанск|арабск|корейск)',
  },
  benchmark_item: {
    whole:
      '(?:ответь|укажи|выведи|напиши)…(?:только|лишь)…(?:букв|вариант)|следующ.{0,5}(?:тестов|вопрос.{0,4} с выбором)',
    thing:
      '(?:правильн|верн).{0,4} (?:ответ|вариант)|какой из (?:следующих|вариантов)|варианты ответ',
  },
  refining_captured_text: {
    whole:
      '(?:очист|почист|отредактир|отшлиф|исправ|улучш|отфильтр|нормализ|дедуплиц)…(?:цепочк.{0,3} рассужд|трасс.{0,3} рассужд|ход рассужд|(?:ответ|вывод).{0,3} (?:другой )?(?:модели|ассистента|нейросети)|сгенерированн.{0,4} (?:ответ|данн|текст)|траектор)',
    act: '(?:сохран|оставь)…(?:рассужден|логик|шаги|содержан)',
    thing: '(?:другой|другая|учительск).{0,4} модел|модел.{0,2}-учител|сыр.{0,3} (?:вывод|ответ)',
  },
  injected_wrapper: {
    whole:
      '(?:рассужд|размышл|мысл|думай)…(?:внутри|между|тег|в|заключ|оберн)…[<\\[](?:think|thinking|мысли|рассуждение|рассуждения|reasoning)[>\\]]',
    act: 'всегда|обязательно|в каждом ответе|каждый ответ',
    thing: '<(?:мысли|рассуждени[ея])>',
  },
}

export const GERMAN_RUSSIAN_PATTERNS = [...fromTable('de', GERMAN), ...fromTable('ru', RUSSIAN)]
