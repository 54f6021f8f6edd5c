import type { Json } from './fields.js'

/** Takes one event after the other; `body` is what has been said so far. */
export interface Assembly {
  readonly take: (event: Json) => void
  readonly body: () => Json
}
