import type { Reading } from '../../people/reading.js'

export const HEALTH_READINGS: readonly Reading[] = Object.freeze([])
