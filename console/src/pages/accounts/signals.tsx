import type { AccountExplained } from '../../../../src/service/console/accounts/api.js'
import { bitsText } from '../../parts/format.js'
import { Section } from '../../parts/parts.js'
import { type Column, Table } from '../../parts/table.js'

type Signal = AccountExplained['signals'][number]

const COLUMNS: readonly Column<Signal>[] = [
  { name: 'detector', title: 'Detector', cell: ({ detector }) => <code>{detector}</code> },
  {
    name: 'said',
    title: 'What it says',
    width: 'minmax(0, 3fr)',
    cell: ({ statement }) => <span dir="auto">{statement}</span>,
  },
  {
    name: 'bits',
    title: 'Bits',
    width: '5rem',
    isNumber: true,
    by: ({ weight_bits }) => weight_bits,
    cell: ({ weight_bits }) => bitsText(weight_bits),
  },
  {
    name: 'counted',
    title: 'Counted',
    width: '6rem',
    cell: ({ is_counted }) => (is_counted ? 'yes' : 'no'),
  },
]

/** What each detector says of it, for and against; of a family the strongest counts. */
export const Signals = ({ account }: { readonly account: AccountExplained }) => (
  <Section title="Is it a harvest?">
    <Table
      caption="What detectors say"
      rows={account.signals}
      columns={COLUMNS}
      keyOf={({ detector }) => detector}
      empty={<p className="quiet">No detector says anything of this account itself.</p>}
    />
    {account.signals.length > 0 && <p>{bitsText(account.signal_bits)} bits together.</p>}
  </Section>
)
