/**
 * Nine languages besides English, small on purpose.
 *
 * Each has nouns, verbs and skeletons of its own, enough that a text is recognisably that language
 * and rarely repeats. Grammar is rough: `{n}` is a noun, `{v}` a verb phrase, `{d}` a number.
 */

import type { Random } from '../random.js'

export interface Language {
  readonly code: string
  readonly acceptLanguage: string
  readonly nouns: readonly string[]
  readonly verbs: readonly string[]
  readonly questions: readonly string[]
  readonly statements: readonly string[]
  readonly gap: string
}

const language = (
  code: string,
  acceptLanguage: string,
  nouns: string,
  verbs: string,
  questions: string,
  statements: string,
): Language => ({
  code,
  acceptLanguage,
  nouns: nouns.split('|'),
  verbs: verbs.split('|'),
  questions: questions.split('|'),
  statements: statements.split('|'),
  gap: code === 'zh' || code === 'ja' ? '' : ' ',
})

export const LANGUAGES: readonly Language[] = [
  language(
    'zh',
    'zh-CN,zh;q=0.9,en;q=0.8',
    '租房合同|毕业论文|发动机|季度报表|红烧肉|登录页面|数据库索引|小学作文|旅行计划|面试问题|电商店铺|微积分作业|婚礼致辞|阳台花园|供应链|短视频脚本|健身计划|客户邮件|路由器|古诗|退税流程|产品说明书|养老保险|会议纪要|机器学习模型|装修预算|英语口语|股票账户|火车票|猫粮',
    '修改|整理|翻译|优化|检查|比较|准备|解释|计算|安排|取消|重写|总结|设计|测试',
    '请帮我{v}一下{n}。|{n}和{n}有什么区别？|怎么{v}{n}才不会出错？|我想{v}{n}，预算{d}元够吗？|能不能用简单的话说明{n}？|写一篇关于{n}的短文，{d}字左右。|为什么我的{n}总是不行？|给我{d}个{v}{n}的建议。|{n}应该先{v}还是先{v}？|老师让我们{v}{n}，从哪里开始？|这个{n}要多久才能{v}好？|把{n}的要点列成清单',
    '首先要看{n}的情况。|{v}之前，建议先准备好{n}。|一般来说，{n}需要{d}天左右。|如果{n}有问题，可以重新{v}。|{n}比{n}更重要。|不要急着{v}，先问清楚{n}。|大约百分之{d}的人会忽略{n}。|最后，把{n}再{v}一遍。|常见的错误是没有{v}{n}。|这样做可以节省{n}的时间。|对于{n}，最简单的办法是{v}。|另外，{n}也值得考虑。',
  ),
  language(
    'es',
    'es-ES,es;q=0.9',
    'el contrato de alquiler|la receta de mi abuela|el informe trimestral|una bicicleta vieja|la tarea de química|el correo del cliente|mi currículum|la base de datos|el viaje a Oaxaca|un discurso de boda|la lavadora|el presupuesto familiar|una página de inicio|la hipoteca|el huerto|un cuento infantil|la entrevista|el examen de historia|una campaña de ventas|el horario de turnos|la garantía|un sofá usado|el plan de estudios|la factura de luz',
    'arreglar|comparar|resumir|traducir|preparar|calcular|redactar|cancelar|ordenar|mejorar|explicar|revisar|negociar|empezar',
    '¿Cómo puedo {v} {n} sin gastar mucho?|¿Me ayudas a {v} {n}?|¿Qué diferencia hay entre {n} y {n}?|Escribe un texto corto sobre {n}.|Necesito {v} {n} antes del viernes, ¿por dónde empiezo?|Dame {d} ideas para {n}.|¿Por qué falla {n} cuando intento {v} todo?|¿Vale la pena {v} {n}?|Explícame {n} como si tuviera {d} años.|Quiero {v} {n} y también {n}|¿Cuánto tiempo lleva {v} {n}?',
    'Lo primero es mirar {n} con calma.|Conviene {v} antes de tocar {n}.|En general, {n} tarda unos {d} días.|Si no funciona, prueba a {v} otra vez.|Para {n} basta con un plan sencillo.|No olvides {n}, porque suele dar problemas.|Entre {n} y {n}, yo elegiría lo segundo.|Un {d} por ciento de los casos se debe a {n}.|Pide ayuda para {v} si tienes dudas.|Después, anota lo que pasó con {n}.|Es mejor {v} poco a poco.|Así {n} te durará más.',
  ),
  language(
    'fr',
    'fr-FR,fr;q=0.9,en;q=0.6',
    'le bail|la lettre de motivation|mon vélo|le rapport annuel|une tarte aux poireaux|le devoir de physique|la facture|un voyage à Nantes|le potager|la base clients|un discours|le tableau de bord|la chaudière|une nouvelle policière|le planning|la mutuelle|un entretien|le compost|la réunion de lundi|un site vitrine|le cahier des charges|la thèse|une recette|le prêt immobilier',
    'réparer|comparer|résumer|traduire|préparer|calculer|rédiger|annuler|classer|améliorer|expliquer|relire|négocier|commencer',
    'Comment {v} {n} sans y passer la journée ?|Peux-tu {v} {n} pour moi ?|Quelle est la différence entre {n} et {n} ?|Écris un court texte sur {n}.|Je dois {v} {n} avant {d} heures, que faire ?|Donne-moi {d} idées pour {n}.|Pourquoi {n} ne marche plus ?|Est-ce utile de {v} {n} ?|Explique {n} simplement.|On m’a demandé de {v} {n} et {n}|Combien de temps faut-il pour {v} {n} ?',
    'Commencez par regarder {n}.|Il vaut mieux {v} avant de changer {n}.|En général, {n} demande {d} jours.|Si cela échoue, essayez de {v} à nouveau.|Pour {n}, une liste suffit.|N’oubliez pas {n}.|Entre {n} et {n}, le second choix est plus sûr.|Environ {d} pour cent des soucis viennent de là.|Demandez conseil avant de {v}.|Notez ensuite l’état de {n}.|Avancez petit à petit.|Ainsi {n} tiendra plus longtemps.',
  ),
  language(
    'de',
    'de-DE,de;q=0.9,en;q=0.7',
    'den Mietvertrag|das Bewerbungsschreiben|die Heizung|den Quartalsbericht|einen Apfelkuchen|die Mathehausaufgabe|das Fahrrad|die Kundenliste|eine Hochzeitsrede|den Dienstplan|die Steuererklärung|das Hochbeet|einen Kurzkrimi|die Startseite|das Protokoll|den Kredit|die Waschmaschine|eine Schnittstelle|den Umzug|die Versicherung|das Vorstellungsgespräch|einen Lehrplan|die Rechnung|den Zaun',
    'reparieren|vergleichen|zusammenfassen|übersetzen|vorbereiten|berechnen|schreiben|kündigen|ordnen|verbessern|erklären|prüfen|verhandeln|beginnen',
    'Wie kann ich {n} am besten {v}?|Hilfst du mir, {n} zu {v}?|Was spricht für {n} und was für {n}?|Schreib einen kurzen Text über {n}.|Ich muss {n} in {d} Tagen {v}, wo fange ich an?|Nenne {d} Ideen für {n}.|Warum klappt es nicht, {n} zu {v}?|Lohnt es sich, {n} zu {v}?|Erkläre mir {n} in einfachen Worten.|Mein Chef will {n} und {n} {v}|Wie lange dauert es, {n} zu {v}?',
    'Zuerst sollten Sie {n} anschauen.|Es ist besser, erst zu {v} und dann weiterzugehen.|Meist dauert das {d} Tage.|Wenn es nicht klappt, können Sie erneut {v}.|Für {n} genügt eine Liste.|Vergessen Sie {n} nicht.|Zwischen {n} und {n} liegt ein großer Unterschied.|Rund {d} Prozent der Fehler entstehen hier.|Fragen Sie nach, bevor Sie {v}.|Danach notieren Sie {n}.|Gehen Sie in kleinen Schritten vor.|So hält es länger.',
  ),
  language(
    'ja',
    'ja,en-US;q=0.9',
    '履歴書|賃貸契約|味噌汁|四半期報告|卒業論文|自転車|家計簿|結婚式の挨拶|会議の議事録|旅行の予定|数学の宿題|庭の木|広告文|面接|洗濯機|住宅ローン|短編小説|顧客リスト|在庫|画面設計|健康診断|保険|弁当|英語のメール',
    '修正する|比べる|要約する|翻訳する|準備する|計算する|書き直す|整理する|改善する|説明する|確認する|始める',
    '{n}をうまく{v}方法を教えてください。|{n}と{n}の違いは何ですか？|{n}について短い文章を書いてください。|{d}日で{n}を{v}にはどうすればいいですか？|{n}の案を{d}個ください。|なぜ{n}がうまくいかないのでしょうか？|{n}を{v}価値はありますか？|{n}を簡単に説明して|上司に{n}を頼まれました。何から{v}べきですか？|{n}にはどのくらい時間がかかりますか？',
    'まず{n}を確認しましょう。|{v}前に、{n}を用意してください。|普通は{d}日ほどかかります。|うまくいかない場合は、もう一度{v}とよいです。|{n}より{n}のほうが大切です。|{n}を忘れないでください。|約{d}パーセントの問題は{n}が原因です。|少しずつ進めると安心です。|最後に{n}を見直します。|{n}については専門家に聞くのが確実です。|そのため、早めに{v}ことをお勧めします。',
  ),
  language(
    'ko',
    'ko-KR,ko;q=0.9,en;q=0.8',
    '이력서|전세 계약|김치찌개|분기 보고서|졸업 논문|자전거|가계부|결혼식 축사|회의록|여행 일정|수학 숙제|화분|광고 문구|면접|세탁기|대출|단편 소설|고객 명단|재고|로그인 화면|건강 검진|보험|도시락|영어 메일',
    '고치는|비교하는|요약하는|번역하는|준비하는|계산하는|다시 쓰는|정리하는|개선하는|설명하는|확인하는',
    '{n}을 {v} 방법을 알려 주세요.|{n}와 {n}의 차이가 뭐예요?|{n}에 대해 짧은 글을 써 주세요.|{d}일 안에 {n}을 {v} 게 가능할까요?|{n} 아이디어 {d}개만 주세요.|왜 {n}이 잘 안 될까요?|{n}을 {v} 것이 좋을까요?|{n} 쉽게 설명해줘|팀장님이 {n}을 부탁했어요. 어디서 시작하죠?|{n}은 시간이 얼마나 걸리나요?',
    '먼저 {n}을 살펴보세요.|{v} 것보다 {n}을 준비하는 것이 먼저입니다.|보통 {d}일 정도 걸립니다.|잘 안 되면 {n}을 다시 보세요.|{n}보다 {n}이 더 중요합니다.|{n}을 잊지 마세요.|약 {d}퍼센트는 {n} 때문입니다.|조금씩 진행하는 것이 좋습니다.|마지막으로 {n}을 점검합니다.|{n}은 전문가에게 물어보는 편이 안전합니다.',
  ),
  language(
    'ru',
    'ru-RU,ru;q=0.9,en;q=0.7',
    'договор аренды|резюме|борщ|квартальный отчёт|дипломную работу|велосипед|семейный бюджет|свадебную речь|протокол встречи|план поездки|домашнее задание|теплицу|рекламный текст|собеседование|стиральную машину|ипотеку|рассказ|базу клиентов|склад|страницу входа|страховку|письмо заказчику|расписание|смету',
    'исправить|сравнить|сократить|перевести|подготовить|посчитать|переписать|упорядочить|улучшить|объяснить|проверить|начать',
    'Как лучше {v} {n}?|Помоги мне {v} {n}.|Что выбрать: {n} или {n}?|Напиши короткий текст про {n}.|Нужно {v} {n} за {d} дней, с чего начать?|Дай {d} идей про {n}.|Почему не получается {v} {n}?|Стоит ли {v} {n}?|Объясни простыми словами {n}.|начальник просит {v} {n} и {n}|Сколько времени нужно, чтобы {v} {n}?',
    'Сначала посмотрите на {n}.|Лучше {v} заранее.|Обычно это занимает {d} дней.|Если не выйдет, попробуйте {v} снова.|Для начала хватит списка.|Не забудьте про {n}.|Между ними большая разница: {n} и {n}.|Примерно {d} процентов ошибок возникает здесь.|Спросите совета, прежде чем {v} {n}.|Потом запишите результат.|Двигайтесь маленькими шагами.|Так {n} прослужит дольше.',
  ),
  language(
    'ar',
    'ar,en;q=0.7',
    'عقد الإيجار|السيرة الذاتية|حساء العدس|التقرير الفصلي|رسالة الماجستير|الدراجة|ميزانية البيت|خطاب الزفاف|محضر الاجتماع|خطة السفر|واجب الرياضيات|الحديقة|إعلان المتجر|مقابلة العمل|الغسالة|القرض|القصة القصيرة|قائمة العملاء|المخزن|صفحة الدخول|التأمين|رسالة العميل',
    'إصلاح|مقارنة|تلخيص|ترجمة|تحضير|حساب|كتابة|ترتيب|تحسين|شرح|مراجعة|بدء',
    'كيف يمكنني {v} {n}؟|ساعدني في {v} {n}.|ما الفرق بين {n} و{n}؟|اكتب نصا قصيرا عن {n}.|أحتاج إلى {v} {n} خلال {d} أيام، من أين أبدأ؟|أعطني {d} أفكار عن {n}.|لماذا لا ينجح {n}؟|هل يستحق {v} {n}؟|اشرح لي {n} ببساطة|كم يستغرق {v} {n}؟',
    'أولا انظر إلى {n}.|من الأفضل {v} {n} قبل البدء.|عادة يستغرق ذلك {d} أيام.|إذا لم ينجح، جرب {v} {n} مرة أخرى.|تكفي قائمة بسيطة.|لا تنس {n}.|هناك فرق كبير بين {n} و{n}.|حوالي {d} بالمئة من الأخطاء هنا.|اسأل قبل {v} {n}.|ثم سجل النتيجة.|تقدم خطوة خطوة.',
  ),
  language(
    'hi',
    'hi-IN,hi;q=0.9,en;q=0.8',
    'किराये का समझौता|बायोडाटा|दाल तड़का|तिमाही रिपोर्ट|शोध पत्र|साइकिल|घर का बजट|शादी का भाषण|बैठक का सार|यात्रा की योजना|गणित का काम|बगीचा|विज्ञापन|साक्षात्कार|कपड़े धोने की मशीन|कर्ज|कहानी|ग्राहक सूची|गोदाम|लॉगिन पेज|बीमा|ईमेल',
    'ठीक करना|तुलना करना|छोटा करना|अनुवाद करना|तैयार करना|गिनना|लिखना|सुधारना|समझाना|जाँचना|शुरू करना',
    '{n} को कैसे {v} चाहिए?|{n} में मेरी मदद करो।|{n} और {n} में क्या फर्क है?|{n} पर छोटा लेख लिखो।|{d} दिन में {n} को {v} है, कहाँ से शुरू करूँ?|{n} के लिए {d} विचार दो।|{n} काम क्यों नहीं कर रहा?|क्या {n} को {v} सही है?|{n} आसान शब्दों में समझाओ|{n} में कितना समय लगेगा?',
    'पहले {n} देखिए।|{v} से पहले {n} तैयार रखें।|आम तौर पर {d} दिन लगते हैं।|अगर काम न बने तो फिर से {v} पड़ेगा।|{n} से ज्यादा जरूरी {n} है।|{n} को मत भूलिए।|लगभग {d} प्रतिशत गलती यहीं होती है।|धीरे धीरे आगे बढ़िए।|अंत में {n} जाँच लें।|किसी जानकार से {n} के बारे में पूछ लें।',
  ),
]

const SLOT = /\{(n|v|d)\}/g

const fill = (random: Random, language: Language, skeleton: string): string =>
  skeleton.replace(SLOT, (_, kind: string) => {
    if (kind === 'n') return random.pick(language.nouns)
    return kind === 'v' ? random.pick(language.verbs) : String(random.int(2, 90))
  })

export const foreignQuestion = (random: Random, language: Language, sentences: number): string => {
  let text = fill(random, language, random.pick(language.questions))
  for (let place = 1; place < sentences; place += 1) {
    text = `${fill(random, language, random.pick(language.statements))}${language.gap}${text}`
  }
  return text
}

export const foreignAnswer = (random: Random, language: Language, sentences: number): string => {
  let text = ''
  for (let place = 0; place < sentences; place += 1) {
    const gap = place === 0 ? '' : place % 5 === 4 ? '\n\n' : language.gap
    text += gap + fill(random, language, random.pick(language.statements))
  }
  return text
}
