import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Campaign, CampaignMember } from '../../../../src/service/console/campaigns/api.js'
import { countText, minuteText } from '../../parts/format.js'
import { Section } from '../../parts/parts.js'
import { type Column, Table } from '../../parts/table.js'
import { AccountLink } from './beside.js'

const COLUMNS: readonly Column<CampaignMember>[] = [
  {
    name: 'account',
    title: 'Account',
    by: ({ account_id }) => account_id,
    cell: ({ account_id }) => <AccountLink of={account_id} />,
  },
  {
    name: 'first',
    title: 'First seen',
    width: '10rem',
    by: ({ first_seen_at }) => first_seen_at,
    cell: ({ first_seen_at }) => minuteText(first_seen_at),
  },
  {
    name: 'last',
    title: 'Last seen',
    width: '10rem',
    by: ({ last_seen_at }) => last_seen_at,
    cell: ({ last_seen_at }) => minuteText(last_seen_at),
  },
  {
    name: 'taken',
    title: 'Taken',
    width: '5rem',
    isNumber: true,
    by: ({ exchanges_extracting }) => exchanges_extracting,
    cell: ({ exchanges_extracting }) => countText(exchanges_extracting),
  },
  {
    name: 'exchanges',
    title: 'Exchanges',
    width: '6rem',
    isNumber: true,
    by: ({ exchanges }) => exchanges,
    cell: ({ exchanges }) => countText(exchanges),
  },
  {
    name: 'membership',
    title: 'Membership',
    width: '6.5rem',
    isNumber: true,
    by: ({ membership }) => membership,
    cell: ({ membership }) => membership.toFixed(2),
  },
]

/** Its accounts. What is searched for stands in the address, so that a link shows the same. */
export function Members({ campaign }: { readonly campaign: Campaign }) {
  const { account = '' } = useSearch({ strict: false }) as { readonly account?: string }
  const navigate = useNavigate()
  const rows = useMemo(
    () =>
      campaign.members.filter(
        ({ role, account_id }) => role === 'operator' && account_id.includes(account),
      ),
    [campaign, account],
  )
  return (
    <Section
      id="members"
      title="Accounts that look run by one hand"
      aside={
        <label className="inline">
          Name has{' '}
          <input
            type="search"
            dir="auto"
            value={account}
            onChange={({ target }) =>
              navigate({
                to: '.',
                search: target.value === '' ? {} : { account: target.value },
                replace: true,
                resetScroll: false,
              })
            }
          />
        </label>
      }
    >
      <Table
        caption="Accounts that look run by one hand"
        rows={rows}
        columns={COLUMNS}
        keyOf={({ account_id }) => account_id}
        sort={{ name: 'taken', isDown: true }}
        empty={<p className="quiet">None of its accounts has a name with this in it.</p>}
      />
    </Section>
  )
}
