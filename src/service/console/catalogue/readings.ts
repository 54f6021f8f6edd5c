import type { Reading } from '../../people/reading.js'

export const CATALOGUE_READINGS: readonly Reading[] = Object.freeze([])
