import { defineDetector } from '../define.js'

export default defineDetector({
  id: 'known-customers',
  family: 'innocence',
  speaks: 'innocence',
  title: 'Old, verified customers',
  why: 'Customers with a long history and a proof of who they are stand for what they do, and can be asked.',
  benign: [
    'None: it speaks for the innocent. Bought or stolen accounts have it too: a change of habits shows those.',
  ],
  evasions: ['Buying old accounts: they cost more, and change all at once.'],
  needs: ['account.created_at', 'account.verification'],
  bits_max: 6,
  statement:
    '{old} of its {entities} customers are older than 180 days, {verified} hold a proof of identity.',
  settings: {},
  sql: `
    SELECT
        subject_id,
        least(1, least(old_entities, verified_entities) / greatest(1, entities)) AS strength,
        map('old', toFloat64(old_entities), 'verified', toFloat64(verified_entities), 'entities', toFloat64(entities)) AS facts
    FROM subject_profile
    WHERE run_id = {run_id:UUID} AND subject_kind != 'population'
      AND old_entities * 2 >= entities AND verified_entities * 2 >= entities
  `,
  cases: {
    fires: {
      'ten old and verified firms': {
        subject_profile: [
          {
            subject_kind: 'cluster',
            subject_id: 'x',
            entities: 10,
            old_entities: 10,
            verified_entities: 9,
          },
        ],
      },
    },
    quiet: {
      'ten new names': {
        subject_profile: [
          {
            subject_kind: 'cluster',
            subject_id: 'x',
            entities: 10,
            old_entities: 0,
            verified_entities: 1,
          },
        ],
      },
    },
  },
})
