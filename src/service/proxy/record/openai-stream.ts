import type { Assembly } from './assembly.js'
import { intOf, type Json, objectOf, objectsOf, textOf } from './fields.js'

interface Call {
  name: string
  arguments: string
  isCustom: boolean
}

interface Choice {
  content: string
  refusal: string
  finish: string
  readonly calls: Map<number, Call>
  readonly legacy: Call
}

/** The completion of a Chat Completions stream. */
export function chatStream(): Assembly {
  const choices = new Map<number, Choice>()
  let head: Json = {}

  const takeChoice = (given: Json): void => {
    const index = intOf(given.index) ?? 0
    const choice = choices.get(index) ?? newChoice()
    choices.set(index, choice)
    const delta = objectOf(given.delta)
    choice.content += textOf(delta.content)
    choice.refusal += textOf(delta.refusal)
    choice.finish = textOf(given.finish_reason) || choice.finish
    takeCall(choice.legacy, objectOf(delta.function_call))
    for (const part of objectsOf(delta.tool_calls)) {
      const place = intOf(part.index) ?? choice.calls.size
      const call = choice.calls.get(place) ?? newCall(part.type === 'custom')
      choice.calls.set(place, call)
      const custom = objectOf(part.custom)
      takeCall(call, objectOf(part.function))
      takeCall(call, { name: custom.name, arguments: custom.input })
    }
  }
  return {
    take: (event) => {
      head = { ...head, ...given(event) }
      for (const choice of objectsOf(event.choices)) takeChoice(choice)
    },
    body: () => ({
      ...head,
      choices: [...choices]
        .sort(([a], [b]) => a - b)
        .map(([index, choice]) => ({
          index,
          finish_reason: choice.finish,
          message: messageOf(choice),
        })),
    }),
  }
}

/** The last chunk has the usage, all the others say that it is null. */
function given({ id, usage, error }: Json): Json {
  return Object.fromEntries(
    Object.entries({ id, usage, error }).filter(
      ([, value]) => value !== undefined && value !== null,
    ),
  )
}

const newCall = (isCustom: boolean): Call => ({ name: '', arguments: '', isCustom })
const newChoice = (): Choice => ({
  content: '',
  refusal: '',
  finish: '',
  calls: new Map(),
  legacy: newCall(false),
})

function takeCall(call: Call, part: Json): void {
  call.name += textOf(part.name)
  call.arguments += textOf(part.arguments)
}

function messageOf({ content, refusal, calls, legacy }: Choice): Json {
  const tool_calls = [...calls.values()].map((call) =>
    call.isCustom
      ? { custom: { name: call.name, input: call.arguments } }
      : { function: { name: call.name, arguments: call.arguments } },
  )
  return {
    content,
    refusal,
    tool_calls,
    ...(legacy.name === '' ? {} : { function_call: legacy }),
  }
}
