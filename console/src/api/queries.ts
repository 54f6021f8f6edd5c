import { QueryClient, useQuery } from '@tanstack/react-query'
import type { MeAnswer } from '../../../src/service/console/told.js'
import { ask, Fault, type Query } from './client.js'

const TRIES_MAX = 3

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // What is passing is asked again, and what was shown stays meanwhile.
      retry: (tries, fault) => fault instanceof Fault && fault.isPassing && tries < TRIES_MAX,
      refetchOnWindowFocus: true,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

/** A reading of the service, kept under its path and query. */
export function useReading<Answer>(
  path: string,
  query: Query = {},
  options: { readonly enabled?: boolean; readonly everyMs?: number } = {},
) {
  return useQuery<Answer, Fault>({
    queryKey: [path, query],
    queryFn: ({ signal }) => ask<Answer>(path, query, signal),
    enabled: options.enabled ?? true,
    refetchInterval: options.everyMs ?? false,
    // Of the same reading with another query the last answer stays until the next is there.
    placeholderData: (before) => before,
  })
}

export const useMe = () => useReading<MeAnswer>('/me')

/** Whether whoever looks has one of these roles; the service refuses whoever has not, whatever is shown. */
export function useMay(...roles: readonly string[]): boolean {
  const { data } = useMe()
  if (data === undefined || data.is_read_only === true) return false
  return data.roles.some((role) => roles.includes(role))
}

/** What a run published stays as it is until the next. */
const OF_THE_RUN = ['/campaigns/raster', '/campaigns/details', '/explore', '/graph', '/catalogue']

/** After a deed everything else may be otherwise. */
export const askAllAgain = () =>
  queryClient.invalidateQueries({
    predicate: ({ queryKey: [path] }) => !OF_THE_RUN.some((fixed) => `${path}`.startsWith(fixed)),
  })
