import type { Detector } from '../../../detectors/define.js'
import { loadDetectors } from '../../../detectors/index.js'
import { ROLES } from '../../../domain/people.js'
import type { Linker } from '../../../linkers/define.js'
import { loadLinkers } from '../../../linkers/index.js'
import { lastFinishedRun } from '../../../store/runs.js'
import { sqlFile } from '../../../store/sql.js'
import type { Store } from '../../../store/store.js'
import { wilson } from '../../../verification/calibration.js'
import type { ReadFrom, Reading } from '../../people/reading.js'
import { inputOf } from '../input.js'
import { runTold } from '../told.js'
import type {
  CatalogueAnswer,
  CatalogueOneAnswer,
  EntryDocument,
  EntryRow,
  Precision,
  SaidBin,
} from './api.js'

const RUN = { run_id: 'UUID' }
const detectorSaid = sqlFile(import.meta.url, './detector_said.sql', RUN)
const linkerSaid = sqlFile(import.meta.url, './linker_said.sql', RUN)
const detectorStrength = sqlFile(import.meta.url, './detector_strength.sql', { id: 'String' })
const linkerWeight = sqlFile(import.meta.url, './linker_weight.sql', { id: 'String' })
const detectorRuled = sqlFile(import.meta.url, './detector_ruled.sql', {
  ...{ id: 'String', at: 'DateTime64(3)' },
})

/** What finds campaigns, entry by entry. */
export const CATALOGUE_READINGS: readonly Reading[] = Object.freeze([
  {
    path: '/catalogue',
    summary: 'Detectors and linkers: what each asks, needs and weighs, and what it said last.',
    who: ROLES,
    read: catalogue,
  },
  {
    path: '/catalogue/one',
    summary:
      'A detector or linker by its `id`: its page, what it said in the runs that are kept, and how often rulings bore a detector out.',
    who: ROLES,
    query: { id: 'string' },
    read: oneEntry,
  },
])

interface Entries {
  readonly detectors: readonly Detector[]
  readonly linkers: readonly Linker[]
}

let entries: Promise<Entries> | undefined
/** They do not change while a process runs. */
const entriesOnce = (): Promise<Entries> => {
  entries ??= Promise.all([loadDetectors(), loadLinkers()]).then(([detectors, linkers]) => ({
    ...{ detectors, linkers },
  }))
  return entries
}

async function catalogue({ reader }: Pick<ReadFrom, 'reader'>): Promise<CatalogueAnswer> {
  const run = await lastFinishedRun(reader)
  const { detectors, linkers } = await entriesOnce()
  const said = run === undefined ? NOTHING_SAID : await saidIn(reader, run.run_id)
  const input = await inputOf(reader, run)
  const off = new Map((input?.detectors_off ?? []).map(({ id, missing }) => [id, missing]))
  const row = (kind: EntryRow['kind']) => (entry: Detector | Linker) => ({
    ...{ id: entry.id, kind, family: entry.family, title: entry.title, speaks: entry.speaks },
    ...{ bits_max: entry.bits_max, needs: entry.needs, missing: off.get(entry.id) ?? [] },
    accounts: said.detectors.get(entry.id)?.accounts ?? 0,
    clusters: said.detectors.get(entry.id)?.clusters ?? 0,
    pairs: said.pairs(entry),
  })
  return {
    run: runTold(run),
    entries: [...detectors.map(row('detector')), ...linkers.map(row('linker'))],
  }
}

interface Said {
  readonly detectors: ReadonlyMap<string, { readonly accounts: number; readonly clusters: number }>
  readonly pairs: (entry: { readonly id: string }) => number
}
const NOTHING_SAID: Said = { detectors: new Map(), pairs: () => 0 }

