import { CAPABILITIES } from '../../domain/findings.js'
import { WORDED_MILLIBITS_MIN } from '../../domain/wording.js'
import { sqlFile, statement } from '../../store/sql.js'
import { defineStage, runParams } from '../stage.js'

const profiles = sqlFile(import.meta.url, './account_profile.sql', {
  capabilities: 'Array(String)',
  window_start: 'DateTime64(3)',
  worded_millibits_min: 'Int32',
})
const clear = statement('clear_account_profile', 'TRUNCATE TABLE account_profile')

/** Stage 4, profile: how does one account behave? In sums, so that any group is the sum of its members. */
export const profile = defineStage({
  name: 'profile',
  question: 'How does one account behave?',
  reads: ['exchange', 'exchange_fingerprint'],
  writes: ['account_profile'],

  async run(context) {
    await context.store.run(clear)
    context.progress('profiles')
    await context.store.run(profiles, {
      ...runParams(context),
      capabilities: [...CAPABILITIES],
      worded_millibits_min: WORDED_MILLIBITS_MIN,
    })
  },
})
