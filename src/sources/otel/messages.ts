import { el, firstText, turnText } from '../pair/envelope.js'
import { ROLES } from './names.js'

/**
 * Messages of any dialect as turns (role, text), in the engine. The rules are those of the intake's
 * parser, and a test holds the two together: a message is what it says and what it calls, and one that has
 * neither is what a tool gave back.
 */

const CALL = `name String, arguments String, input String`
const PART = `Tuple(type String, modality String, content String, text String, ${CALL},
  response String, result String, output String)`
export const PARTS = `Array(${PART})`
const CALLED = `Tuple(${CALL}, function Tuple(${CALL}))`
export const MESSAGES = `Array(Tuple(role String, content Variant(${PARTS}, String), parts ${PARTS},
  tool_calls Array(${CALLED}), function_call ${CALLED}, finish_reason String))`

const list = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ')

const TEXTS = list(['', 'text', 'input_text', 'output_text'])
const CALLS = list(['tool_call', 'tool_use', 'function_call'])
const RESULTS = list(['tool_call_response', 'tool_result', 'function_call_output'])
const IMAGES = list(['image', 'image_url', 'input_image'])

export const joined = (texts: string): string =>
  `arrayStringConcat(arrayFilter(x -> x != '', ${texts}), '\\n')`

export const role = (given: string): string =>
  `multiIf(${Object.entries(ROLES)
    .map(([name, words]) => `lower(${given}) IN (${list(words)}), '${name}'`)
    .join(', ')}, 'user')`

const lists = (array: string, ...names: readonly string[]): string =>
  names.map((name) => el(array, name)).join(', ')

const asText = (content: string): string => `ifNull(variantElement(${content}, 'String'), '')`
const asParts = (content: string): string => `variantElement(${content}, '${PARTS}')`

/** A text that is a list of parts written down has these parts. */
const writtenParts = (text: string): string =>
  `if(startsWith(${text}, '[{'), JSONExtract(${text}, '${PARTS}'), [])`

const partTexts = (parts: string): string =>
  joined(`arrayMap((k, c, t) ->
    if(k IN (${TEXTS}), if(c != '', c, t), ''), ${lists(parts, 'type', 'content', 'text')})`)

/** What parts say. What a tool gave back may itself be a list of parts. */
const partsText = (parts: string): string =>
  firstText(
    turnText(
      partTexts(parts),
      `arrayMap((k, n, a, i) -> if(k IN (${CALLS}) AND n != '', concat(n, ' ', if(a != '', a, i)), ''),
        ${lists(parts, 'type', 'name', 'arguments', 'input')})`,
    ),
    joined(`arrayMap((k, x) -> multiIf(NOT k IN (${RESULTS}), '', startsWith(x, '[{'),
        ${firstText(partTexts(writtenParts('x')), 'x')}, x), ${el(parts, 'type')},
      arrayMap((r, s, o, c) -> ${firstText('r', 's', 'o', 'c')},
        ${lists(parts, 'response', 'result', 'output', 'content')}))`),
  )

const calledTexts = (calls: string): string =>
  `arrayMap((n, a, i, fn, fa, fi) -> multiIf(
      fn != '', concat(fn, ' ', if(fa != '', fa, fi)), n != '', concat(n, ' ', if(a != '', a, i)), ''),
    ${lists(calls, 'name', 'arguments', 'input', 'function.name', 'function.arguments', 'function.input')})`

/** The text of each of many messages. Long: a statement writes it once, over all messages that it has. */
export const messageTexts = (messages: string): string =>
  `arrayMap((said, text, t, f) -> ${turnText(
    "if(said != '', said, text)",
    `arrayFilter(c -> position(if(said != '', said, text), c) = 0, ${calledTexts('arrayConcat(t, [f])')})`,
  )},
    arrayMap(p -> ${partsText('p')}, arrayMap((p, c, text) ->
      multiIf(notEmpty(p), p, notEmpty(c), c, ${writtenParts('text')}),
      ${el(messages, 'parts')},
      arrayMap(c -> ${asParts('c')}, ${el(messages, 'content')}),
      arrayMap(c -> ${asText('c')}, ${el(messages, 'content')}))),
    arrayMap(c -> ${asText('c')}, ${el(messages, 'content')}),
    ${lists(messages, 'tool_calls', 'function_call')})`

export const messageRoles = (messages: string): string =>
  `arrayMap(r -> ${role('r')}, ${el(messages, 'role')})`

const callParts = (parts: string): string =>
  `arrayCount(k -> k IN (${CALLS}), ${el(parts, 'type')})`

/** How many tools messages call. */
export const callsIn = (messages: string): string =>
  `arraySum((c, p, t, f) -> toInt64(length(t) + (${el('f', 'name')} != '' OR ${el('f', 'function.name')} != '')
    + ${callParts('p')} + ${callParts(asParts('c'))}),
    ${lists(messages, 'content', 'parts', 'tool_calls', 'function_call')})`

const imageParts = (parts: string): string =>
  `arrayCount((k, m) -> k IN (${IMAGES}) OR m = 'image', ${lists(parts, 'type', 'modality')})`

/** How many images messages hold. */
export const imagesIn = (messages: string): string =>
  `arraySum((c, p) -> toInt64(${imageParts('p')} + ${imageParts(asParts('c'))}),
    ${lists(messages, 'content', 'parts')})`

/** A message as JSON, from what it says. */
export const messageJson = (whose: string, text: string): string =>
  `concat('{"role":', toJSONString(${whose}), ',"content":', toJSONString(${text}), '}')`
