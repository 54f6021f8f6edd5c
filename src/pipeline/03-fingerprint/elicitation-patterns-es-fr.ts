import { fromTable, type LanguageTable } from './elicitation-types.js'

// Spanish, French, German. Stems rather than words: endings carry the mood and the person.

const SPANISH: LanguageTable = {
  reasoning_trace_reconstruction: {
    whole:
      '\\b(?:imagin|reconstru|articul|recre|infier|inferi|deduc|restaur|reconstruy)…(?:razonamiento|pensamiento|mon[oó]logo interno|deliberaci[oó]n)…(?:que (?:llev|conduj|conduc|produj|dio)|detr[aá]s|hasta|para llegar)|\\b(?:escrib|redact|gener|produc|complet)…(?:completo|[ií]ntegro|interno|detallado|oculto)?…(?:razonamiento|cadena de pensamiento|proceso de pensamiento)…(?:que (?:llev|conduj|conduc)|hasta|detr[aá]s)…(?:respuesta|soluci[oó]n)|\\b(?:a[ñn]ad|agreg|incorpor|insert)\\w*…\\bcada\\b…(?:respuesta|soluci[oó]n|ejemplo|mensaje)…(?:razonamiento|cadena de pensamiento|proceso de pensamiento)',
    act: '(?:escrib|redact|gener|produ[zc]|rellen|complet|reconstru|recre|imagin|invent|infier|infer|recuper|restaur|reproduc|restit|simul|devuelv|devolv|necesit|falta|adivin|compon|articul|narr|verbali|act[uú]a|dame|transcrib)…(?:cadena de (?:pensamiento|razonamiento)|mon[oó]logo inter|(?:voz|di[aá]logo) interior|(?:razonamiento|pensamiento|deliberaci[oó]n|reflexi[oó]n|reflexion|proceso mental|traza|hilo)(?:e?s)? (?:ocult|intern|interior|silencios|latent|previ[oa]|privad|crud|en bruto|no mostrad|no visible|mud|secret|que falta|de pensamiento|de razonamiento)|<\\|?(?:think|pensamiento|razonamiento)|\\bcot\\b|flujo de conciencia|en su cabeza)|(?:imagin|escrib|invent|adivin|reconstru|dime|cuenta)…(?:qu[eé] (?:pens[oó]|estaba pensando|habr[ií]a pensado|pas[oó] por)|lo que (?:pens[oó]|estaba pensando|habr[ií]a pensado|pensaba))…(?:\\bia\\b|modelo|asistente|m[aá]quina|respon|contest)',
    thing:
      '(?:dad[oa]s?|aqu[ií] (?:est[aá]|tienes)|te (?:doy|dar[eé]|paso|proporciono|entreg)|se te (?:da|entrega))…(?:pregunta|problema|consulta|enunciado)s?,? (?:y|con|junto con) (?:la |su |una )?(?:respuesta|soluci[oó]n)|respuesta (?:de referencia|ya (?:conocida|dada))|como si no (?:conocier|supier)|entrenamiento|para entrenar|afinar|ajuste fino|fine-?tun|destil|data ?set|conjunto de datos|\\bcorpus|\\bsft\\b|otro modelo|modelo (?:m[aá]s )?(?:peque|chiqu|alumno|estudiante|menor|abierto)|(?:respuesta|soluci[oó]n|salida|c[oó]digo|frase|texto)s? que (?:ya )?(?:dio|escribi[oó]|gener[oó]|produjo|entreg)|(?:no|sin|nunca)[^.]*(?:mencion|revel|delat|insinu|digas)[^.]*(?:conoc|sab[ií]as|ten[ií]as|viste|de antemano|fue dad|ya est)|(?:proveedor|\\bapi\\b)[^.]*(?:ocult|escond|no (?:da|devuelve|muestra|entrega))|(?:razonamiento|pensamiento|traza)s?…(?:eliminad|borrad|perdi|guarda|no (?:se )?(?:guard|muestr|aparec)|vac[ií])|(?:que falta|falta (?:el|la)|sin (?:el|la)?) ?(?:razonamiento|cadena|traza|pensamiento|entre)',
    veto: '(?:mi|una|la|esta) (?:novela|historia corta|obra de teatro)|\\bpersonaje|protagonista|\\brelato\\b|(?:mis|nuestros|sus) (?:alumn|estudiantes)|soy (?:profe|maestr|docente|escritor|novelista)|(?:art[ií]culo|ensayo|resumen|charla|monograf[ií]a|trabajo) sobre',
  },
  hidden_reasoning_demand: {
    whole:
      '\\b(?:muestr|revel|imprim|expon|escrib|vuelc|incluy|devuelv)…(?:\\btus?|del modelo|\\bsu)\\b…(?:razonamiento|pensamiento|mon[oó]logo|borrador)s?…(?:ocult|intern|sin (?:filtr|edit|resum)|privad|en bruto|[ií]ntegr|crudo)|\\bsin (?:resumir|omitir|acortar|abreviar|condensar|ocultar)…(?:razonamiento|pensamiento)',
    act: '(?:cada|todos?|todas?|completo|[ií]ntegro)…(?:pensamiento|razonamiento|paso intermedio)',
    thing: 'callejones sin salida|autocorrecci|intentos fallidos|flujo de conciencia|pistas falsas',
  },
  reward_model_grading: {
    whole:
      '\\b(?:calific|punt[uú]|eval[uú]|valor|asign)…(?:respuesta|salida|soluci[oó]n)s?…(?:escala|del?|entre)\\b…(?:0|1|uno|cero)\\b…(?:5|10|100|cinco|diez)\\b|(?:juez|evaluador|calificador) (?:imparcial|objetivo|estricto)…(?:respuesta|modelo|asistente)',
    act: 'r[uú]brica|criterios de (?:evaluaci|calificaci|puntuaci)|modelo de recompensa',
    thing:
      '(?:respuesta|salida)s? (?:del? |generad[ao]s? por )(?:el |la |un )?(?:modelo|asistente|IA)|s[oó]lo (?:con )?(?:el|un) n[uú]mero|[uú]nicamente (?:la puntuaci|el n[uú]mero)',
  },
  preference_pair: {
    whole:
      '(?:dos|ambas|siguientes|varias) respuestas\\b…(?:cu[aá]l|mejor|peor|preferi|compara|ordena)|respuesta ?[A1]\\b…respuesta ?[B2]\\b|(?:compar|orden|clasific)…respuestas…(?:mejor|peor|preferen|calidad)',
    act: '\\bcu[aá]l (?:de …)?es (?:la )?mejor|\\bprefieres',
    thing: '(?:dos|ambas) respuestas',
  },
  instruction_generation: {
    whole:
      '\\b(?:gener|cre|produ[zc]|escrib|redact|elabor|invent|prop[oó]n)…(?:instrucciones|tareas|prompts|indicaciones|consultas)…(?:divers|variad|distint|diferent|[uú]nic|nov)\\w*|\\b(?:gener|cre|produ[zc]|escrib|redact)\\w* \\w{1,12} (?:divers|variad|distint|diferent)[oa]s (?:instrucciones|tareas|prompts)',
    act: '\\b(?:gener|cre|produ[zc]|escrib|redact|elabor)…(?:preguntas|problemas|tareas|instrucciones|di[aá]logos|conversaciones|ejemplos)',
    thing:
      'modelos? de lenguaje|\\bentrenar (?:un|el|a)|datos de entrenamiento|conjunto de datos|ajuste fino|\\bLLM\\b',
  },
  fine_tuning_format: {
    whole:
      '\\b(?:gener|cre|produ[zc]|escrib|redact|convi[er]+t)…(?:datos|ejemplos|muestras|pares|conversaciones|corpus)…(?:de entrenamiento|de ajuste fino|para (?:entrenar|el ajuste|ajustar|afinar|fine-?tun))|formato (?:ShareGPT|Alpaca|ChatML)',
  },
  trajectory_capture: {
    whole:
      '\\b(?:simul|invent|imagin|fing|interpret)…(?:resultados?|salidas?|respuestas?|observaci\\w+)…(?:herramienta|funci[oó]n|API|entorno|terminal|navegador)|\\b(?:gener|escrib|produ[zc]|registr)…trayectorias?…(?:agente|herramienta|experto|varios (?:turnos|pasos)|m[uú]ltiples)',
  },
  safe_rewriting: {
    whole:
      '\\b(?:reescrib|reformul|parafrase|convi[er]+t|transform|suaviz)…(?:pregunta|consulta|petici[oó]n|respuesta|prompt)s?…(?:segur|inofensiv|neutral|aceptable|censura|no sensible|pol[ií]ticamente|permitid)',
    act: '\\b(?:reescrib|reformul|suaviz|esquiv|desv[ií])\\w*',
    thing: '(?:pol[ií]ticamente|temas?|preguntas?) (?:sensibles?|delicad[oa]s?)|censura',
  },
  identity_scrubbing: {
    whole:
      '\\b(?:elimin|quit|borr|suprim|sustitu|reemplaz)…(?:menci|referencia|identidad|nombre|frase|alusi)…(?:claude|anthropic|openai|chatgpt|gpt|gemini|modelo (?:original|de lenguaje)|como (?:una )?IA)',
  },
  translation_fan_out: {
    whole:
      '\\b(?:tradu[cz]|traduzc)…\\b(?:a|en|al) (?:cada|todos|los siguientes|estos|\\d+|tres|cuatro|cinco|seis|siete|ocho|diez|varios)…(?:idiomas|lenguas)|\\btradu[cz]…(?:ingl[eé]s|franc[eé]s|alem[aá]n|chino|japon[eé]s|ruso|[aá]rabe|italiano|coreano), ?(?:al )?(?:ingl[eé]s|franc[eé]s|alem[aá]n|chino|japon[eé]s|ruso|[aá]rabe|italiano|coreano).{1,6}(?:ingl[eé]s|franc[eé]s|alem[aá]n|chino|japon[eé]s|ruso|[aá]rabe|italiano|coreano)',
  },
  benchmark_item: {
    whole:
      '\\b(?:respond|contest|indi[cq]|devuelv)…(?:solo|s[oó]lo|solamente|[uú]nicamente)…(?:letra|opci[oó]n)|siguientes? preguntas? de opci[oó]n m[uú]ltiple',
    thing: '(?:respuesta|opci[oó]n) correcta|cu[aá]l de las siguientes',
  },
  refining_captured_text: {
    whole:
      '\\b(?:limpi|pul[ei]|depur|corri[gj]|correg|refin|mejor|filtr|normali)…(?:trazas? de razonamiento|cadenas? de pensamiento|(?:respuesta|salida)s? (?:del? |generad[ao]s? por )(?:el |la |un |otro )?(?:modelo|asistente|IA)|respuestas? generadas?|trayectorias?)',
    act: '(?:conserv|manten|preserv)…(?:razonamiento|l[oó]gica|pasos|contenido)',
    thing: '\\botro (?:modelo|asistente)|modelo (?:maestro|profesor)|traza (?:original|en bruto)',
  },
  injected_wrapper: {
    whole:
      '(?:razon|piens|pens|reflexi)…(?:dentro|entre|etiqueta|encierr|envuel|envolv)…[<\\[](?:think|thinking|pensamiento|razonamiento|reasoning)[>\\]]',
    act: '\\b(?:siempre|obligatori\\w+|cada respuesta|debes)\\b',
    thing: '<(?:pensamiento|razonamiento)>',
  },
}

