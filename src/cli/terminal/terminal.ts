import type { Ink } from './colour.js'

export interface Terminal {
  readonly columns: number
  readonly ink: Ink
}
