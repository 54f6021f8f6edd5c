import type { Reading } from '../../people/reading.js'

export const GRAPH_READINGS: readonly Reading[] = Object.freeze([])
