import { memo } from 'react'
import type { RasterAnswer } from '../../../../../src/service/console/campaigns/api.js'
import { counted, minuteText, nameText } from '../../../parts/format.js'
import { instantOf, NO_FAMILY, OTHER_FAMILY, type RasterModel } from './model.js'
import type { View } from './view.js'

/** A cell by its places on the page. */
export interface CellAt {
  readonly bucket: number
  readonly row: number
}

const TICKS = 5

/** When what is seen begins and ends, and times between. */
export function Axis({ answer, view }: { readonly answer: RasterAnswer; readonly view: View }) {
  const ticks = Array.from(
    { length: TICKS },
    (_, place) => view.x + (view.width * place) / (TICKS - 1),
  )
  return (
    <div className="axis" aria-hidden="true">
      {ticks.map((bucket, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a tick is its place
        <span key={place}>{minuteText(instantOf(answer, bucket))}</span>
      ))}
    </div>
  )
}

export const Legend = memo(function Legend({ answer }: { readonly answer: RasterAnswer }) {
  return (
    <ul className="legend">
      {answer.families.map((family, place) => (
        <li key={family}>
          <i className={`swatch f${place}`} /> Template <code>{family.slice(0, 8)}</code>
        </li>
      ))}
      <li>
        <i className="swatch f-other" /> another template
      </li>
      <li>
        <i className="swatch f-none" /> no template
      </li>
    </ul>
  )
})

/** As many as a cell can say. */
export const CELL_COUNT_MAX = 4095

const countedCell = (exchanges: number): string =>
  exchanges < CELL_COUNT_MAX
    ? counted(exchanges, 'exchange')
    : `${CELL_COUNT_MAX} exchanges or more`

/** What a cell says, in words. */
export function cellText(
  answer: RasterAnswer,
  model: RasterModel,
  cell: CellAt | undefined,
): string {
  const account = cell && answer.accounts[model.order[cell.row] ?? -1]
  if (cell === undefined || account === undefined)
    return 'Point at a cell, or go there by the arrow keys.'
  const value = model.cells[cell.row * model.buckets + cell.bucket] ?? 0
  const who = `${nameText(account.account_id)}${account.role === 'operator' ? '' : `, ${account.role}, not to be acted on`}`
  const what =
    value === 0 ? 'nothing' : `${countedCell(value >> 4)}, ${familyWords(answer, value & 15)}`
  return `${minuteText(instantOf(answer, cell.bucket))}: ${what} of ${who}`
}

function familyWords({ families }: RasterAnswer, family: number): string {
  if (family === NO_FAMILY) return 'no template'
  if (family === OTHER_FAMILY) return 'another template'
  return `template ${families[family]?.slice(0, 8) ?? ''}`
}

/** "2 hours" */
export function spanWords(seconds: number): string {
  if (seconds % 86_400 === 0) return counted(seconds / 86_400, 'day')
  return seconds % 3600 === 0 ? counted(seconds / 3600, 'hour') : counted(seconds / 60, 'minute')
}