const FRENCH: LanguageTable = {
  reasoning_trace_reconstruction: {
    whole:
      '\\b(?:imagin|reconstitu|reconstrui|articul|recr[eé]|d[eé]dui|restitu|retrac)…(?:raisonnement|pens[eé]e|monologue int[eé]rieur|r[eé]flexion)…(?:qui (?:a |ont |m[eè]n|condui|abouti|produi)|ayant|derri[eè]re|jusqu|menant|pour (?:arriver|parvenir))|(?:(?:^|[\\s,])[eé]cri|\\b(?:r[eé]dig|g[eé]n[eè]r|g[eé]n[eé]r|produi))…(?:raisonnement|cha[iî]ne de pens[eé]e|r[eé]flexion)…(?:qui (?:a |m[eè]n|condui|abouti)|menant|ayant (?:men|condui)|aboutissant)…(?:r[eé]ponse|solution)|\\b(?:ajout|ins[eè]r|int[eè]gr|int[eé]gr)\\w*…\\bchaque\\b…(?:r[eé]ponse|solution|exemple|message)…(?:raisonnement|cha[iî]ne de pens[eé]e|r[eé]flexion)',
    act: "(?:^|[^a-z])(?:[eé]cri|r[eé]dig|g[eé]n[eéè]r|produi|reconstitu|reconstrui|restitu|recr[eé]|imagin|invent|improvis|d[eé]dui|devin|retrouv|r[eé]tabli|compl[eèé]t|rempli|fourni|donn|balance|livr|verbalis|simul|remplac|articul|transcri|faut)…(?:cha[iî]nes? de (?:pens[eé]e|raisonnement)|monologue int|voix int[eé]rieure|(?:raisonnement|pens[eé]e|r[eé]flexion|d[eé]lib[eé]ration|cheminement)s? (?:de l[’']assistant |du mod[eè]le )?(?:cach|intern|int[eé]rieur|silencieu|latent|priv|brut|secr|muet|masqu|manquant|pr[eé]alable|non (?:affich|montr))|traces? de (?:pens|raison|r[eé]flex)|(?:<|« ?)(?:think|pens[eé]e[ >])|<r[eé]flexion|\\bcot\\b|flux de conscience|dans (?:ta|sa|la) t[eê]te|pens[eé]e (?:du mod|de l[’']assist|de l[’']ia))|(?:^|[^a-z])(?:[eé]cri|imagin|invent|devin|reconstitu|restitu|d[eé]cri)…ce qu[^.]*(?:mod[eè]le|assistant|l[’']ia)[^.]*(?:pens[eé]|pensait|s[’']est dit|se disait)",
    thing:
      "(?:[eé]tant donn|voici|je (?:te|vous) donne|on vous donne|tu re[cç]ois|vous recevez)…(?:question|probl[eè]me|requ[eê]te|consigne)s?,? (?:et|avec) (?:la |sa |une )?(?:r[eé]ponse|solution)|r[eé]ponse (?:de r[eé]f[eé]rence|d[eé]j[aà] donn)|comme si (?:tu|vous) ne (?:connaiss|sav)|entra[iî]nement|entra[iî]ner|affinage|fine-?tun|distill|jeu de donn|donn[eé]es d[’'](?:entra|affin|appren)|data ?set|\\bcorpus|\\bsft\\b|mod[eè]le (?:plus )?(?:petit|[eé]l[eè]ve|[eé]tudiant|ouvert)|petit mod[eè]le|autre mod[eè]le|(?:r[eé]ponse|solution|sortie|texte|phrase) (?:qu[e’']…)?(?:d[eé]j[aà]|a (?:donn|produi|[eé]cri)|avait donn)|(?:ne|sans) (?:jamais |pas )?(?:mentionn|r[eé]v[eé]l|cit|trahi|laiss|[eé]voqu)[^.]*(?:connai|savai|connue|fournie|avant la fin|d[eé]j[aà])|(?:fournisseur|\\bapi\\b)[^.]*(?:cach|masqu|ne (?:donne|renvoie|montre))|(?:raisonnement|r[eé]flexion|pens[eé]e|trace)s?…(?:masqu[eé]|supprim|perdu|retir|effac|manqu|vide)|pr[eé]c[eè]de la (?:sortie|r[eé]ponse)|avant de (?:dire|r[eé]pondre) «|tu viens de (?:me )?(?:sortir|donner|r[eé]pondre)",
    veto: '(?:mon|un|le|ce) roman|\\bnouvelle litt|personnage|protagoniste|pi[eè]ce de th[eé][aâ]tre|mes [eé]l[eè]ves|mes [eé]tudiants|je suis (?:prof|enseignant|institut|romanci|[eé]crivain)|(?:r[eé]sum[eé]|article|expos[eé]|m[eé]moire|billet|synth[eè]se) sur ',
  },
  hidden_reasoning_demand: {
    whole:
      '(?:^|[^a-z])(?:montr|r[eé]v[eèé]l|affich|imprim|expos|[eé]cri|inclu|restitu|d[eé]voil)…\\b(?:ta|ton|tes|votre|vos|du mod[eè]le)\\b…(?:raisonnement|r[eé]flexion|pens[eé]e|monologue|brouillon)s?…(?:cach|intern|int[eé]rieur|bruts?\\b|brute|priv|non filtr|int[eé]gral|sans filtre)|\\bsans (?:rien )?(?:r[eé]sumer|omettre|abr[eé]ger|raccourcir|condenser|masquer|cacher)…(?:raisonnement|r[eé]flexion|pens[eé]es?)',
    act: '(?:chaque|toutes?|tous|int[eé]gral|complet)…(?:pens[eé]e|raisonnement|[eé]tapes? interm)',
    thing: 'impasses|autocorrection|fausses pistes|tentatives (?:rat|[eé]chou)|flux de conscience',
  },
  reward_model_grading: {
    whole:
      '(?:^|[^a-z])(?:not|[eé]valu|attribu|donn|jug)…(?:r[eé]ponse|sortie|solution)s?…(?:[eé]chelle|\\bde|entre|sur)\\b…(?:0|1|un|z[eé]ro)\\b…(?:5|10|100|cinq|dix)\\b|(?:juge|[eé]valuateur|correcteur) (?:impartial|objectif|strict|neutre)…(?:r[eé]ponse|mod[eè]le|assistant)',
    act: "grille (?:de notation|d'[eé]valuation)|crit[eè]res (?:de notation|d'[eé]valuation)|mod[eè]le de r[eé]compense",
    thing:
      "r[eé]ponses? (?:du mod[eè]le|de l'assistant|de l'IA|g[eé]n[eé]r[eé]e)|(?:uniquement|seulement) (?:la note|le score|un (?:nombre|chiffre))",
  },
  preference_pair: {
    whole:
      '(?:deux|plusieurs|suivantes) r[eé]ponses\\b…(?:laquelle|meilleure|moins bonne|pr[eé]f[eé]r|compar|class)|r[eé]ponse ?[A1]\\b…r[eé]ponse ?[B2]\\b|(?:compar|class)…r[eé]ponses…(?:meilleure|pr[eé]f[eé]r|qualit)',
    act: 'laquelle (?:des …)?est (?:la )?meilleure|pr[eé]f[eé]r',
    thing: '(?:deux|paire de) r[eé]ponses',
  },
  instruction_generation: {
    whole:
      '(?:^|[^a-z])(?:g[eé]n[eè]r|g[eé]n[eé]r|cr[eé]|produi|[eé]cri|r[eé]dig|[eé]labor|invent|propos)…(?:instructions|t[aâ]ches|consignes|prompts|requ[eê]tes)…(?:divers|vari[eé]|diff[eé]rent|distinct|uniques|in[eé]dit)\\w*|(?:^|[^a-z])(?:g[eé]n[eè]r|g[eé]n[eé]r|cr[eé]|produi|[eé]cri|r[eé]dig)…(?:diverses|vari[eé]es|diff[eé]rentes) (?:instructions|t[aâ]ches|consignes)',
    act: '(?:^|[^a-z])(?:g[eé]n[eè]r|g[eé]n[eé]r|cr[eé]|produi|[eé]cri|r[eé]dig|[eé]labor)…(?:questions|probl[eè]mes|t[aâ]ches|instructions|consignes|dialogues|conversations|exemples)',
    thing:
      "mod[eè]les? de langage|entra[iî]ner (?:un|le|des)|donn[eé]es d'entra[iî]nement|jeu de donn[eé]es|affinage|\\bLLM\\b",
  },
  fine_tuning_format: {
    whole:
      "(?:^|[^a-z])(?:g[eé]n[eè]r|g[eé]n[eé]r|cr[eé]|produi|[eé]cri|r[eé]dig|convert)…(?:donn[eé]es|exemples|[eé]chantillons|paires|conversations|corpus)…(?:d'entra[iî]nement|d'apprentissage|d'affinage|pour (?:entra[iî]ner|l'affinage|affiner|le fine-?tun))|format (?:ShareGPT|Alpaca|ChatML)",
  },
  trajectory_capture: {
    whole:
      '\\b(?:simul|invent|imagin|feign|jou)…(?:r[eé]sultats?|sorties?|r[eé]ponses?|observations?|retours?)…(?:outil|fonction|API|environnement|terminal|navigateur)|(?:^|[^a-z])(?:g[eé]n[eè]r|g[eé]n[eé]r|[eé]cri|produi|enregistr)…trajectoires?…(?:agent|outil|expert|plusieurs (?:tours|[eé]tapes)|multi)',
  },
  safe_rewriting: {
    whole:
      '\\b(?:r[eé][eé]cri|reformul|paraphras|convert|transform|adouci)…(?:question|requ[eê]te|demande|r[eé]ponse|prompt)s?…(?:s[uû]re|inoffensi|neutre|acceptable|censure|non sensible|politiquement|conforme|autoris)',
    act: '\\b(?:r[eé][eé]cri|reformul|adouci|esquiv|d[eé]tourn)\\w*',
    thing: '(?:politiquement|sujets?|questions?) (?:sensibles?|d[eé]licat)|censure',
  },
  identity_scrubbing: {
    whole:
      "(?:^|[^a-z])(?:supprim|retir|enl[eè]v|enlev|effac|remplac|[oô]t)…(?:mention|r[eé]f[eé]rence|identit|nom|phrase|allusion)…(?:claude|anthropic|openai|chatgpt|gpt|gemini|mod[eè]le (?:d'origine|de langage)|en tant qu'IA)",
  },
  translation_fan_out: {
    whole:
      '\\b(?:tradui|traduc)…(?:en|dans|vers) (?:chacune?|toutes|les|ces|\\d+|trois|quatre|cinq|six|sept|huit|dix|plusieurs)…langues|\\btradui…(?:anglais|espagnol|allemand|chinois|japonais|russe|arabe|italien|cor[eé]en), ?(?:en )?(?:anglais|espagnol|allemand|chinois|japonais|russe|arabe|italien|cor[eé]en).{1,7}(?:anglais|espagnol|allemand|chinois|japonais|russe|arabe|italien|cor[eé]en)',
  },
  benchmark_item: {
    whole:
      '\\b(?:r[eé]pond|indiqu|donn|renvoi)…(?:seulement|uniquement|que par|simplement)…(?:lettre|option)|questions? [aà] choix multiples? suivante|suivantes? …questions? [aà] choix multiples?',
    thing:
      '(?:bonne|r[eé]ponse correcte|option correcte)|laquelle des (?:propositions|r[eé]ponses)',
  },
  refining_captured_text: {
    whole:
      "\\b(?:netto|pol[ii]|corrig|affin|am[eé]lior|filtr|normalis|nettoi|d[eé]doublonn)…(?:traces? de raisonnement|cha[iî]nes? de pens[eé]e|(?:r[eé]ponse|sortie)s? (?:du mod[eè]le|de l'assistant|de l'IA|d'un autre mod[eè]le|g[eé]n[eé]r[eé]e)|trajectoires?)",
    act: '(?:conserv|gard|pr[eé]serv)…(?:raisonnement|logique|[eé]tapes|contenu)',
    thing: 'autre (?:mod[eè]le|assistant)|mod[eè]le (?:professeur|enseignant)|trace brute',
  },
  injected_wrapper: {
    whole:
      '(?:raisonn|r[eé]fl[eé]|pens)…(?:entre|dans|balise|encadr|entour)…[<\\[](?:think|thinking|pens[eé]e|raisonnement|r[eé]flexion|reasoning)[>\\]]',
    act: '\\b(?:toujours|obligatoire\\w*|chaque r[eé]ponse|dois|devez)\\b',
    thing: '<(?:pens[eé]e|raisonnement|r[eé]flexion)>',
  },
}

export const SPANISH_FRENCH_PATTERNS = [...fromTable('es', SPANISH), ...fromTable('fr', FRENCH)]
