import type { LinkEvidenceAnswer } from '../../../../src/service/console/graph/api.js'
import { useReading } from '../../api/queries.js'
import { Dialog } from '../../parts/dialog.js'
import { bitsText } from '../../parts/format.js'
import { Loaded } from '../../parts/parts.js'
import { AccountLink } from '../campaign/beside.js'

/** Why one link is there, each fact in words. */
export function Evidence({
  accountA,
  accountB,
  onClose,
}: {
  readonly accountA: string
  readonly accountB: string
  readonly onClose: () => void
}) {
  const told = useReading<LinkEvidenceAnswer>('/graph/evidence', {
    ...{ account_a: accountA, account_b: accountB },
  })
  return (
    <Dialog title="Why they are linked" onClose={onClose} isWide>
      <p>
        <AccountLink of={accountA} /> and <AccountLink of={accountB} />
      </p>
      <Loaded from={told}>
        {({ weight_bits, is_controlled, evidence }) => (
          <>
            <p>
              {bitsText(weight_bits)} bits together
              {is_controlled
                ? ', by more than circumstance.'
                : ', by circumstance, which alone accuses nobody.'}
            </p>
            <ul>
              {evidence.map(
                ({ linker, title, family, weight_bits: bits, is_counted, statement }, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a linker may speak twice
                  <li key={`${linker} ${at}`}>
                    <b>{bitsText(bits)}</b> {title} ({family}
                    {is_counted ? '' : ', not counted: another of its family is stronger'}):{' '}
                    <span dir="auto">{statement}</span>
                  </li>
                ),
              )}
            </ul>
          </>
        )}
      </Loaded>
    </Dialog>
  )
}
