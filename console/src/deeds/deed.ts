import { useMutation } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { act, type Done, type Fault } from '../api/client.js'
import { askAllAgain } from '../api/queries.js'

/** Something that is done by a path of the API, and what undoes it. */
export interface Deed {
  /** In words, as "Ruled that campaign 1a2b3c4d is innocent". */
  readonly says: string
  readonly path: string
  readonly body?: object
  /** What takes it back once it is done; without it nothing does. */
  readonly undo?: Undo | ((done: Done) => Undo)
}

export interface Undo {
  readonly path: string
  readonly body?: object
  /** What is done by it, in words. */
  readonly says: string
}

/** The last deed of this tab: what it was, what became of it, and how it is taken back. */
export interface Last {
  readonly says: string
  readonly state: Done['state']
  readonly undo: Undo | undefined
  /** What it did not do, as the service says. */
  readonly lacks: readonly string[]
}

let last: Last | undefined
const listeners = new Set<() => void>()

const listen = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

export function keepLast(next: Last | undefined): void {
  last = next
  for (const listener of listeners) listener()
}

export const useLast = (): Last | undefined => useSyncExternalStore(listen, () => last)

/** Whoever takes a deed back says so; they need not say why as well. */
const UNDOING = 'Taken back by whoever did it.'

/** Does something and keeps it as the last that was done. Throws a {@link Fault}. */
export async function doDeed({ says, path, body, undo }: Deed): Promise<Done> {
  const done = await act(path, body ?? {})
  keepLast({ says, state: done.state, undo: undoOf(done, undo), lacks: lacksOf(done) })
  void askAllAgain()
  return done
}

function lacksOf({ line_lacks, shares_standing }: Done): readonly string[] {
  const standing = Array.isArray(shares_standing) ? shares_standing : []
  return [
    ...(line_lacks === undefined
      ? []
      : ['Not all that it goes on from is known: what was shared of the others stands.']),
    ...(standing.length === 0
      ? []
      : [
          `Shares that stand and may tell what it carries: ${standing.join(', ')}. Look at each anew.`,
        ]),
  ]
}

function undoOf(done: Done, undo: Deed['undo']): Undo | undefined {
  // What waits for a second person is taken back by dropping it, whatever it is.
  if (done.state === 'proposed') {
    return {
      path: `/proposals/${encodeURIComponent(done.id)}/drop`,
      body: { reason: UNDOING },
      says: 'Dropped what was proposed',
    }
  }
  return typeof undo === 'function' ? undo(done) : undo
}

export const withReason = (body: object = {}): object => ({ ...body, reason: UNDOING })

export const useDeed = (onDone?: (done: Done) => void) =>
  useMutation<Done, Fault, Deed>({
    mutationFn: doDeed,
    onSuccess: (done) => onDone?.(done),
  })
