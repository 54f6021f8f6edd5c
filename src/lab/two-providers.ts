/**
 * One operator with two faces: the same hand at two providers.
 *
 * At both it has the same cards, exits, mail domains, sign-up times, programs and texts, drawn for each account as far as its
 * discipline lets accounts share them. Accounts, queues and conversations are each provider's own: nothing that was asked at one
 * is continued at the other. So what two accounts at different providers have in common is what two of one pool have, and less
 * where the second face is the more disciplined.
 */

import type { ScenarioChoice } from './choice.js'
import type { Preset } from './presets.js'
import type { Discipline } from './scenarios/discipline.js'
import { SCENARIOS } from './scenarios/index.js'

/** How the second face behaves, and how much smaller it is. */
export interface SecondFace {
  readonly discipline: Discipline
  readonly coverShare: number
  /** Of the accounts at the first provider. */
  readonly share: number
}

/** Means are rented for so many accounts, at both together. */
const MEANS_FOR = 120

const isCampaign = ({ id }: ScenarioChoice): boolean =>
  SCENARIOS.some((one) => one.id === id && 'campaign' in one.kind)

/** The world of each provider, of a preset that says what the first one has. */
export function twoProviders(
  preset: Preset,
  seed: string,
  face: SecondFace,
): { readonly first: Preset; readonly second: Preset } {
  const faceOf = (choice: ScenarioChoice, provider: string): ScenarioChoice => ({
    ...choice,
    operator: `${seed} ${choice.id}`,
    effort: { ...choice.effort, branch: { provider, meansFor: MEANS_FOR } },
  })
  const campaigns = preset.scenarios.filter(isCampaign)
  const others = preset.scenarios.filter((choice) => !isCampaign(choice))
  const { share, discipline, coverShare } = face
  return {
    first: { ...preset, scenarios: [...campaigns.map((one) => faceOf(one, 'first')), ...others] },
    second: {
      ...preset,
      scenarios: [
        ...campaigns.map((one) => ({
          ...faceOf(one, 'second'),
          scale: share * (one.scale ?? 1),
          discipline,
          coverShare,
        })),
        ...others,
      ],
    },
  }
}
