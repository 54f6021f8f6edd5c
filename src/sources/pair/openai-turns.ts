import { el, firstText, turnText } from './envelope.js'

/**
 * Messages of Chat Completions and items of the Responses API as turns (role, text), in the engine. The rules are those
 * of the proxy's reader, and a test holds the two together.
 */

const PARTS = 'Array(Tuple(type String, text String, refusal String))'
const CONTENT = `Variant(${PARTS}, String)`
const CALL = 'Tuple(name String, arguments String, input String)'
const CALLS = `Array(Tuple(function ${CALL}, custom ${CALL}))`
export const MESSAGE = `role String, content ${CONTENT}, refusal String, tool_calls ${CALLS}, function_call ${CALL}`

/** An item of the Responses API, asked or answered. */
export const ITEMS = `Array(Tuple(type String, role String, content ${CONTENT}, name String, arguments String, input String, output ${CONTENT}, encrypted_content String))`

export const asText = (content: string): string =>
  `ifNull(variantElement(${content}, 'String'), '')`
const asParts = (content: string): string => `variantElement(${content}, '${PARTS}')`

export const joined = (texts: string): string =>
  `arrayStringConcat(arrayFilter(x -> x != '', ${texts}), '\\n')`

export const elements = (array: string, ...paths: readonly string[]): string =>
  paths.map((path) => el(array, path)).join(', ')

/** What content says, a text or parts; a refusal is said too. */
const said = (content: string, separator: string, ...more: readonly string[]): string => {
  const texts = `arrayFilter(x -> x != '', ${el(asParts(content), 'text')})`
  return firstText(
    asText(content),
    `arrayStringConcat(${texts}, '${separator}')`,
    `arrayStringConcat(${el(asParts(content), 'refusal')})`,
    ...more,
  )
}

const namedCall = (name: string, given: string): string =>
  `if(${name} = '', '', concat(${name}, ' ', ${given}))`

/** What a message's \`tool_calls\` call, as texts. */
const called = (calls: string): string =>
  `arrayMap((fn, fa, cn, ci) -> if(fn != '', concat(fn, ' ', fa), ${namedCall('cn', 'ci')}),
    ${elements(calls, 'function.name', 'function.arguments', 'custom.name', 'custom.input')})`

const ROLE = `multiIf(r = 'assistant', r, r IN ('system', 'developer'), 'system',
  r IN ('tool', 'function'), 'tool', 'user')`

/** A model's parts are one text, a user's are several. */
const spoken = (content: string, ...more: readonly string[]): string =>
  `multiIf(${asText(content)} != '', ${asText(content)}, r = 'assistant', ${said(content, '', ...more)},
    ${said(content, '\\n', ...more)})`

/** Chat messages as turns (role, text). */
export const chatTurns = (chat: string): string =>
  `arrayMap((r, c, f, t, n, a) -> (${ROLE}, ${turnText(
    spoken('c', 'f'),
    `arrayConcat(${called('t')}, [${namedCall('n', 'a')}])`,
  )}), ${elements(
    chat,
    ...(['role', 'content', 'refusal', 'tool_calls'] as const),
    ...(['function_call.name', 'function_call.arguments'] as const),
  )})`

/** Items as (role, text, call): who has a role speaks, a call is the model's, an output is a tool's. */
export const itemParts = (items: string): string =>
  `arrayFilter(p -> ${el('p', 1)} != '', arrayMap((k, r, c, n, a, i, o) -> multiIf(
    r != '' OR k = 'message', (${ROLE}, ${spoken('c')}, ''),
    k = 'computer_call_output', ('tool', '', ''),
    endsWith(k, '_output'), ('tool', ${said('o', '\\n')}, ''),
    endsWith(k, '_call') AND n != '', ('assistant', '', concat(n, ' ', a, i)),
    ('', '', '')), ${elements(items, 'type', 'role', 'content', 'name', 'arguments', 'input', 'output')}))`

/** Those parts as turns: of the model, the ones that follow each other are one turn, as they were one answer. */
export const itemTurns = (parts: string): string =>
  `arrayMap(g -> (${el('g', 1)}[1], ${turnText(`arrayStringConcat(${el('g', 2)})`, el('g', 3))}),
    arraySplit((p, before) -> ${el('p', 1)} != 'assistant' OR before != 'assistant',
      ${parts}, arrayShiftRight(${el(parts, 1)}, 1, '')))`

/** What was answered: the first choice's message, an array of one or none, or the items of \`output\`. */
export const answerText = (message: string, output: string, chatRefusal: string): string =>
  turnText(
    firstText(
      `arrayStringConcat(arrayMap(c -> ${said('c', '')}, ${el(message, 'content')}))`,
      chatRefusal,
      `arrayStringConcat(arrayMap((c, k) -> if(k = 'message', ${said('c', '')}, ''),
        ${elements(output, 'content', 'type')}))`,
    ),
    `arrayConcat(arrayFlatten(arrayMap(t -> ${called('t')}, ${el(message, 'tool_calls')})),
      arrayMap((n, a) -> ${namedCall('n', 'a')},
        ${elements(message, 'function_call.name', 'function_call.arguments')}),
      arrayMap((n, a, i) -> ${namedCall('n', 'concat(a, i)')}, ${elements(output, 'name', 'arguments', 'input')}))`,
  )

/** What the items of an answer refuse. */
export const itemRefusal = (output: string): string =>
  `arrayStringConcat(arrayMap(c -> arrayStringConcat(${el(asParts('c'), 'refusal')}),
    ${el(output, 'content')}))`

export const imagesIn = (contents: string): string =>
  `arraySum(c -> arrayCount(k -> k IN ('image_url', 'input_image'), ${el(asParts('c'), 'type')}), ${contents})`
