import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import type { QueueAnswer, QueueItem } from '../../../../src/service/console/queue/api.js'
import type { Fault } from '../../api/client.js'
import { useMay, useMe, useReading } from '../../api/queries.js'
import { takeNext } from '../../deeds/campaign-deeds.js'
import { LastDeed } from '../../deeds/last-deed.js'
import { counted, countText, shortCount, shortId, wordsOf } from '../../parts/format.js'
import { Empty, FaultNote, Loaded, Name, Section, Verdict } from '../../parts/parts.js'
import { type Column, Table } from '../../parts/table.js'
import { useKeys } from '../../shell/keys.js'
import { CaseDesk } from './case-desk.js'

const EVERY_MS = 15_000

/** What waits for a person. The next loads by itself, and nobody gets what another has. */
export function Queue() {
  const queue = useReading<QueueAnswer>('/queue', {}, { everyMs: EVERY_MS })
  return (
    <>
      <h1>Queue</h1>
      <Loaded from={queue}>{(answer) => <Waiting answer={answer} />}</Loaded>
      <LastDeed />
    </>
  )
}

function Waiting({ answer }: { readonly answer: QueueAnswer }) {
  const { items, all, free } = answer
  const { campaign: at } = useSearch({ strict: false }) as { readonly campaign?: string }
  const navigate = useNavigate()
  const mayWork = useMay('analyst', 'reviewer')
  const { data: me } = useMe()
  const taking = useMutation<string | undefined, Fault>({
    mutationFn: takeNext,
    onSuccess: (campaign) => go(campaign),
  })
  const go = (campaign: string | undefined) =>
    void navigate({ to: '/queue', search: campaign === undefined ? {} : { campaign } })
  const { mutate: next, isPending } = taking
  const keys = useMemo(() => {
    const place = items.findIndex(({ campaign_id }) => campaign_id === at)
    const step = (by: number) => () => {
      const to = items[Math.max(0, Math.min(items.length - 1, place + by))]
      if (to !== undefined) {
        void navigate({ to: '/queue', search: { campaign: to.campaign_id }, replace: true })
      }
    }
    return [
      { key: 'j', does: 'The next', act: step(1) },
      { key: 'k', does: 'The one before', act: step(-1) },
      {
        key: 'o',
        does: 'Open the whole campaign',
        act: () =>
          at !== undefined &&
          void navigate({ to: '/campaigns/$campaignId', params: { campaignId: at } }),
      },
      { key: 'n', does: 'Take the next that nobody has', act: () => mayWork && next() },
    ]
  }, [items, at, navigate, next, mayWork])
  useKeys(keys)
  useEffect(() => {
    const row = [...document.querySelectorAll('[data-row]')].find(
      (one) => one instanceof HTMLElement && one.dataset.row === at,
    )
    row?.scrollIntoView({ block: 'nearest' })
  }, [at])
  if (answer.run === null) {
    return (
      <Empty title="No run has finished yet.">
        <p>
          Once one has, its campaigns wait here for a person. <code>POST /v1/ingest</code> takes
          what it looks at.
        </p>
      </Empty>
    )
  }
  return (
    <>
      <Section
        title={counted(all, 'case')}
        aside={
          <button
            type="button"
            className="primary"
            disabled={!mayWork || isPending || free === 0}
            onClick={() => next()}
          >
            Next case <kbd>n</kbd>
          </button>
        }
      >
        {taking.error && <FaultNote fault={taking.error} />}
        {taking.isSuccess && taking.data === undefined && (
          <p role="status">Somebody has each of those that are left, or none is left.</p>
        )}
        <Table
          caption="Cases"
          rows={items}
          columns={columnsFor(me?.name)}
          keyOf={({ campaign_id }) => campaign_id}
          at={at}
          onOpen={({ campaign_id }) => go(campaign_id)}
          empty={
            <Empty title="Nothing waits.">
              <p>Every campaign of the last run has a case that was closed, or there was none.</p>
            </Empty>
          }
        />
        {items.length < all && (
          <p className="quiet">
            The first {countText(items.length)}; the others follow as these close.
          </p>
        )}
      </Section>
      {at !== undefined && (
        <CaseDesk
          key={at}
          campaignId={at}
          onClosed={() => next()}
          isLeft={items.some(({ campaign_id }) => campaign_id === at)}
        />
      )}
    </>
  )
}

const columnsFor = (me: string | undefined): readonly Column<QueueItem>[] => [
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
    width: '8rem',
    cell: ({ campaign }) =>
      campaign === null ? (
        <span className="quiet">not in the last run</span>
      ) : (
        <span>
          <Verdict of={campaign.verdict} /> <span className="quiet">{campaign.confidence} %</span>
        </span>
      ),
  },
  {
    name: 'taken',
    title: 'Answers taken',
    width: '7rem',
    isNumber: true,
    cell: ({ campaign }) => (campaign === null ? '–' : shortCount(campaign.exchanges_extracting)),
  },
  {
    name: 'accounts',
    title: 'Accounts',
    width: '5.5rem',
    isNumber: true,
    cell: ({ campaign }) => (campaign === null ? '–' : countText(campaign.operators)),
  },
  {
    name: 'what',
    title: 'Mostly',
    cell: ({ campaign }) =>
      campaign?.capabilities
        .filter(({ capability }) => capability !== 'other')
        .slice(0, 2)
        .map(({ capability }) => wordsOf(capability))
        .join(', ') || <span className="quiet">other work</span>,
  },
  {
    name: 'who',
    title: 'Who has it',
    width: '9rem',
    cell: ({ claimed_by }) =>
      claimed_by === null ? (
        <span className="quiet">nobody</span>
      ) : claimed_by === me ? (
        <b>you</b>
      ) : (
        <Name of={claimed_by} />
      ),
  },
]
