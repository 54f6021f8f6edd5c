import { useEffect, useMemo, useRef, useState } from 'react'
import { paint, paintLevels, readPalette } from './paint.js'

type Seen = Omit<Parameters<typeof paint>[3], 'levels' | 'palette'>

/** A canvas that shows what it is given, on as many pixels as the screen has, at most once a frame. */
export function usePainted(seen: Seen) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [theme, setTheme] = useState(0)
  const [size, setSize] = useState({ width: 0, height: 0 })
  const { model } = seen
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  const drawn = useMemo(() => {
    const palette = readPalette(document.body)
    return { palette, levels: paintLevels(model, palette) }
  }, [model, theme])
  useEffect(() => {
    const turned = () => setTheme((was) => was + 1)
    const dark = window.matchMedia('(prefers-color-scheme: dark)')
    window.addEventListener('themechange', turned)
    dark.addEventListener('change', turned)
    return () => {
      window.removeEventListener('themechange', turned)
      dark.removeEventListener('change', turned)
    }
  }, [])
  useEffect(() => {
    const { current } = canvas
    if (current === null) return
    const watch = new ResizeObserver(() =>
      setSize({ width: current.clientWidth, height: current.clientHeight }),
    )
    watch.observe(current)
    return () => watch.disconnect()
  }, [])
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const { current } = canvas
      const context = current?.getContext('2d')
      if (current === null || context == null || size.width === 0) return
      const scale = window.devicePixelRatio
      const [width, height] = [Math.round(size.width * scale), Math.round(size.height * scale)]
      if (current.width !== width || current.height !== height) {
        current.width = width
        current.height = height
      }
      context.setTransform(scale, 0, 0, scale, 0, 0)
      paint(context, size.width, size.height, { ...seen, ...drawn })
    })
    return () => cancelAnimationFrame(frame)
  })
  return canvas
}

/** With Ctrl alone: a wheel that zooms wherever the pointer happens to be keeps people from scrolling past. */
export function useWheel(
  canvas: { readonly current: HTMLCanvasElement | null },
  turn: (event: WheelEvent) => void,
): void {
  const latest = useRef(turn)
  latest.current = turn
  useEffect(() => {
    const { current } = canvas
    const turned = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      latest.current(event)
    }
    current?.addEventListener('wheel', turned, { passive: false })
    return () => current?.removeEventListener('wheel', turned)
  }, [canvas])
}
