/**
 * Stolen keys: a harvest of which many accounts belong to honest people.
 *
 * About half of the accounts are the operator's own. The rest are keys that leaked: their owners work
 * on in parallel, from where they always were, and know nothing. They are victims. No published
 * campaign is told apart as this, so the shape has a letter of ours; scale 1 is 50 own accounts and
 * 45 keys.
 */

import { addOwners } from './bystanders.js'
import { harvest } from './reasoning-harvest.js'
import { type Scenario, scaled } from './scenario.js'
import { SHARING } from './sharing.js'

const KEYS = 45

export const stolenKeys: Scenario = {
  id: 'stolen-keys',
  kind: { campaign: 'S' },
  description: 'A harvest through leaked keys, whose owners work on in parallel.',
  run: (traffic, wishes) => {
    const { startMs, endMs } = traffic.window
    harvest(traffic, wishes, {
      accounts: scaled(50, wishes.scale, 3),
      jobsEach: 30,
      shape: 'S',
      join: (pool, stack) =>
        addOwners(traffic, pool, {
          random: wishes.random.split('keys'),
          count: scaled(KEYS, wishes.scale),
          campaignId: wishes.campaignId,
          stack,
          role: () => 'victim',
          // Keys are found one by one, most of them before the window.
          usedFrom: (random) =>
            random.chance(0.5) ? 0 : Math.round(random.uniform(startMs, endMs - 86_400_000)),
          keepsTemplate: (random) => random.chance(SHARING[wishes.discipline].template),
        }),
    })
  },
}
