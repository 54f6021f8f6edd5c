import type { Reading } from '../../people/reading.js'

export const EXPLORE_READINGS: readonly Reading[] = Object.freeze([])
