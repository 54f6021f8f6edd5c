import type { Reading } from '../../people/reading.js'

export const QUEUE_READINGS: readonly Reading[] = Object.freeze([])
