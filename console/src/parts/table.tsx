import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { countText } from './format.js'

export interface Column<Row> {
  readonly name: string
  readonly title: string
  readonly cell: (row: Row) => ReactNode
  /** By which it sorts; without it it does not. */
  readonly by?: (row: Row) => number | string
  readonly isNumber?: boolean
  /** A share of the width, as CSS grids have it. */
  readonly width?: string
}

interface TableProps<Row> {
  readonly caption: string
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly keyOf: (row: Row) => string
  readonly sort?: { readonly name: string; readonly isDown: boolean }
  /** The key of the row that the keyboard is at. */
  readonly at?: string | undefined
  /** What opening a row does. */
  readonly onOpen?: (row: Row) => void
  readonly empty?: ReactNode
  /** A higher table scrolls by itself, and holds but the rows that are seen. */
  readonly heightMax?: number
}

const ROW_HEIGHT = 36
/** Up to here all rows are there, so that a browser's own search finds them. */
const PLAIN_ROWS_MAX = 200

/** A table that sorts. Many rows scroll inside of it; a narrow page has the columns below each other. */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, rows, columns, empty, sort } = props
  const [by, setBy] = useState(sort)
  const column = columns.find(({ name }) => name === by?.name)
  const sorted = useMemo(() => sortRows(rows, column, by?.isDown ?? false), [rows, column, by])
  if (rows.length === 0) return <>{empty ?? <p className="quiet">None.</p>}</>
  const template = columns.map(({ width = 'minmax(0, 1fr)' }) => width).join(' ')
  const turn = (name: string) =>
    setBy((was) => ({ name, isDown: was?.name === name ? !was.isDown : true }))
  return (
    <div
      className="table"
      role="table"
      aria-label={caption}
      aria-rowcount={rows.length + 1}
      style={{ '--columns': template } as object}
    >
      <div role="rowgroup">
        <div className="row heads" role="row">
          {columns.map(({ name, title, by: sorts, isNumber }) => (
            <span
              key={name}
              role="columnheader"
              className={isNumber ? 'number' : undefined}
              aria-sort={by?.name !== name ? undefined : by.isDown ? 'descending' : 'ascending'}
            >
              {sorts === undefined ? (
                title
              ) : (
                <button type="button" onClick={() => turn(name)}>
                  {title}
                  <span aria-hidden="true">{by?.name !== name ? '' : by.isDown ? ' ↓' : ' ↑'}</span>
                </button>
              )}
            </span>
          ))}
        </div>
      </div>
      <Rows {...props} rows={sorted} />
      {rows.length > PLAIN_ROWS_MAX && <p className="quiet">{countText(rows.length)} rows</p>}
    </div>
  )
}

function sortRows<Row>(rows: readonly Row[], column: Column<Row> | undefined, isDown: boolean) {
  const by = column?.by
  if (by === undefined) return rows
  const turn = isDown ? -1 : 1
  return [...rows].sort((a, b) => {
    const [x, y] = [by(a), by(b)]
    return x === y ? 0 : x < y ? -turn : turn
  })
}

function Rows<Row>({ rows, columns, keyOf, at, onOpen, heightMax = 560 }: TableProps<Row>) {
  const box = useRef<HTMLDivElement>(null)
  const isPlain = rows.length <= PLAIN_ROWS_MAX
  const virtual = useVirtualizer({
    count: isPlain ? 0 : rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  })
  const draw = (row: Row, place: number, top?: number) => (
    <div
      key={keyOf(row)}
      role="row"
      aria-rowindex={place + 2}
      className={`row${onOpen === undefined ? '' : ' opens'}${keyOf(row) === at ? ' is-at' : ''}`}
      aria-current={keyOf(row) === at ? 'true' : undefined}
      data-row={keyOf(row)}
      style={
        top === undefined
          ? undefined
          : {
              transform: `translateY(${top}px)`,
              position: 'absolute',
              width: '100%',
              height: ROW_HEIGHT,
            }
      }
      onClick={
        onOpen === undefined ? undefined : (event) => isOnControl(event.target) || onOpen(row)
      }
    >
      {columns.map(({ name, title, cell, isNumber }) => (
        <span key={name} role="cell" className={isNumber ? 'number' : undefined} data-title={title}>
          {cell(row)}
        </span>
      ))}
    </div>
  )
  if (isPlain) return <div role="rowgroup">{rows.map((row, place) => draw(row, place))}</div>
  return (
    <div
      ref={box}
      role="rowgroup"
      className="scrolls"
      tabIndex={0}
      style={{ maxHeight: heightMax }}
    >
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]
          return row === undefined ? null : draw(row, index, start)
        })}
      </div>
    </div>
  )
}

const isOnControl = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('a, button, input, select, label') !== null
