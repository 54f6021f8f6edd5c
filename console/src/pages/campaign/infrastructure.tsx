import type { Details } from '../../../../src/service/console/campaigns/api.js'
import { counted, countText, shortId } from '../../parts/format.js'
import { Name, Section } from '../../parts/parts.js'

const KINDS = [
  ['networks', 'network', 'Networks'],
  ['addresses', 'address', 'Addresses'],
  ['clients', 'client', 'Clients'],
  ['payment_instruments', 'payment instrument', 'Payment instruments'],
  ['signup_batches', 'sign-up batch', 'Sign-ups of ten minutes'],
] as const

const SHOWN_MAX = 5

/** What its accounts use in common. Values are keyed hashes: what they stand for is not kept. */
export function Infrastructure({ details }: { readonly details: Details }) {
  const { infrastructure, links } = details
  return (
    <Section title="What holds it together">
      <div className="columns">
        <div>
          <h3>Links, by family of evidence</h3>
          <ul className="pairs">
            {links.map(({ family, pairs, accounts }) => (
              <li key={family}>
                <span>{family}</span>
                <span className="quiet">
                  {counted(pairs, 'pair')} of {counted(accounts, 'account')}
                </span>
              </li>
            ))}
          </ul>
          {links.length === 0 && (
            <p className="quiet">
              No link: its accounts are alike, and nothing passes between them.
            </p>
          )}
        </div>
        {KINDS.map(([kind, noun, title]) => {
          const { distinct, top } = infrastructure[kind]
          return (
            <div key={kind}>
              <h3>{title}</h3>
              <p className="quiet">
                {distinct === 0
                  ? 'None are known.'
                  : counted(
                      distinct,
                      noun,
                      noun === 'address'
                        ? 'addresses'
                        : noun === 'sign-up batch'
                          ? 'sign-up batches'
                          : undefined,
                    )}
              </p>
              <ul className="pairs">
                {top.slice(0, SHOWN_MAX).map(({ hash, accounts }) => (
                  <li key={hash}>
                    <code>{shortId(hash)}</code>
                    <span className="quiet">{counted(accounts, 'account')}</span>
                  </li>
                ))}
              </ul>
            </div>
          )
        })}
        {(['models', 'channels'] as const).map((kind) => (
          <div key={kind}>
            <h3>{kind === 'models' ? 'Models' : 'Channels'}</h3>
            <ul className="pairs">
              {infrastructure[kind].slice(0, SHOWN_MAX).map(({ name, exchanges }) => (
                <li key={name}>
                  <Name of={name} />
                  <span className="quiet">{countText(exchanges)} exchanges</span>
                </li>
              ))}
            </ul>
            {infrastructure[kind].length === 0 && <p className="quiet">None are known.</p>}
          </div>
        ))}
      </div>
    </Section>
  )
}
