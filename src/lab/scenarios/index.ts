/** The catalogue of scenarios: the guilty, and for each of them innocents that resemble it. */

import { batchLabelling } from './batch-labelling.js'
import { bigPivot } from './big-pivot.js'
import { consumerApp } from './consumer-app.js'
import { corporateNat } from './corporate-nat.js'
import { frameworkTemplate } from './framework-template.js'
import { hackathon } from './hackathon.js'
import { internetCafe } from './internet-cafe.js'
import { judgeVendor } from './judge-vendor.js'
import { microservices } from './microservices.js'
import { nightAgents } from './night-agents.js'
import { publicBenchmark } from './public-benchmark.js'
import { reasoningHarvest } from './reasoning-harvest.js'
import { researchers } from './researchers.js'
import { resellerHydra } from './reseller-hydra.js'
import type { Scenario } from './scenario.js'
import { slowRelay } from './slow-relay.js'
import { threeSdk } from './three-sdk.js'
import { universityClass } from './university-class.js'

export const SCENARIOS: readonly Scenario[] = [
  reasoningHarvest,
  bigPivot,
  resellerHydra,
  slowRelay,
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
