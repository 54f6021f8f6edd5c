import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type {
  AccountExchange,
  AccountExchangesAnswer,
  TextRead,
} from '../../../../src/service/console/accounts/api.js'
import { act, type Done, type Fault } from '../../api/client.js'
import { useMay, useReading } from '../../api/queries.js'
import { Dialog } from '../../parts/dialog.js'
import { countText, minuteText, textShown, wordsOf } from '../../parts/format.js'
import { FaultNote, Loaded, Name, Section } from '../../parts/parts.js'
import { type Column, Table } from '../../parts/table.js'

/** What it sent, a page at a time. What a text says is shown once somebody said why they read it. */
export function Exchanges({ accountId }: { readonly accountId: string }) {
  const [starts, setStarts] = useState<readonly number[]>([0])
  const [asking, setAsking] = useState<string>()
  const after = starts.at(-1) ?? 0
  const page = useReading<AccountExchangesAnswer>('/accounts/exchanges', {
    ...{ account_id: accountId, after },
  })
  const mayRead = useMay('analyst', 'reviewer')
  const columns = columnsWith(mayRead ? setAsking : undefined)
  return (
    <Section title="Exchanges, newest first">
      {!mayRead && <p className="quiet">Texts are read by analysts and reviewers of a service.</p>}
      <Loaded from={page}>
        {({ exchanges, next }) => (
          <>
            <Table
              caption="Exchanges"
              rows={exchanges}
              columns={columns}
              keyOf={({ exchange_id }) => exchange_id}
            />
            <div className="row-of">
              <button
                type="button"
                disabled={starts.length === 1}
                onClick={() => setStarts(starts.slice(0, -1))}
              >
                Newer
              </button>
              <button
                type="button"
                disabled={next === null}
                onClick={() => next !== null && setStarts([...starts, next])}
              >
                Older
              </button>
              <span className="quiet">from number {countText(after + 1)}</span>
            </div>
          </>
        )}
      </Loaded>
      {asking !== undefined && (
        <ReadText key={asking} exchangeId={asking} onClose={() => setAsking(undefined)} />
      )}
    </Section>
  )
}

const columnsWith = (
  read: ((exchangeId: string) => void) | undefined,
): readonly Column<AccountExchange>[] => [
  {
    name: 'at',
    title: 'At (UTC)',
    width: '9.5rem',
    cell: ({ received_at }) => minuteText(received_at),
  },
  { name: 'model', title: 'Model', cell: ({ model }) => <Name of={model} /> },
  {
    name: 'capability',
    title: 'Draws on',
    cell: ({ capability }) => (capability === '' ? '–' : wordsOf(capability)),
  },
  {
    name: 'asks',
    title: 'Asks for what trains',
    cell: ({ elicitation }) => elicitation.map(wordsOf).join(', ') || '–',
  },
  {
    name: 'tokens',
    title: 'Tokens out',
    width: '6rem',
    isNumber: true,
    cell: ({ tokens_out }) => countText(tokens_out),
  },
  ...(read === undefined
    ? []
    : [
        {
          name: 'text',
          title: 'Text',
          width: '6rem',
          cell: ({ exchange_id }: AccountExchange) => (
            <button
              type="button"
              aria-label={`Read exchange ${exchange_id.slice(0, 60)}`}
              onClick={() => read(exchange_id)}
            >
              Read …
            </button>
          ),
        },
      ]),
]

function ReadText({
  exchangeId,
  onClose,
}: {
  readonly exchangeId: string
  readonly onClose: () => void
}) {
  const [reason, setReason] = useState('')
  const reading = useMutation<TextRead & Done, Fault>({
    mutationFn: () =>
      act<TextRead & Done>('/texts/read', { exchange_id: exchangeId, reason: reason.trim() }),
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    reading.mutate()
  }
  if (reading.data !== undefined) {
    return (
      <Dialog title="What it says" onClose={onClose} isWide>
        {Object.entries(reading.data.text).map(([part, text]) => (
          <div key={part}>
            <h3>{wordsOf(part)}</h3>
            <p className="prompt" dir="auto">
              {textShown(typeof text === 'string' ? text || '–' : JSON.stringify(text))}
            </p>
          </div>
        ))}
      </Dialog>
    )
  }
  return (
    <Dialog title="Why do you read it?" onClose={onClose}>
      <form className="form" onSubmit={send}>
        <label htmlFor="read-reason">Reason</label>
        <textarea
          id="read-reason"
          value={reason}
          maxLength={2000}
          required
          onChange={({ target }) => setReason(target.value)}
        />
        <p className="quiet">
          It stands in the audit trail with your name before anything is shown.
        </p>
        {reading.error && <FaultNote fault={reading.error} />}
        <button
          type="submit"
          className="primary"
          disabled={reading.isPending || reason.trim().length < 3}
        >
          Write it down and show it
        </button>
      </form>
    </Dialog>
  )
}
