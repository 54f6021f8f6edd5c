import { type FormEvent, type ReactNode, useId, useState } from 'react'
import type { Done } from '../api/client.js'
import { Dialog } from '../parts/dialog.js'
import { FaultNote } from '../parts/parts.js'
import { type Deed, useDeed } from './deed.js'

interface DeedFormProps {
  /** What is done, of what was written. */
  readonly deedOf: (reason: string) => Deed
  readonly submit: string
  readonly onDone: (done: Done) => void
  /** What the text is called; a reason where nothing is said. */
  readonly label?: string
  readonly reasonMin?: number
  readonly charactersMax?: number
  /** Fields before the reason. */
  readonly children?: ReactNode
  /** What it would do, shown before it is done. */
  readonly preview?: ReactNode
  readonly isReady?: boolean
}

/** Asks why, does it, and says what was refused instead. Ctrl-Enter sends it. */
export function DeedForm({
  deedOf,
  submit,
  onDone,
  label = 'Reason',
  reasonMin = 3,
  charactersMax = 2000,
  children,
  preview,
  isReady = true,
}: DeedFormProps) {
  const [reason, setReason] = useState('')
  const id = useId()
  const doing = useDeed(onDone)
  const canSend = isReady && !doing.isPending && reason.trim().length >= reasonMin
  const send = (event?: FormEvent) => {
    event?.preventDefault()
    if (canSend) doing.mutate(deedOf(reason.trim()))
  }
  return (
    <form className="form" onSubmit={send}>
      {children}
      {preview}
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        value={reason}
        minLength={reasonMin}
        maxLength={charactersMax}
        required
        onChange={({ target }) => setReason(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send()
        }}
      />
      <p className="quiet">It stands in the audit trail with your name.</p>
      {doing.error && <FaultNote fault={doing.error} />}
      <button type="submit" className="primary" disabled={!canSend}>
        {submit}
      </button>
    </form>
  )
}

export const DeedDialog = ({
  title,
  onClose,
  ...form
}: Omit<DeedFormProps, 'onDone'> & {
  readonly title: string
  readonly onClose: () => void
  readonly onDone?: (done: Done) => void
}) => (
  <Dialog title={title} onClose={onClose}>
    <DeedForm
      {...form}
      onDone={(done) => {
        form.onDone?.(done)
        onClose()
      }}
    />
  </Dialog>
)
