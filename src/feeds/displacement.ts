import type { Displacement } from '../domain/displacement.js'
import { counted, countText, minuteText } from './format.js'
import { excerpt, visibleLine } from './visible.js'

/** Sentences on the longest horizon of each action, with what else could say the same. */
export function displacementTexts(all: readonly Displacement[]): readonly string[] {
  const longest = new Map(all.map((one) => [one.action_id, one]))
  return [...longest.values()].map((one) =>
    [
      doneText(one),
      ...(one.days_seen === 0 ? ['Nothing is known of the time since.'] : goneTexts(one)),
    ].join(' '),
  )
}

const rounded = (count: number): string => countText(Math.round(count))

const doneText = ({ kind, policy_id, acted_at, touched }: Displacement): string =>
  kind === 'ban'
    ? `On ${minuteText(acted_at)} UTC and that day ${counted(touched, 'account')} of it ${touched === 1 ? 'was' : 'were'} suspended.`
    : `From ${minuteText(acted_at)} UTC the policy ${policy_id} was in force for ${counted(touched, 'subject')} of it.`

function goneTexts(one: Displacement): readonly string[] {
  const days = one.days_seen < 1 ? 'less than a day' : counted(Math.round(one.days_seen), 'day')
  return [
    `In ${days} since, ${counted(one.accounts_back, 'account')} that came after it asked ${counted(one.exchanges_back, 'time')}, and those from before ${counted(one.exchanges_staying, 'time')}.`,
    one.days_before > 0
      ? `Its days before would bring ${rounded(one.exchanges_expected)} (${rounded(one.exchanges_expected_least)} to ${rounded(one.exchanges_expected_most)}).`
      : 'What would have come without it nobody can say: the log has no day before.',
    ...routeTexts(one),
    ...counterTexts(one),
  ]
}

/** What a client sends may be named anything. */
const ROUTES_TOLD = 8
const ROUTE_CHARACTERS = 60

/** Where they came back by another way than before. */
function routeTexts({ routes }: Displacement): readonly string[] {
  const fresh = routes.filter((one) => one.exchanges_back > 0 && one.exchanges_before === 0)
  if (fresh.length === 0) return []
  const names = fresh
    .slice(0, ROUTES_TOLD)
    .map(({ kind, name }) => `${kind} ${excerpt(visibleLine(name), ROUTE_CHARACTERS)}`)
  return [`New since: ${names.join(', ')}.`]
}

/** What speaks against reading it as displacement. */
function counterTexts(one: Displacement): readonly string[] {
  const grown =
    one.others_per_day_before > 0 && one.others_per_day_after / one.others_per_day_before
  return [
    ...(one.accounts_back_before > 0 && one.accounts_back > 0
      ? [
          `It may grow by itself: ${counted(one.accounts_back_before, 'operator')} ${one.accounts_back_before === 1 ? 'was' : 'were'} new in as many days before.`,
        ]
      : []),
    ...(one.accounts_text_only > 0
      ? [
          `Another ${counted(one.accounts_text_only, 'newcomer')} sent only its text, as ${counted(one.strangers_with_text, 'stranger')} had before: they are not counted.`,
        ]
      : []),
    ...(grown !== false && (grown > 1.5 || grown < 2 / 3)
      ? [
          `Everybody else asked ${grown.toFixed(1)} times as much by day as before: a season, and no part of the figures.`,
        ]
      : []),
  ]
}
