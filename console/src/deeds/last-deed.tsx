import { useMemo } from 'react'
import { useKeys } from '../shell/keys.js'
import { type Deed, keepLast, useDeed, useLast } from './deed.js'
import './deeds.css'

/** What was done last, which stays in sight until something else is done, and takes it back. */
export function LastDeed() {
  const last = useLast()
  const undoing = useDeed()
  const { mutate, isPending } = undoing
  const undo = last?.undo
  const keys = useMemo(
    () =>
      undo === undefined
        ? []
        : [{ key: 'u', does: 'Undo what was done last', act: () => mutate(undo as Deed) }],
    [undo, mutate],
  )
  useKeys(keys)
  return (
    <div className="last-deed" role="status" hidden={last === undefined}>
      {last !== undefined && (
        <>
          <p>
            <b>{last.state === 'proposed' ? 'Proposed' : 'Done'}:</b> <bdi>{last.says}</bdi>.
            {last.state === 'proposed' &&
              ' Nothing comes of it until a second person does the same.'}
            {last.lacks.map((text) => (
              <b key={text}> {text}</b>
            ))}
            {undoing.error && (
              <span className="refused">
                {' '}
                {undoing.error.message} {undoing.error.hint}
              </span>
            )}
          </p>
          <span className="row-of">
            {undo !== undefined && (
              <button type="button" disabled={isPending} onClick={() => mutate(undo)}>
                Undo <kbd>u</kbd>
              </button>
            )}
            <button
              type="button"
              className="plain"
              aria-label="Hide what was done last"
              onClick={() => keepLast(undefined)}
            >
              ✕
            </button>
          </span>
        </>
      )}
    </div>
  )
}
