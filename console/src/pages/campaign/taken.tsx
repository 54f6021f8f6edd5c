import type { Campaign } from '../../../../src/service/console/campaigns/api.js'
import { counted, countText, wordsOf } from '../../parts/format.js'
import { Bar, Section } from '../../parts/parts.js'
import './taken.css'

/** What was taken, by capability, and how much beside it looks like cover. */
export function Taken({ campaign }: { readonly campaign: Campaign }) {
  const { capabilities, exchanges_extracting, tokens_out, members } = campaign
  const ranked = [...capabilities].sort((a, b) => b.exchanges - a.exchanges)
  const most = Math.max(1, ...ranked.map(({ exchanges }) => exchanges))
  const operators = members.filter(({ role }) => role === 'operator')
  const all = operators.reduce((sum, { exchanges }) => sum + exchanges, 0)
  const taken = operators.reduce((sum, one) => sum + one.exchanges_extracting, 0)
  return (
    <Section title="What was taken">
      <p>
        {counted(exchanges_extracting, 'answer')}; all exchanges of its accounts have{' '}
        {counted(tokens_out, 'token')} of output.
      </p>
      <dl className="shares">
        <div>
          <dt>Extracting</dt>
          <dd>
            <Bar share={taken / Math.max(1, all)} />
          </dd>
          <dd className="number">{countText(taken)}</dd>
        </div>
        <div>
          <dt>Ordinary use or cover</dt>
          <dd>
            <Bar share={(all - taken) / Math.max(1, all)} tone="quiet" />
          </dd>
          <dd className="number">{countText(all - taken)}</dd>
        </div>
      </dl>
      <h3>By capability</h3>
      <dl className="shares">
        {ranked.map(({ capability, exchanges }) => (
          <div key={capability}>
            <dt>{wordsOf(capability)}</dt>
            <dd>
              <Bar share={exchanges / most} />
            </dd>
            <dd className="number">{countText(exchanges)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
