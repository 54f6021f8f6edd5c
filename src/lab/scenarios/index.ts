/** The catalogue of scenarios: the guilty, and for each of them innocents that resemble it. */

import { agency } from './agency.js'
import { aggregator } from './aggregator.js'
import { auditExplanations } from './audit-explanations.js'
import { batchLabelling } from './batch-labelling.js'
import { bigPivot } from './big-pivot.js'
import { byokDesktop } from './byok-desktop.js'
import { ciRunners } from './ci-runners.js'
import { consultingFirm } from './consulting-firm.js'
import { consumerApp } from './consumer-app.js'
import { corporateNat } from './corporate-nat.js'
import { competitorBenchmark, nightlyEvaluation } from './evaluations.js'
import { failover } from './failover.js'
import { frameworkTemplate } from './framework-template.js'
import { hackathon } from './hackathon.js'
import { harnessReplay } from './harness-replay.js'
import { internetCafe } from './internet-cafe.js'
import { judgeVendor } from './judge-vendor.js'
import { launchEnthusiasts, releaseBenchmarking } from './launch-week.js'
import { localisation } from './localisation.js'
import { longQuiet } from './long-quiet.js'
import { manyPathways } from './many-pathways.js'
import { meetupReaders } from './meetup-readers.js'
import { microservices } from './microservices.js'
import { movedWorkload, smallFirm } from './moved-workload.js'
import { nightAgents } from './night-agents.js'
import { passedOnWork } from './passed-on-work.js'
import { loadTests, qualityDrift } from './probes.js'
import { publicBenchmark } from './public-benchmark.js'
import { publishedDataset } from './published-dataset.js'
import { reasoningHarvest } from './reasoning-harvest.js'
import { refiner } from './refiner.js'
import { researchers } from './researchers.js'
import { resellerHydra } from './reseller-hydra.js'
import { retrievalBackfill } from './retrieval-backfill.js'
import type { Scenario } from './scenario.js'
import { schoolCard } from './school-card.js'
import { sharedEgress } from './shared-egress.js'
import { sharedFlat } from './shared-flat.js'
import { shortSpike } from './short-spike.js'
import { slowRelay } from './slow-relay.js'
import { stolenKeys } from './stolen-keys.js'
import { storedConversations } from './stored-conversations.js'
import { strippedGateway } from './stripped-gateway.js'
import { ownSmallModel, syntheticData } from './synthetic-data.js'
import { techniqueSearch } from './technique-search.js'
import { threeSdk } from './three-sdk.js'
import { tutorialReaders } from './tutorial-readers.js'
import { twoPools } from './two-pools.js'
import { universityClass } from './university-class.js'
import { unsupportedRegion } from './unsupported-region.js'
import { voucherHackathon } from './voucher-hackathon.js'

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
  sharedEgress,
  syntheticData,
  agency,
  aggregator,
  localisation,
  launchEnthusiasts,
  unsupportedRegion,
  loadTests,
  competitorBenchmark,
  nightlyEvaluation,
  movedWorkload,
  ciRunners,
  smallFirm,
  strippedGateway,
  auditExplanations,
  failover,
  releaseBenchmarking,
  qualityDrift,
  retrievalBackfill,
  ownSmallModel,
  byokDesktop,
  publishedDataset,
  schoolCard,
  sharedFlat,
  voucherHackathon,
  consultingFirm,
  tutorialReaders,
  passedOnWork,
  meetupReaders,
]

export const findScenario = (id: string): Scenario => {
  const scenario = SCENARIOS.find((candidate) => candidate.id === id)
  if (!scenario) throw new Error(`no scenario is called ${id}`)
  return scenario
}
