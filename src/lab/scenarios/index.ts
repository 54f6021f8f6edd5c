/** The catalogue of scenarios: the guilty, and for each of them innocents that resemble it. */

import { batchLabelling } from './batch-labelling.js'
import { bigPivot } from './big-pivot.js'
import { consumerApp } from './consumer-app.js'
import { corporateNat } from './corporate-nat.js'
import { frameworkTemplate } from './framework-template.js'
import { hackathon } from './hackathon.js'
import { harnessReplay } from './harness-replay.js'
import { internetCafe } from './internet-cafe.js'
import { judgeVendor } from './judge-vendor.js'
import { longQuiet } from './long-quiet.js'
import { manyPathways } from './many-pathways.js'
import { microservices } from './microservices.js'
import { nightAgents } from './night-agents.js'
import { publicBenchmark } from './public-benchmark.js'
import { reasoningHarvest } from './reasoning-harvest.js'
import { refiner } from './refiner.js'
import { researchers } from './researchers.js'
import { resellerHydra } from './reseller-hydra.js'
import type { Scenario } from './scenario.js'
import { shortSpike } from './short-spike.js'
import { slowRelay } from './slow-relay.js'
import { stolenKeys } from './stolen-keys.js'
import { storedConversations } from './stored-conversations.js'
import { techniqueSearch } from './technique-search.js'
import { threeSdk } from './three-sdk.js'
import { twoPools } from './two-pools.js'
import { universityClass } from './university-class.js'

export const SCENARIOS: readonly Scenario[] = [
  reasoningHarvest,
  manyPathways,
  bigPivot,
  resellerHydra,
  twoPools,
  slowRelay,
  harnessReplay,
  refiner,
  storedConversations,
  shortSpike,
  techniqueSearch,
  longQuiet,
  stolenKeys,
  threeSdk,
  universityClass,
  frameworkTemplate,
  consumerApp,
  corporateNat,
  publicBenchmark,
  judgeVendor,
  microservices,
  batchLabelling,
  hackathon,
  nightAgents,
  internetCafe,
  researchers,
]

export const findScenario = (id: string): Scenario => {
  const scenario = SCENARIOS.find((candidate) => candidate.id === id)
  if (!scenario) throw new Error(`no scenario is called ${id}`)
  return scenario
}
