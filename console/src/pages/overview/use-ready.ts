import { useQuery } from '@tanstack/react-query'
import type { ReadyAnswer } from '../../../../src/service/console/health/api.js'
import { useMe } from '../../api/queries.js'

const EVERY_MS = 30_000

/** What the gate says of itself; undefined where none serves this page, or it does not answer. */
export function useReady(): ReadyAnswer | undefined {
  const me = useMe()
  const isServed = me.data !== undefined && me.data.is_read_only !== true
  const { data } = useQuery<ReadyAnswer | null>({
    queryKey: ['/readyz'],
    // One that is stopping answers 503, with the same body.
    queryFn: async ({ signal }) => {
      const answer = await fetch('/readyz', { signal }).catch(() => null)
      const body: unknown = await answer?.json().catch(() => null)
      return isReady(body) ? body : null
    },
    enabled: isServed,
    refetchInterval: EVERY_MS,
  })
  return data ?? undefined
}

const isReady = (body: unknown): body is ReadyAnswer =>
  typeof body === 'object' && body !== null && 'degraded' in body && 'spool' in body
