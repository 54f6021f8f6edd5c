import { statement } from '../../store/sql.js'
import { defineStage } from '../stage.js'
import { measureDisplacement } from './displacement.js'

const campaigns = statement(
  'campaigns',
  `SELECT campaign_id, verdict, uniqExact(account_id) AS accounts,
          max(is_organization_verified) AS has_verified
   FROM campaign
   INNER JOIN (
       SELECT campaign_id, account_id FROM campaign_member WHERE run_id = {run_id:UUID} AND role = 'operator'
   ) AS member USING (campaign_id)
   INNER JOIN account_identity USING (account_id)
   WHERE run_id = {run_id:UUID}
   GROUP BY campaign_id, verdict
   ORDER BY campaign_id`,
)

/** Above this many accounts, or over a verified organisation, one person does not decide alone. */
const TWO_PERSON_ACCOUNTS = 100

/**
 * Stage 9, respond: what is proportionate? It proposes the mildest that holds, says where the traffic went after what was
 * done before, and does nothing.
 */
export const respond = defineStage({
  name: 'respond',
  question: 'What is proportionate?',
  reads: [
    'account_event',
    'account_identity',
    'account_profile',
    'account_recognised',
    'audit',
    'campaign',
    'campaign_mark',
    'campaign_member',
    'displacement_account',
    'exchange',
    'exchange_template',
    'ruling',
  ],
  writes: ['countermeasure_proposed', 'displacement', 'displacement_account', 'displacement_route'],

  async run({ store, runId, window }) {
    const rows = await store.rows<{
      campaign_id: string
      verdict: string
      accounts: string
      has_verified: number
    }>(campaigns, { run_id: runId })
    await store.insert(
      'countermeasure_proposed',
      rows.map(({ campaign_id, verdict, accounts, has_verified }) => ({
        run_id: runId,
        campaign_id,
        level: verdict === 'act' ? 'verify' : 'observe',
        needs:
          Number(accounts) > TWO_PERSON_ACCOUNTS || has_verified === 1
            ? 'two people'
            : 'one person',
      })),
    )
    if (rows.length > 0) await measureDisplacement({ store, runId, window })
  },
})
