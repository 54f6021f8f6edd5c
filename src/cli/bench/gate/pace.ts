import { performance } from 'node:perf_hooks'

/** Timers know whole milliseconds. */
const EARLY_MS = 0.5

/**
 * Calls at an even pace and not when an answer came: whoever is slow must not be asked less. It sleeps
 * until then, some calls a little early or late: a load that spins takes a core from what it measures.
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
    if (leftMs > EARLY_MS) await new Promise((resolve) => setTimeout(resolve, Math.round(leftMs)))
    call(index)
  }
}

/** The value that so large a share of all is not above. */
export function quantileOf(values: Float64Array | readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.floor(share * Math.max(0, sorted.length - 1))] ?? Number.NaN
}

export const middleOf = (values: readonly number[]): number => quantileOf(values, 0.5)
