import { Link, useNavigate } from '@tanstack/react-router'
import type { CampaignRow } from '../../../../src/service/console/campaigns/api.js'
import { countText, shortCount, shortId, spanText, wordsOf } from '../../parts/format.js'
import { Empty, Verdict } from '../../parts/parts.js'
import { type Column, Table } from '../../parts/table.js'

const COLUMNS: readonly Column<CampaignRow>[] = [
  {
    name: 'campaign',
    title: 'Campaign',
    width: '6.5rem',
    cell: ({ campaign_id }) => (
      <Link to="/campaigns/$campaignId" params={{ campaignId: campaign_id }}>
        <code>{shortId(campaign_id)}</code>
      </Link>
    ),
  },
  {
    name: 'verdict',
    title: 'Verdict',
    width: '7.5rem',
    by: ({ confidence }) => confidence,
    cell: ({ verdict, confidence }) => (
      <span>
        <Verdict of={verdict} /> <span className="quiet">{confidence} %</span>
      </span>
    ),
  },
  {
    name: 'accounts',
    title: 'Accounts',
    width: '5.5rem',
    isNumber: true,
    by: ({ operators }) => operators,
    cell: ({ operators }) => countText(operators),
  },
  {
    name: 'taken',
    title: 'Answers taken',
    width: '7rem',
    isNumber: true,
    by: ({ exchanges_extracting }) => exchanges_extracting,
    cell: ({ exchanges_extracting }) => shortCount(exchanges_extracting),
  },
  {
    name: 'what',
    title: 'Mostly',
    cell: ({ capabilities }) =>
      capabilities
        .filter(({ capability }) => capability !== 'other')
        .slice(0, 2)
        .map(({ capability }) => wordsOf(capability))
        .join(', ') || <span className="quiet">other work</span>,
  },
  {
    name: 'seen',
    title: 'Seen',
    width: '13rem',
    by: ({ last_seen_at }) => last_seen_at,
    cell: ({ first_seen_at, last_seen_at }) => spanText(first_seen_at, last_seen_at),
  },
]

export function CampaignTable({ campaigns }: { readonly campaigns: readonly CampaignRow[] }) {
  const navigate = useNavigate()
  return (
    <Table
      caption="Campaigns"
      rows={campaigns}
      columns={COLUMNS}
      keyOf={({ campaign_id }) => campaign_id}
      onOpen={({ campaign_id }) =>
        void navigate({ to: '/campaigns/$campaignId', params: { campaignId: campaign_id } })
      }
      empty={
        <Empty title="No campaign.">
          <p>The last run found no group of accounts of one hand that harvests.</p>
        </Empty>
      }
    />
  )
}
