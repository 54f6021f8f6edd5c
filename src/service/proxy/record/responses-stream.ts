import type { Assembly } from './assembly.js'
import { isObject, type Json, objectOf, textOf } from './fields.js'

/**
 * The response of a Responses stream. Its last event holds the whole; a stream that did not come so far is
 * what its finished items say, and the texts and calls in the making.
 */
export function responsesStream(): Assembly {
  const items = new Map<number, Json>()
  const texts = new Map<number, string>()
  const calls = new Map<number, string>()
  let response: Json = {}
  let isWhole = false
  let error: unknown

  return {
    take: (event) => {
      const type = textOf(event.type)
      const index = Number(event.output_index)
      if (isObject(event.response)) response = event.response
      if (ENDINGS.includes(type)) isWhole = true
      if (type === 'response.output_item.added' || type === 'response.output_item.done') {
        items.set(index, objectOf(event.item))
      }
      if (type === 'response.output_item.done') {
        texts.delete(index)
        calls.delete(index)
      }
      if (type === 'response.output_text.delta' || type === 'response.refusal.delta') {
        texts.set(index, (texts.get(index) ?? '') + textOf(event.delta))
      }
      if (/_call_(?:arguments|input)\.delta$/.test(type)) {
        calls.set(index, (calls.get(index) ?? '') + textOf(event.delta))
      }
      if (type === 'error') error = isObject(event.error) ? event.error : { type, code: event.code }
    },
    body: () => {
      const failed = error === undefined ? {} : { error }
      if (isWhole) return { ...response, ...failed }
      const output = [...items].map(([index, item]) =>
        withCall(withText(item, texts.get(index)), calls.get(index)),
      )
      // What was broken off has no status: the one that it began with says only that it had begun.
      return { ...response, status: undefined, output, ...failed }
    },
  }
}

const ENDINGS = ['response.completed', 'response.incomplete', 'response.failed']

/** A custom tool is given a text as its input, and has no arguments. */
const withCall = (item: Json, given: string | undefined): Json =>
  given === undefined ? item : { ...item, arguments: given, input: undefined }

const withText = (item: Json, text: string | undefined): Json =>
  text === undefined ? item : { ...item, content: [{ type: 'output_text', text }] }
