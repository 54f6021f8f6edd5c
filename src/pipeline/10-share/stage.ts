import { sqlFile } from '../../store/sql.js'
import { defineStage, runParams } from '../stage.js'
import { collectFindings } from './findings.js'
import { measureIndicators } from './indicators.js'

const sightings = sqlFile(import.meta.url, './sighting.sql', {
  ...{ run_id: 'UUID', window_end: 'DateTime64(3)', accounts_step: 'UInt32' },
})
/** Of fewer accounts nothing is told: as of what is recognised by a ban or a text, fewer are somebody. */
const ACCOUNTS_STEP = 5

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
    await context.store.run(sightings, { ...runParams(context), accounts_step: ACCOUNTS_STEP })
    context.progress('findings')
    const findings = await collectFindings(context)
    await context.store.insert('share', [
      { run_id: context.runId, feed: 'findings', document: JSON.stringify(findings, null, 2) },
    ])
  },
})
