/** What cases of reasons of use are made of. */
import { ELICITATION_CLASSES, type ElicitationClass } from '../domain/elicitation.js'

export const NOTHING = Object.fromEntries(ELICITATION_CLASSES.map((name) => [name, 0])) as Record<
  ElicitationClass,
  number
>
export const ALWAYS: readonly number[] = Array.from({ length: 24 }, () => 100)
/** So many requests of one class, and how unusual that is. */
export const asking = (name: ElicitationClass, times: number, bits: number) => ({
  asked: { ...NOTHING, [name]: times },
  asked_bits: { ...NOTHING, [name]: bits },
})
