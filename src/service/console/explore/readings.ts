import { ROLES } from '../../../domain/people.js'
import { lastFinishedRun, NO_RUN } from '../../../store/runs.js'
import { type Params, type Statement, sqlFile } from '../../../store/sql.js'
import type { ReadFrom, Reading } from '../../people/reading.js'
import { runTold } from '../told.js'
import type { ExploreAnswer, ExploreChoices, ExploreDay, ExploreTop } from './api.js'

const FILTERS = ['model', 'channel', 'plan', 'campaign', 'capability', 'elicited'] as const
const BY = ['account', 'model', 'channel', 'plan', 'capability'] as const
/** Where no days are named: the last of so many. */
const DAYS_DEFAULT = 30
const DAY_MS = 86_400_000

const ASKED = {
  ...{ run_id: 'UUID', from: 'String', to: 'String' },
  ...Object.fromEntries(FILTERS.map((name) => [name, 'String'])),
}
const choices = sqlFile(import.meta.url, './explore_choice.sql', {})
const byDay = sqlFile(import.meta.url, './explore_days.sql', ASKED)
const topOf = sqlFile(import.meta.url, './explore_top.sql', { ...ASKED, by: 'String' })

/** What the console asks of exchanges at large: fixed statements with bound values, never SQL of a browser. */
export const EXPLORE_READINGS: readonly Reading[] = Object.freeze([
  {
    path: '/explore',
    summary:
      'Exchanges by day, and what they have most beside the period before: of a `model`, `channel`, `plan`, `capability`, of a `campaign` (an id, `any` or `none`), `elicited` (`yes` or `no`), `from` a day `to` a day, `by` one of account, model, channel, plan and capability.',
    who: ROLES,
    query: {
      ...Object.fromEntries(
        [...FILTERS, 'from', 'to', 'by'].map((name) => [name, 'string' as const]),
      ),
    },
    read: explored,
  },
  {
    path: '/explore/choices',
    summary: 'What exchanges can be told apart by, and the days that there are.',
    who: ROLES,
    read: ({ reader }: ReadFrom) => choicesOf(reader),
  },
])

const choicesOf = async (reader: ReadFrom['reader']): Promise<ExploreChoices | null> =>
  (await reader.rows<ExploreChoices>(choices))[0] ?? null

async function explored({ reader, query }: ReadFrom): Promise<ExploreAnswer> {
  const run = await lastFinishedRun(reader)
  const to = dayOf(query.get('to')) ?? (await choicesOf(reader))?.last_day ?? '1970-01-01'
  const from =
    dayOf(query.get('from')) ??
    new Date(Date.parse(to) - (DAYS_DEFAULT - 1) * DAY_MS).toISOString().slice(0, 10)
  const params = {
    run_id: run?.run_id ?? NO_RUN,
    from,
    to,
    by: BY.find((name) => name === query.get('by')) ?? 'account',
    ...Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? ''])),
  }
  return {
    run: runTold(run),
    from,
    to,
    days: await reader.rows<ExploreDay>(byDay, params),
    top: await reader.rows<ExploreTop>(topOf, params),
    sql: { days: asPasted(byDay, params), top: asPasted(topOf, params) },
  }
}

/** A day of the calendar, or nothing. */
function dayOf(text: string | null): string | undefined {
  if (text === null || !/^\d{4}-\d\d-\d\d$/.test(text)) return undefined
  return Number.isNaN(Date.parse(text)) ? undefined : text
}

/** A statement with its values written into it, for people to paste. It is never run here in this form. */
export function asPasted({ text, params: types }: Statement, params: Params): string {
  const bare = text.replaceAll(/^--.*\n/gm, '').trim()
  return Object.entries(types).reduce(
    (told, [name, type]) =>
      told
        .split(`{${name}:${type}}`)
        .join(type === 'UUID' ? `toUUID(${quoted(params[name])})` : quoted(params[name])),
    bare,
  )
}

/** A string of the engine. A brace is written as its code: no placeholder can come of a value. */
const quoted = (value: unknown): string =>
  `'${`${value}`
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('{', '\\x7B')
    .replaceAll('\n', '\\n')}'`
