import { defineReason } from '../define.js'

export default defineReason({
  id: 'in-campaign',
  family: 'ties',
  speaks: 'fraud',
  firmness: 2,
  title: 'An operator of a campaign',
  why: `Whatever it showed when it applied, the last run has it in a campaign: by several families of evidence, with its
    counter-evidence weighed. It is asked again who it is.`,
  benign: ['Whoever the run misjudged: the campaign says by what, and an appeal is heard.'],
  evasions: ['Doing little: what is not seen is not judged.'],
  needs: ['account_id'],
  bits_max: 12,
  answered_by: ['identity', 'documents'],
  asks_anew: true,
  statement: 'The last run has the account among the operators of a campaign.',
  weigh: ({ account_id }, _, marks) =>
    account_id !== '' && marks.ofAccount(account_id) === 'campaign' ? { bits: 12 } : undefined,
  cases: {
    speaks: {
      'the account itself': {
        application: { account_id: 'a' },
        marked: [{ mark: 'campaign', account_id: 'a' }],
      },
    },
    quiet: {
      'another account': {
        application: { account_id: 'b' },
        marked: [{ mark: 'campaign', account_id: 'a' }],
      },
    },
  },
})
