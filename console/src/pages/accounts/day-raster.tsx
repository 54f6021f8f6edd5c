import type { DayRow } from '../../../../src/service/console/accounts/api.js'
import { counted } from '../../parts/format.js'
import { Name, Section } from '../../parts/parts.js'
import './day-raster.css'

const DAYS_MAX = 62

/** Days of use: its own row, and under it those that it is tied to most. The darker, the more was sent that day. */
export function DayRaster({
  accountId,
  days,
}: {
  readonly accountId: string
  readonly days: readonly DayRow[]
}) {
  if (days.length === 0) return null
  const every = [...new Set(days.map(({ day }) => day))].sort()
  const shown = every.slice(-DAYS_MAX)
  const most = Math.max(...days.map(({ exchanges }) => exchanges))
  const accounts = [...new Set([accountId, ...days.map(({ account_id }) => account_id)])]
  const sent = new Map(days.map((row) => [`${row.day} ${row.account_id}`, row]))
  return (
    <Section title="Days of use, beside the accounts it is tied to">
      <p className="quiet">
        {shown[0]} to {shown.at(-1)}
        {shown.length < every.length && `, the last ${DAYS_MAX} days of ${every.length}`}; the
        fullest day has {counted(most, 'exchange')}.
      </p>
      <ul className="day-raster">
        {accounts.map((account) => {
          const own = shown.map((day) => sent.get(`${day} ${account}`))
          const total = own.reduce((sum, row) => sum + (row?.exchanges ?? 0), 0)
          const used = own.filter((row) => row !== undefined).length
          return (
            <li key={account}>
              <span className="of">
                {account === accountId ? <b>This account</b> : <Name of={account} />}
              </span>
              <span className="cells" aria-hidden="true">
                {own.map((row, at) => (
                  <i
                    key={shown[at]}
                    title={row && `${row.day}: ${counted(row.exchanges, 'exchange')}`}
                    style={{ opacity: row ? 0.25 + 0.75 * (row.exchanges / most) : 0 }}
                  />
                ))}
              </span>
              <span className="quiet">
                {counted(total, 'exchange')} on {counted(used, 'day')}
              </span>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
