import { sqlFile } from '../store/sql.js'
import type { Store } from '../store/store.js'
import { counted, countText, minuteText } from './format.js'

/** What was done to a campaign once, and where its traffic went within some days of it. */
export interface Displacement {
  readonly campaign_id: string
  readonly action_id: string
  readonly kind: 'ban' | 'restriction'
  readonly policy_id: string
  readonly acted_at: string
  /** Accounts that were sent away; subjects of a restriction. */
  readonly touched: number
  readonly horizon_days: number
  /** Of these, what lies before the end of the log. */
  readonly days_seen: number
  readonly days_before: number
  /** Of its operators from before. */
  readonly exchanges_staying: number
  readonly accounts_back: number
  readonly exchanges_back: number
  readonly tokens_back: number
  readonly exchanges_expected: number
  readonly exchanges_expected_least: number
  readonly exchanges_expected_most: number
  readonly tokens_expected: number
  readonly accounts_back_before: number
  readonly accounts_text_only: number
  readonly strangers_with_text: number
  readonly others_per_day_before: number
  readonly others_per_day_after: number
  /** In the thirty days before, and of who came back in those after. */
  readonly routes: readonly Route[]
}

export interface Route {
  readonly kind: string
  readonly name: string
  readonly exchanges_before: number
  readonly exchanges_back: number
}

const ROWS_MAX = 1000
const all = sqlFile(import.meta.url, './campaign_displacement.sql', {
  run_id: 'UUID',
  campaign_id: 'String',
  rows_max: 'UInt32',
})

type Row = Readonly<Record<keyof Displacement, unknown>> & {
  readonly acted: string
  readonly routes: readonly (readonly [string, string, string, string])[]
}
const TEXTS = ['campaign_id', 'action_id', 'kind', 'policy_id']

/** Of one campaign of a run, or of all; nothing where nothing was done. */
export async function displacementOf(
  store: Store,
  runId: string,
  campaignId = '',
): Promise<readonly Displacement[]> {
  const params = { run_id: runId, campaign_id: campaignId, rows_max: ROWS_MAX }
  const rows = await store.rows<Row>(all, params)
  return rows.map(({ acted, routes, ...row }) => {
    // Counts come as texts.
    const told = Object.entries(row).map(([name, value]) => [
      name,
      TEXTS.includes(name) ? value : Number(value),
    ])
    return {
      ...(Object.fromEntries(told) as Omit<Displacement, 'acted_at' | 'routes'>),
      acted_at: `${acted.replace(' ', 'T')}Z`,
      routes: routes.map(([kind, name, before, back]) => ({
        ...{ kind, name },
        ...{ exchanges_before: Number(before), exchanges_back: Number(back) },
      })),
    }
  })
}

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

/** Where they came back by another way than before. */
function routeTexts({ routes }: Displacement): readonly string[] {
  const fresh = routes.filter((one) => one.exchanges_back > 0 && one.exchanges_before === 0)
  if (fresh.length === 0) return []
  return [`New since: ${fresh.map(({ kind, name }) => `${kind} ${name}`).join(', ')}.`]
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
