import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { ExploreDay } from '../../../../src/service/console/explore/api.js'

const HEIGHT = 220

/** Exchanges by day, drawn; the table beside it says the same. */
export function Series({ days }: { readonly days: readonly ExploreDay[] }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { current } = box
    if (current === null) return
    const { color } = getComputedStyle(current)
    const axis = { stroke: color, grid: { stroke: color, width: 0.2 } }
    const plot = new uPlot(
      {
        ...{ width: current.clientWidth, height: HEIGHT, legend: { show: false } },
        tzDate: (at) => uPlot.tzDate(new Date(at * 1000), 'Etc/UTC'),
        axes: [axis, { ...axis, size: 70 }],
        series: [{}, { label: 'exchanges', stroke: color, width: 2, points: { show: true } }],
        scales: { y: { range: (_, __, most) => [0, Math.max(1, most * 1.05)] } },
      },
      [days.map(({ day }) => Date.parse(day) / 1000), days.map(({ exchanges }) => exchanges)],
      current,
    )
    const sized = new ResizeObserver(() =>
      plot.setSize({ width: current.clientWidth, height: HEIGHT }),
    )
    sized.observe(current)
    return () => {
      sized.disconnect()
      plot.destroy()
    }
  }, [days])
  return <div ref={box} className="series" role="img" aria-label="Exchanges by day" />
}
