import { indicatorId } from '../../domain/indicator.js'
import { readPattern } from '../../indicators/index.js'
import { sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { toldByObjects } from './told-objects.js'

const unread = sqlFile(import.meta.url, './share_unread.sql', { shares_max: 'UInt32' })
/** A share has up to two million characters. */
const SHARES_AT_ONCE = 10

interface Unread {
  readonly sha256: string
  readonly text: string
  readonly shared_at: string
}

/** Notes which patterns left here in shares, and when; each share is read once. */
export async function readShared(store: Store): Promise<void> {
  for (;;) {
    const rows = await store.rows<Unread>(unread, { shares_max: SHARES_AT_ONCE })
    if (rows.length === 0) return
    await store.insert(
      'indicator_shared',
      rows.flatMap(({ sha256, text, shared_at }) => {
        const ids = patternsIn(text, Date.parse(`${shared_at.replace(' ', 'T')}Z`))
        return (ids.length === 0 ? [''] : ids).map((indicator_id) => ({
          ...{ sha256, indicator_id, shared_at },
        }))
      }),
    )
  }
}

/** The ids of the patterns of a share, whatever its form; none where it cannot be read. */
function patternsIn(text: string, nowMs: number): readonly string[] {
  const objects = objectsIn(text)
  const plain = objects.filter(({ type, kind }) => type === 'indicator' && kind !== undefined)
  const told = [...plain, ...toldByObjects(objects, { fresh: new Set(), nowMs }).indicators]
  return [
    ...new Set(
      told.flatMap(({ kind, pattern }) => {
        const read = readPattern(String(kind), pattern)
        return 'refused' in read ? [] : [indicatorId(read.kind.id, read.pattern)]
      }),
    ),
  ]
}

function objectsIn(text: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    const { document } = JSON.parse(text) as { document?: { objects?: unknown } }
    return Array.isArray(document?.objects) ? document.objects : []
  } catch {
    return []
  }
}
