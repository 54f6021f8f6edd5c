import type { Reading } from '../../people/reading.js'

export const ACCOUNTS_READINGS: readonly Reading[] = Object.freeze([])
