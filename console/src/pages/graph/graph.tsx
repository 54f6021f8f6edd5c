import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useMemo } from 'react'
import type { GraphAnswer, GraphLink } from '../../../../src/service/console/graph/api.js'
import { useReading } from '../../api/queries.js'
import { bitsText, counted, countText } from '../../parts/format.js'
import { Empty, Loaded, Section } from '../../parts/parts.js'
import { type Column, Table } from '../../parts/table.js'
import { AccountLink } from '../campaign/beside.js'
import { Evidence } from './evidence.js'
import './graph.css'
import { componentsOf, type GraphSearch, hubsOf, linksLeft, pathBetween } from './model.js'
import { Tools } from './tools.js'

const Drawing = lazy(async () => ({ default: (await import('./drawing.js')).Drawing }))

const HUBS_DRAWN_MAX = 20

export function Graph() {
  const { campaign_id, account_id } = useSearch({ strict: false }) as GraphSearch
  const isNamed = (campaign_id ?? account_id ?? '') !== ''
  const graph = useReading<GraphAnswer>('/graph', { campaign_id, account_id }, { enabled: isNamed })
  return (
    <>
      <h1>Graph</h1>
      {isNamed ? (
        <Loaded from={graph}>{(answer) => <Told answer={answer} />}</Loaded>
      ) : (
        <Empty title="Whose links?">
          <p>
            Open the graph from a <Link to="/campaigns">campaign</Link> or an{' '}
            <Link to="/accounts">account</Link>.
          </p>
        </Empty>
      )}
    </>
  )
}

function Told({ answer }: { readonly answer: GraphAnswer }) {
  const search = useSearch({ strict: false }) as GraphSearch
  const navigate = useNavigate()
  const change = (more: GraphSearch) =>
    void navigate({ to: '/graph', search: { ...search, ...more }, replace: true })
  const { bits = '0', without = '', from = '', to = '', campaign_id, account_id } = search
  const links = useMemo(
    () => linksLeft(answer, Number(bits) || 0, without),
    [answer, bits, without],
  )
  const nodes = useMemo(
    () => answer.nodes.filter((node) => node.account_id !== without),
    [answer, without],
  )
  const hubs = useMemo(() => hubsOf(answer.links), [answer])
  const isCollapsed = search.hubs === 'one'
  const drawn = useMemo(
    () => (isCollapsed ? hubsOf(links).slice(0, HUBS_DRAWN_MAX) : []),
    [links, isCollapsed],
  )
  const path = useMemo(() => pathBetween(links, from, to), [links, from, to])
  const steps = useMemo(() => path ?? [], [path])
  const hasWebgl = useMemo(canDraw, [])
  if (answer.nodes.length === 0 || answer.links.length === 0) {
    return (
      <Empty title="There is no link to draw.">
        <p>
          {answer.run === null
            ? 'No run has finished yet.'
            : 'The last run links nobody here to anybody, or knows no campaign or account of this name.'}
        </p>
      </Empty>
    )
  }
  return (
    <>
      <p>
        Around{' '}
        {campaign_id ? (
          <Link to="/campaigns/$campaignId" params={{ campaignId: campaign_id }}>
            campaign {campaign_id.slice(0, 8)}
          </Link>
        ) : (
          <AccountLink of={account_id ?? ''} />
        )}
        : {counted(nodes.length, 'account')} and {counted(links.length, 'link')}.{' '}
        <LeftOut answer={answer} />
      </p>
      <Tools answer={answer} hubs={hubs} search={search} change={change} />
      <Remains answer={answer} nodes={nodes} links={links} search={search} />
      {from !== '' && to !== '' && <PathTold path={path} />}
      {hasWebgl ? (
        <Suspense fallback={<p className="loading">Loading …</p>}>
          <Drawing
            nodes={nodes}
            links={links}
            hubs={drawn}
            path={steps}
            onLink={({ account_a, account_b }) => change({ link_a: account_a, link_b: account_b })}
          />
          <p className="legend row-of">
            <i className="operator" /> operator <i className="customer" /> customer{' '}
            <i className="victim" /> victim <i className="nobody" /> of no campaign{' '}
            <i className="hub" /> what many share (largest)
          </p>
        </Suspense>
      ) : (
        <p className="notice">
          This browser draws no WebGL, so there is no drawing. The table says the same.
        </p>
      )}
      {search.link_a && search.link_b && (
        <Evidence
          accountA={search.link_a}
          accountB={search.link_b}
          onClose={() => change({ link_a: '', link_b: '' })}
        />
      )}
      <Section title="The links as a table">
        <Table
          caption="Links"
          rows={links}
          columns={columnsWith(answer, (link) =>
            change({ link_a: link.account_a, link_b: link.account_b }),
          )}
          keyOf={({ account_a, account_b }) => `${account_a} ${account_b}`}
          empty={<p className="quiet">No link has that many bits.</p>}
        />
      </Section>
    </>
  )
}

