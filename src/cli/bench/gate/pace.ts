import { performance } from 'node:perf_hooks'

const TIMER_MS = 1.5

/**
 * Calls at an even pace and not when an answer came: whoever is slow must not be asked less. Sleeps most
 * of the way and watches the rest, since a load that spins takes a core from what it measures.
 */
export async function paced(
  { rate, seconds }: { readonly rate: number; readonly seconds: number },
  call: (index: number) => void,
): Promise<void> {
  const startMs = performance.now()
  const calls = Math.round(rate * seconds)
  for (let index = 0; index < calls; index += 1) {
    const dueMs = startMs + (index * 1000) / rate
    const leftMs = dueMs - performance.now()
    if (leftMs > TIMER_MS) await new Promise((resolve) => setTimeout(resolve, leftMs - TIMER_MS))
    while (performance.now() < dueMs) await new Promise(setImmediate)
    call(index)
  }
}

/** The value that so large a share of all is not above. */
export function quantileOf(values: Float64Array | readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.floor(share * Math.max(0, sorted.length - 1))] ?? Number.NaN
}

export const middleOf = (values: readonly number[]): number => quantileOf(values, 0.5)
