import { StillwatchError } from '../../domain/errors.js'
import type { Source } from '../../sources/define.js'

type Line = Readonly<Record<string, unknown>>

/** The lines that are JSON objects. One at fault says nothing of the form; ingest will reject it. */
export function objectsOf(lines: readonly string[]): readonly Line[] {
  return lines.flatMap((line) => {
    try {
      const parsed: unknown = JSON.parse(line)
      const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      return isObject ? [parsed as Line] : []
    } catch {
      return []
    }
  })
}

/** The source of a file: the operator's word, else the one most sure of the first lines. */
export function recogniseSource(
  path: string,
  lines: readonly Line[],
  sources: readonly Source[],
  sourceId: string | undefined,
): Source {
  const ids = sources.map((source) => source.id).join(', ')
  if (sourceId !== undefined) {
    const named = sources.find((source) => source.id === sourceId)
    if (named !== undefined) return named
    const what = `There is no source called ${sourceId}; there are ${ids}.`
    throw new StillwatchError('USAGE', { what, command: 'scan' })
  }
  const [best] = sources
    .map((source) => ({ source, sure: source.recognise(lines) }))
    .sort((a, b) => b.sure - a.sure)
  if (best !== undefined && best.sure > 0) return best.source
  // Lines that are no JSON, or lack what every exchange has, are rejected one by one with a reason: the
  // good ones may come later.
  const native = sources.find((source) => source.id === 'native')
  const isNative = lines.length === 0 || lines.some((line) => 'exchange_id' in line)
  if (native !== undefined && isNative) return native
  const keys = Object.keys(lines[0] ?? {})
  const found = `its first line has the keys ${keys.slice(0, KEYS_SHOWN).join(', ')}`
  throw new StillwatchError('INPUT_UNRECOGNISED', { path, found, sources: ids })
}

const KEYS_SHOWN = 12