function LeftOut({ answer }: { readonly answer: GraphAnswer }) {
  const { nodes, links, nodes_all, links_all } = answer
  if (nodes.length === nodes_all && links.length === links_all) return null
  return (
    <b>
      Left out: {countText(nodes_all - nodes.length)} accounts that are tied least, and{' '}
      {countText(links_all - links.length)} of the weakest links among the rest.
    </b>
  )
}

/** What holds together, and what of it is left once something is taken away. */
function Remains({
  answer,
  nodes,
  links,
  search,
}: {
  readonly answer: GraphAnswer
  readonly nodes: GraphAnswer['nodes']
  readonly links: readonly GraphLink[]
  readonly search: GraphSearch
}) {
  const { bits = '0', without = '' } = search
  const text = useMemo(() => {
    const partsOf = (of: GraphAnswer['nodes'], tied: readonly GraphLink[]) =>
      componentsOf(
        of.map(({ account_id }) => account_id),
        tied,
      )
    const whole = partsOf(nodes, links)
    const said = `${counted(whole.length, 'group')}, the largest of ${counted(whole[0]?.length ?? 0, 'account')}`
    if (without === '') return `They hang together in ${said}.`
    const beforeLinks = linksLeft(answer, Number(bits) || 0)
    const before = partsOf(answer.nodes, beforeLinks)
    return `Without it ${countText(links.length)} of ${counted(beforeLinks.length, 'link')} hold, in ${said}; with it there ${before.length === 1 ? 'is' : 'are'} ${counted(before.length, 'group')}, the largest of ${counted(before[0]?.length ?? 0, 'account')}.`
  }, [answer, nodes, links, bits, without])
  return <p role="status">{text}</p>
}

const PathTold = ({ path }: { readonly path: readonly string[] | undefined }) =>
  path === undefined ? (
    <p className="notice">No links lead from the one to the other.</p>
  ) : (
    <section aria-label="Path">
      <p>{counted(path.length - 1, 'link')} from the one to the other:</p>
      <ol>
        {path.map((account) => (
          <li key={account}>
            <AccountLink of={account} />
          </li>
        ))}
      </ol>
    </section>
  )

const columnsWith = (
  { titles }: GraphAnswer,
  why: (link: GraphLink) => void,
): readonly Column<GraphLink>[] => [
  {
    name: 'a',
    title: 'Account',
    by: ({ account_a }) => account_a,
    cell: ({ account_a }) => <AccountLink of={account_a} />,
  },
  {
    name: 'b',
    title: 'Linked to',
    by: ({ account_b }) => account_b,
    cell: ({ account_b }) => <AccountLink of={account_b} />,
  },
  {
    name: 'bits',
    title: 'Bits',
    width: '5rem',
    isNumber: true,
    by: ({ weight_millibits }) => weight_millibits,
    cell: ({ weight_millibits }) => bitsText(weight_millibits / 1000),
  },
  {
    name: 'most',
    title: 'Mostly by',
    cell: ({ rests_on }) => {
      const [first] = [...rests_on].sort((a, b) => b[4] - a[4])
      return first === undefined ? '–' : (titles[first[0]] ?? first[0])
    },
  },
  {
    name: 'why',
    title: 'Why',
    width: '6rem',
    cell: (link) => (
      <button type="button" onClick={() => why(link)}>
        Why …
      </button>
    ),
  },
]

function canDraw(): boolean {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('webgl2') ?? canvas.getContext('webgl')
  context?.getExtension('WEBGL_lose_context')?.loseContext()
  return context !== null
}
