import { join } from 'node:path'

/** Where the engine hears what people want, which the gate passes on. */
export const peopleSocket = (state: string): string => join(state, 'people.sock')

/** Where people ask, on the gate. Whatever stands behind the proxy keeps its own paths. */
export const API_PREFIX = '/stillwatch/v1'
/** Of a request: a note, an appeal. */
export const ASKED_BYTES_MAX = 256 * 1024
/** Of what a partner tells, brought by a person. What is larger goes into a collection. */
export const TOLD_BYTES_MAX = 8 * 1024 * 1024