async function saidIn(reader: Store, run_id: string): Promise<Said> {
  const spoke = await reader.rows<{ detector: string; clusters: string; accounts: string }>(
    detectorSaid,
    { run_id },
  )
  const linked = await reader.rows<{ id: string; pairs: string }>(linkerSaid, { run_id })
  const pairs = new Map(linked.map(({ id, pairs }) => [id, Number(pairs)]))
  return {
    detectors: new Map(
      spoke.map(({ detector, clusters, accounts }) => [
        detector,
        { accounts: Number(accounts), clusters: Number(clusters) },
      ]),
    ),
    pairs: ({ id }) => pairs.get(id) ?? 0,
  }
}

async function oneEntry({ reader, query, nowMs }: ReadFrom): Promise<CatalogueOneAnswer> {
  const id = query.get('id') ?? ''
  const { run, entries: all } = await catalogue({ reader })
  const entry = all.find((one) => one.id === id) ?? null
  const { detectors, linkers } = await entriesOnce()
  const detector = detectors.find((one) => one.id === id)
  const linker = linkers.find((one) => one.id === id)
  if (entry === null) return { run, entry }
  return {
    ...{ run, entry },
    ...(detector === undefined
      ? {}
      : { document: documentOf(detector, detector.cases.fires, detector.cases.quiet) }),
    ...(linker === undefined
      ? {}
      : { document: documentOf(linker, linker.cases.links, linker.cases.quiet) }),
    precision: detector === undefined ? null : await precisionOf(reader, detector, nowMs),
    said: await saidByRun(
      reader,
      id,
      detector === undefined ? linkerWeight : detectorStrength,
      run?.run_id,
    ),
  }
}

const prose = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

const documentOf = (
  entry: Detector | Linker,
  speaksUpOn: Readonly<Record<string, unknown>>,
  quietOn: Readonly<Record<string, unknown>>,
): EntryDocument => ({
  why: prose(entry.why),
  benign: entry.benign.map(prose),
  evasions: entry.evasions.map(prose),
  statement: prose(entry.statement),
  settings: Object.entries(entry.settings).map(([name, { value, doc }]) => ({
    ...{ name, value, doc: prose(doc) },
  })),
  speaks_up_on: Object.keys(speaksUpOn),
  quiet_on: Object.keys(quietOn),
  sql: entry.sql.trim(),
})

/** Right is a campaign where it speaks for extraction, and benign where it speaks for innocence. */
async function precisionOf(reader: Store, { id, speaks }: Detector, nowMs: number) {
  const at = new Date(nowMs).toISOString().replace('T', ' ').replace('Z', '')
  const ruled = await reader.rows<{ conclusion: string; subjects: string }>(detectorRuled, {
    ...{ id, at },
  })
  const of = (name: string) =>
    Number(ruled.find(({ conclusion }) => conclusion === name)?.subjects ?? 0)
  return precision(speaks === 'extraction', of('campaign'), of('benign'))
}

export function precision(
  speaksForExtraction: boolean,
  campaign: number,
  benign: number,
): Precision {
  const all = campaign + benign
  const right = speaksForExtraction ? campaign : benign
  const [low, high] = wilson(right, all)
  return { campaign, benign, share: all === 0 ? null : right / all, low, high }
}

async function saidByRun(
  reader: Store,
  id: string,
  question: typeof linkerWeight,
  last: string | undefined,
): Promise<NonNullable<CatalogueOneAnswer['said']>> {
  const rows = await reader.rows<
    { run_id: string; bin: number } & Partial<Record<'accounts' | 'clusters' | 'pairs', string>>
  >(question, { id })
  const runs = new Map<string, SaidBin[]>()
  for (const { run_id, bin, accounts, clusters, pairs } of rows) {
    const bins = runs.get(run_id) ?? []
    runs.set(run_id, bins)
    bins.push({
      bin,
      accounts: Number(accounts ?? 0),
      clusters: Number(clusters ?? 0),
      pairs: Number(pairs ?? 0),
    })
  }
  return [...runs]
    .map(([run_id, bins]) => ({ run_id, bins }))
    .sort((a, b) => Number(b.run_id === last) - Number(a.run_id === last))
}
