import { Link } from '@tanstack/react-router'
import type {
  BesideRow,
  CampaignAnswer,
  SparedRow,
} from '../../../../src/service/console/campaigns/api.js'
import { counted, countText } from '../../parts/format.js'
import { Name, Section } from '../../parts/parts.js'
import { type Column, Table } from '../../parts/table.js'

const ROLE_WORDS: Readonly<Record<string, string>> = {
  customer: 'a customer',
  victim: 'perhaps a victim',
}

const MEMBERS: readonly Column<BesideRow>[] = [
  {
    name: 'account',
    title: 'Account',
    width: '13rem',
    by: ({ account_id }) => account_id,
    cell: ({ account_id }) => <AccountLink of={account_id} />,
  },
  {
    name: 'role',
    title: 'It seems to be',
    width: '8rem',
    by: ({ role }) => role,
    cell: ({ role }) => ROLE_WORDS[role] ?? role,
  },
  {
    name: 'why',
    title: 'What is known of it, and what to find out',
    cell: ({ why, also }) => (
      <span dir="auto">
        {why === null ? '' : `It ${why.known}. ${why.check} `}
        <span className="quiet">{also.join(' ')}</span>
      </span>
    ),
  },
]

const SPARED: readonly Column<SparedRow>[] = [
  {
    name: 'account',
    title: 'Account',
    width: '14rem',
    by: ({ account_id }) => account_id,
    cell: ({ account_id }) => <AccountLink of={account_id} />,
  },
  {
    name: 'why',
    title: 'What is known of it',
    cell: ({ reasons }) =>
      reasons.length === 0 ? (
        'Nothing that harvests.'
      ) : (
        <span dir="auto">{reasons.join('; ')}</span>
      ),
  },
]

/** Who stands close to it and is not to be acted on. */
export function Beside({ answer }: { readonly answer: CampaignAnswer }) {
  const members = answer.beside ?? []
  const tied = answer.beside_all ?? members.length
  const spared = answer.spared ?? []
  const all = answer.spared_all ?? 0
  return (
    <Section id="beside" title="Who looks similar and is not involved">
      {members.length + spared.length === 0 && (
        <p>Nobody else hangs together with these accounts.</p>
      )}
      {members.length > 0 && (
        <>
          <p>
            {counted(tied, 'account')} tied to the campaign {tied === 1 ? 'is' : 'are'} not of it.{' '}
            <b>Not to be acted on:</b> ask them whose requests these are.
            {tied > members.length && ` The first ${countText(members.length)} are shown.`}
          </p>
          <Table
            caption="Tied to the campaign and not of it"
            rows={members}
            columns={MEMBERS}
            keyOf={({ account_id }) => account_id}
          />
        </>
      )}
      {spared.length > 0 && (
        <>
          <p>
            {counted(all, 'account')} of the same neighbourhood {all === 1 ? 'is' : 'are'} no
            member.
            {all > spared.length &&
              ` Those most like it are shown, ${countText(spared.length)} of them.`}
          </p>
          <Table
            caption="Of the same neighbourhood"
            rows={spared}
            columns={SPARED}
            keyOf={({ account_id }) => account_id}
          />
        </>
      )}
    </Section>
  )
}

export const AccountLink = ({ of: account }: { readonly of: string }) => (
  <Link to="/accounts" search={{ name: account }}>
    <Name of={account} />
  </Link>
)
