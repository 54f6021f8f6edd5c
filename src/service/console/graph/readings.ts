import { ROLES } from '../../../domain/people.js'
import { linkLimits } from '../../../explain/account.js'
import { sentence } from '../../../explain/sentence.js'
import { weighPair } from '../../../explain/weigh.js'
import { loadLinkers } from '../../../linkers/index.js'
import { linkersOf } from '../../../pipeline/partners/linkers.js'
import { lastFinishedRun, NO_RUN } from '../../../store/runs.js'
import { sqlFile } from '../../../store/sql.js'
import { type ReadFrom, type Reading, whole } from '../../people/reading.js'
import { runTold } from '../told.js'
import type { EvidenceBrief, GraphAnswer, GraphNode, LinkEvidenceAnswer } from './api.js'

const NODES_MAX = 2000
const LINKS_MAX = 10_000
const EVIDENCE_MAX = 100
const BITS_MAX = 1000

const RUN = { run_id: 'UUID' }
const nodesAround = sqlFile(import.meta.url, './graph_node.sql', {
  ...{ ...RUN, campaign_id: 'String', account_id: 'String' },
  ...{ millibits_min: 'Int32', nodes_max: 'UInt32' },
})
const linksAmong = sqlFile(import.meta.url, './graph_link.sql', {
  ...{ ...RUN, accounts: 'Array(String)', millibits_min: 'Int32', links_max: 'UInt32' },
})
const evidenceOf = sqlFile(import.meta.url, './graph_evidence.sql', {
  ...{ ...RUN, one: 'String', other: 'String', rows_max: 'UInt32' },
})

/** What the console draws of links. */
export const GRAPH_READINGS: readonly Reading[] = Object.freeze([
  {
    path: '/graph',
    summary:
      'The links of a `campaign_id`, or around an `account_id`, of at least `bits_min` bits: at most 2,000 accounts and their 10,000 strongest links, and what each rests on.',
    who: ROLES,
    query: { campaign_id: 'string', account_id: 'string', bits_min: 'integer' },
    read: graphTold,
  },
  {
    path: '/graph/evidence',
    summary: 'Why `account_a` and `account_b` are linked, each fact in words.',
    who: ROLES,
    query: { account_a: 'string', account_b: 'string' },
    read: evidenceTold,
  },
])

interface NodeRow extends GraphNode {
  readonly nodes_all: number
}

interface LinkRow {
  readonly account_a: string
  readonly account_b: string
  readonly weight_millibits: number
  readonly is_controlled: number
  readonly links_all: number
  readonly rests_on: readonly EvidenceBrief[]
}

async function graphTold({ reader, query }: ReadFrom): Promise<GraphAnswer> {
  const run = await lastFinishedRun(reader)
  const params = {
    run_id: run?.run_id ?? NO_RUN,
    campaign_id: query.get('campaign_id') ?? '',
    account_id: query.get('account_id') ?? '',
    millibits_min: whole(query.get('bits_min'), 0, BITS_MAX) * 1000,
    nodes_max: NODES_MAX,
    links_max: LINKS_MAX,
  }
  const nodes = await reader.rows<NodeRow>(nodesAround, params)
  const accounts = nodes.map(({ account_id }) => account_id)
  const links = await reader.rows<LinkRow>(linksAmong, { ...params, accounts })
  const linkers = await linkersNow(reader, params.run_id)
  return {
    run: runTold(run),
    nodes: nodes.map(({ nodes_all: _, ...node }) => node),
    links: links.map(({ links_all: _, ...link }) => ({
      ...link,
      is_controlled: link.is_controlled === 1,
    })),
    nodes_all: nodes[0]?.nodes_all ?? 0,
    links_all: links[0]?.links_all ?? 0,
    limits: await linkLimits(),
    titles: Object.fromEntries(linkers.map(({ id, title }) => [id, title])),
  }
}

/** Those of partners among them: each speaks under a name of its own. */
const linkersNow = async (store: ReadFrom['reader'], run_id: string) =>
  linkersOf({ store, linkers: await loadLinkers() }, run_id)

interface EvidenceRow {
  readonly linker: string
  readonly family: string
  readonly speaks: string
  readonly weight_millibits: number
  readonly facts: Readonly<Record<string, number>>
}

async function evidenceTold({ reader, query }: ReadFrom): Promise<LinkEvidenceAnswer> {
  const run = await lastFinishedRun(reader)
  const run_id = run?.run_id ?? NO_RUN
  const rows = await reader.rows<EvidenceRow>(evidenceOf, {
    run_id,
    one: query.get('account_a') ?? '',
    other: query.get('account_b') ?? '',
    rows_max: EVIDENCE_MAX,
  })
  const definitions = new Map(
    (await linkersNow(reader, run_id)).map((linker) => [linker.id, linker]),
  )
  const weighed = weighPair(rows, await linkLimits())
  return {
    weight_bits: weighed.weight_millibits / 1000,
    is_controlled: weighed.is_controlled,
    evidence: weighed.items.map(({ linker, family, weight_millibits, is_counted, facts }) => ({
      linker,
      title: definitions.get(linker)?.title ?? linker,
      family,
      weight_bits: weight_millibits / 1000,
      is_counted,
      statement: sentence(definitions.get(linker), linker, facts),
    })),
  }
}
