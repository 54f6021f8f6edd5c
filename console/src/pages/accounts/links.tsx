import { Link } from '@tanstack/react-router'
import type { AccountExplained, LinkTold } from '../../../../src/service/console/accounts/api.js'
import { bitsText, counted, countText } from '../../parts/format.js'
import { Section } from '../../parts/parts.js'
import { AccountLink } from '../campaign/beside.js'

/** Whom it is tied to, how much, and why. */
export function Links({ account }: { readonly account: AccountExplained }) {
  const { account_id, links, links_all, links_controlled } = account
  return (
    <Section title="Accounts it is tied to">
      <p className="quiet">
        {counted(account.pairs_looked_at, 'pair')} looked at, {countText(links_all)} linked,{' '}
        {countText(links_controlled)} of them by more than circumstance, which alone accuses nobody.
        {links.length < links_all && ` The strongest ${links.length} are shown.`}
      </p>
      {links.length > 0 && (
        <ul className="ties">
          {links.map((link) => (
            <Tie key={link.partner} link={link} />
          ))}
        </ul>
      )}
      {links.length > 0 && (
        <Link to="/graph" search={{ account_id }}>
          See them drawn
        </Link>
      )}
    </Section>
  )
}

const Tie = ({ link }: { readonly link: LinkTold }) => (
  <li>
    <AccountLink of={link.partner} /> <b>{bitsText(link.weight_bits)} bits</b>
    {link.is_controlled ? '' : ', by circumstance'}
    <details>
      <summary>Why</summary>
      <ul>
        {link.weighed.items.map((item) => (
          <li
            key={`${item.linker} ${item.value}`}
            className={item.is_counted ? undefined : 'quiet'}
          >
            {bitsText(item.weight_millibits / 1000)} {item.family}:{' '}
            <span dir="auto">{item.statement}</span>
            {item.is_counted ? '' : ' (not counted: another of its family is stronger)'}
          </li>
        ))}
      </ul>
    </details>
  </li>
)
