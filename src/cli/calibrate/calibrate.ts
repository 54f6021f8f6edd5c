import { type RecordedStatement, recordStage, stageCalled } from '../../explain/stage-run.js'
import type { Linker, SharedValueLinker } from '../../linkers/define.js'
import { type Params, statement } from '../../store/sql.js'
import type { Store } from '../../store/store.js'
import { QUERIES } from '../queries/queries.js'
import { weightBits } from './weights.js'

export interface Excluded {
  readonly reason: string
  readonly entities: number
  /** Whom nothing else keeps out. */
  readonly entities_alone: number
}

export interface LinkerCalibrated {
  readonly id: string
  readonly family: string
  readonly reference_with_value: number
  readonly entities_with_value: number
  readonly values_shared: number
  /** Of those, how many the reference does not know. */
  readonly values_unseen: number
  readonly carriers_most: number
  readonly bits_max: number
  readonly bits_unseen: number
  /** Of a value that 0.1, 1 and 5 % of the reference carry. */
  readonly bits_at_tenth_percent: number
  readonly bits_at_one_percent: number
  readonly bits_at_five_percent: number
  /** What one reference entity that came to carry it would take off an unseen value. */
  readonly bits_one_carrier: number
}

export interface Calibration {
  readonly window_start: string
  readonly window_end: string
  readonly accounts: number
  readonly accounts_known: number
  readonly accounts_reference: number
  readonly entities: number
  readonly entities_reference: number
  /** Who only lack age and will have it within 30 days. */
  readonly entities_joining: number
  readonly excluded: readonly Excluded[]
  readonly reference_days: number
  /** The strength of the shipped curves, in reference entities. */
  readonly prior_entities: number
  /** Below so many reference accounts, detectors compare with everybody outside the clusters. */
  readonly peers_min: number
  readonly linkers: readonly LinkerCalibrated[]
  /** Linkers that weigh pairs or values by a null of their own, and need no reference. */
  readonly linkers_apart: readonly string[]
}

export interface CalibrateOptions {
  readonly store: Store
  readonly runId: string
  readonly hashKey: string
  readonly window: { readonly start: string; readonly end: string }
  readonly linkers: readonly Linker[]
  readonly overrides: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Counts the reference here, where no run has done it. */
  readonly countsReference: boolean
}

/** How much reference there is, and what values are worth against it. */
export async function calibrate(options: CalibrateOptions): Promise<Calibration> {
  const { store, runId, linkers, window } = options
  const recorded = await recordLink(options)
  const reference = recordedCalled(recorded, 'reference')
  if (options.countsReference) {
    await store.run(statement(reference.name, reference.text), reference.params)
  }
  const params = { ...reference.params, run_id: runId, window_end: window.end }
  const [total] = await store.rows<Record<string, string>>(QUERIES.referenceTotal, params)
  const reasons = await store.rows<Record<keyof Excluded, string>>(
    QUERIES.referenceExcluded,
    params,
  )
  const population = Number(total?.entities_reference ?? 0)
  const shared = linkers
    .filter((linker) => linker.kind === 'shared-value')
    .filter((linker) => !linker.weighs_itself && linker.per_partner === undefined)
  const told: LinkerCalibrated[] = []
  for (const linker of shared) {
    const weighs = recorded.find(
      ({ name, params: bound }) => name === 'shared_value' && bound.linker === linker.id,
    )
    const opens = recordedCalled(recorded, linker.id)
    await store.openTable('linker_value', statement(linker.id, linker.sql), opens.params)
    const [row] = await store.rows<Record<string, string>>(QUERIES.linkerReference, params)
    told.push(linkerTold(linker, weighs?.params ?? {}, population, row ?? {}))
  }
  const weighing = recorded.find(({ name }) => name === 'shared_value')
  return {
    window_start: window.start,
    window_end: window.end,
    accounts: Number(total?.accounts_all ?? 0),
    accounts_known: Number(total?.accounts_known ?? 0),
    accounts_reference: Number(total?.accounts_reference ?? 0),
    entities: Number(total?.entities_all ?? 0),
    entities_reference: population,
    entities_joining: Number(total?.entities_joining ?? 0),
    excluded: reasons.map(({ reason, entities, entities_alone }) => ({
      reason,
      entities: Number(entities),
      entities_alone: Number(entities_alone),
    })),
    reference_days: Number(reference.params.reference_days),
    prior_entities: Number(weighing?.params.prior_entities ?? 0),
    peers_min: await peersMin(options),
    linkers: told.sort((a, b) => b.bits_unseen - a.bits_unseen || (a.id < b.id ? -1 : 1)),
    linkers_apart: linkers.map(({ id }) => id).filter((id) => !told.some((one) => one.id === id)),
  }
}

/** The statements of stage link with what it binds, so that no constant of it is repeated here. */
const recordLink = ({ runId, hashKey, window, linkers, overrides }: CalibrateOptions) =>
  recordStage(stageCalled('link'), { runId, hashKey, window, linkers, overrides, detectors: [] })

async function peersMin({ runId, hashKey }: CalibrateOptions): Promise<number> {
  const recorded = await recordStage(stageCalled('judge'), {
    runId,
    hashKey,
    linkers: [],
    detectors: [],
  })
  return Number(recordedCalled(recorded, 'subject_member').params.references_min)
}

function recordedCalled(recorded: readonly RecordedStatement[], name: string): RecordedStatement {
  const found = recorded.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no statement called ${name} was recorded`)
  return found
}

function linkerTold(
  linker: SharedValueLinker,
  params: Params,
  population: number,
  row: Readonly<Record<string, string>>,
): LinkerCalibrated {
  const facts = {
    m: linker.m,
    bits_max: linker.bits_max,
    unseen_frequency: linker.unseen_frequency,
    prior_entities: Number(params.prior_entities),
    population,
  }
  const bits = (carriers: number) => Math.round(1000 * weightBits(facts, carriers)) / 1000
  return {
    id: linker.id,
    family: linker.family,
    reference_with_value: Number(row.reference_with_value ?? 0),
    entities_with_value: Number(row.entities_with_value ?? 0),
    values_shared: Number(row.values_shared ?? 0),
    values_unseen: Number(row.values_unseen ?? 0),
    carriers_most: Number(row.carriers_most ?? 0),
    bits_max: linker.bits_max,
    bits_unseen: bits(0),
    bits_at_tenth_percent: bits(population * 0.001),
    bits_at_one_percent: bits(population * 0.01),
    bits_at_five_percent: bits(population * 0.05),
    bits_one_carrier: bits(0) - bits(1),
  }
}
