import { type KeyboardEvent, memo, type PointerEvent, useMemo, useRef, useState } from 'react'
import type { RasterAnswer } from '../../../../../src/service/console/campaigns/api.js'
import { useReading } from '../../../api/queries.js'
import { counted, countText } from '../../../parts/format.js'
import { Loaded, Section } from '../../../parts/parts.js'
import { type RasterModel, rasterModel, SORTS, type Sort } from './model.js'
import { RasterTable } from './raster-table.js'
import { Axis, type CellAt, cellText, Legend, spanWords } from './told.js'
import { usePainted, useWheel } from './use-painted.js'
import { brushed, moved, showing, type View, wholeView, zoomed } from './view.js'
import './raster.css'

const SORT_WORDS: Readonly<Record<Sort, string>> = {
  seen: 'first seen',
  tie: 'how strongly they are tied',
  taken: 'what was taken through them',
}

/** Accounts over time: a ban, and who comes after it, are seen at a glance. */
export function RasterSection({ campaignId }: { readonly campaignId: string }) {
  const raster = useReading<RasterAnswer>('/campaigns/raster', { campaign_id: campaignId })
  const [sort, setSort] = useState<Sort>('seen')
  return (
    <Section
      title="Accounts over time"
      aside={
        <label className="inline">
          In order of{' '}
          <select
            value={sort}
            onChange={({ target }) => setSort(SORTS.find((one) => one === target.value) ?? 'seen')}
          >
            {SORTS.map((one) => (
              <option key={one} value={one}>
                {SORT_WORDS[one]}
              </option>
            ))}
          </select>
        </label>
      }
    >
      <Loaded from={raster}>
        {(answer) =>
          answer.accounts.length === 0 ? (
            <p className="quiet">No exchange of its accounts is kept any more.</p>
          ) : (
            <Raster key={answer.run?.run_id} answer={answer} sort={sort} />
          )
        }
      </Loaded>
    </Section>
  )
}

const ZOOM_STEP = 1.6

function Raster({ answer, sort }: { readonly answer: RasterAnswer; readonly sort: Sort }) {
  const model = useMemo(() => rasterModel(answer, sort), [answer, sort])
  const [view, setView] = useState<View>(() => wholeView(model))
  const [cursor, setCursor] = useState<CellAt>()
  const [hover, setHover] = useState<CellAt>()
  const [brush, setBrush] = useState<readonly [number, number]>()
  const drag = useRef<{
    readonly x: number
    readonly y: number
    readonly view: View
    readonly from?: number
  }>(undefined)
  const canvas = usePainted({ answer, model, view, cursor, brush })
  const place = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const [u, v] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height]
    return { u, v, bucket: view.x + u * view.width, row: view.y + v * view.height, box }
  }
  const down = (event: PointerEvent<HTMLCanvasElement>) => {
    const { bucket } = place(event)
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = {
      x: event.clientX,
      y: event.clientY,
      view,
      ...(event.shiftKey ? { from: bucket } : {}),
    }
  }
  const over = (event: PointerEvent<HTMLCanvasElement>) => {
    const { bucket, row, box } = place(event)
    const dragged = drag.current
    if (dragged === undefined) {
      setHover({ bucket: Math.floor(bucket), row: Math.floor(row) })
      return
    }
    if (dragged.from !== undefined) {
      setBrush([dragged.from, bucket])
      return
    }
    const dx = ((dragged.x - event.clientX) / box.width) * dragged.view.width
    const dy = ((dragged.y - event.clientY) / box.height) * dragged.view.height
    setView(moved(dragged.view, dx, dy, model))
  }
  const up = (event: PointerEvent<HTMLCanvasElement>) => {
    const { bucket, row } = place(event)
    const dragged = drag.current
    drag.current = undefined
    setBrush(undefined)
    if (dragged === undefined) return
    if (dragged.from !== undefined) setView(brushed(view, dragged.from, bucket, model))
    else if (Math.hypot(event.clientX - dragged.x, event.clientY - dragged.y) < 4) {
      setCursor({ bucket: Math.floor(bucket), row: Math.floor(row) })
    }
  }
  const zoom = (factor: number, point: readonly [number, number] = [0.5, 0.5]) =>
    setView((was) => zoomed(was, factor, point, model))
  useWheel(canvas, (event) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect()
    const point = [
      (event.clientX - box.left) / box.width,
      (event.clientY - box.top) / box.height,
    ] as const
    zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, point)
  })
  const pressed = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (step !== undefined) {
      const by = event.shiftKey ? 10 : 1
      const from = cursor ?? { bucket: Math.floor(view.x), row: Math.floor(view.y) }
      const to = {
        bucket: Math.max(0, Math.min(model.buckets - 1, from.bucket + by * step[0])),
        row: Math.max(0, Math.min(model.rows - 1, from.row + by * step[1])),
      }
      setCursor(to)
      setView((was) => showing(was, to.bucket, to.row, model))
    } else if (event.key === '+' || event.key === '=') zoom(ZOOM_STEP)
    else if (event.key === '-') zoom(1 / ZOOM_STEP)
    else if (event.key === '0') setView(wholeView(model))
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <figure className="raster">
      <div className="row-of">
        <button type="button" onClick={() => zoom(ZOOM_STEP)}>
          Nearer
        </button>
        <button type="button" onClick={() => zoom(1 / ZOOM_STEP)}>
          Farther
        </button>
        <button type="button" onClick={() => setView(wholeView(model))}>
          Whole
        </button>
        <span className="quiet hint">
          Drag to move, Shift and drag to choose a time, Ctrl and wheel to zoom; arrows, + − 0 by
          keyboard.
        </span>
      </div>
      <canvas
        ref={canvas}
        role="application"
        aria-label={`${counted(model.rows, 'account')} over time. Arrow keys read it cell by cell.`}
        tabIndex={0}
        onPointerDown={down}
        onPointerMove={over}
        onPointerUp={up}
        onPointerLeave={() => setHover(undefined)}
        onKeyDown={pressed}
      />
      <Axis answer={answer} view={view} />
      <p className="told" aria-live="polite">
        {cellText(answer, model, hover ?? cursor)}
      </p>
      <figcaption>
        <Legend answer={answer} />
        <p className="quiet">
          A row is an account, a column {spanWords(answer.bucket_seconds)}. A dot is where it was
          made, a bar where it ended.
          {answer.accounts_left_out > 0 &&
            ` ${countText(answer.accounts_left_out)} accounts are not drawn.`}
          {model.waves.length > 0 &&
            ` Accounts ended together ${countText(model.waves.length)} times: dotted lines.`}
        </p>
      </figcaption>
      <Twin answer={answer} model={model} />
    </figure>
  )
}

/** As it does not change while somebody moves about, it is not drawn anew. */
const Twin = memo(function Twin({
  answer,
  model,
}: {
  readonly answer: RasterAnswer
  readonly model: RasterModel
}) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>The same as a table</summary>
      {isOpen && <RasterTable answer={answer} model={model} />}
    </details>
  )
})

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}
