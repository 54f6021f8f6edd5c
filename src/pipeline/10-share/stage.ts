import { defineStage } from '../stage.js'
import { collectFindings } from './findings.js'
import { measureIndicators } from './indicators.js'
import { countSightings } from './sightings.js'

/** Stage 10, share: what may others be told? The findings, and what others could match, by its worth on our own history. */
export const share = defineStage({
  name: 'share',
  question: 'What may others be told?',
  reads: [
    'account',
    'account_identity',
    'account_mission',
    'account_profile',
    'account_value',
    'attribution',
    'campaign',
    'campaign_evidence',
    'campaign_member',
    'campaign_taken',
    'cleared',
    'cluster',
    'cluster_member',
    'countermeasure_proposed',
    'exchange',
    'exchange_fingerprint',
    'indicator_match',
    'input_file',
    'link_evidence',
    'reference',
    'ruling',
    'shared_value',
    'verdict',
  ],
  writes: ['indicator', 'share', 'sighting'],

  async run(context) {
    context.progress('indicators')
    await measureIndicators(context)
    context.progress('sightings')
    await countSightings(context)
    context.progress('findings')
    const findings = await collectFindings(context)
    await context.store.insert('share', [
      { run_id: context.runId, feed: 'findings', document: JSON.stringify(findings, null, 2) },
    ])
  },
})
