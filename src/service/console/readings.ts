import type { Reading } from '../people/reading.js'
import { ACCOUNTS_READINGS } from './accounts/readings.js'
import { CAMPAIGN_READINGS } from './campaigns/readings.js'
import { CATALOGUE_READINGS } from './catalogue/readings.js'
import { EXPLORE_READINGS } from './explore/readings.js'
import { GRAPH_READINGS } from './graph/readings.js'
import { HEALTH_READINGS } from './health/readings.js'
import { QUEUE_READINGS } from './queue/readings.js'

/** What the console asks besides what people ask anyhow, a folder a page. */
export const CONSOLE_READINGS: readonly Reading[] = Object.freeze([
  ...CAMPAIGN_READINGS,
  ...QUEUE_READINGS,
  ...ACCOUNTS_READINGS,
  ...GRAPH_READINGS,
  ...EXPLORE_READINGS,
  ...CATALOGUE_READINGS,
  ...HEALTH_READINGS,
])
