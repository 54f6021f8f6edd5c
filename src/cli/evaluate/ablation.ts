import { loadDetectors } from '../../detectors/index.js'
import { StillwatchError } from '../../domain/errors.js'
import { type Ablation, compareAblation, type Scored } from '../../lab/ablation.js'
import { scoreFindings } from '../../lab/score.js'
import { type Preset, type Simulation, simulate } from '../../lab/simulate.js'
import { loadLinkers } from '../../linkers/index.js'
import { isPerPartner } from '../../pipeline/partners/linkers.js'
import { scanFolder } from '../scan-folder.js'
import { cutTo, padTo } from '../terminal/layout.js'

export interface AblationOptions {
  readonly name: string
  readonly preset: Preset
  readonly seed: string
  readonly folder: string
  /** Families to switch off, one at a time; all that there are, if left out. */
  readonly families?: readonly string[]
  readonly json: boolean
}

/**
 * Scans one preset with all evidence, and again without one family at a time: its linkers and its
 * detectors are then not in the catalogue. Whether recall held and no false campaign appeared.
 */
export async function ablate(options: AblationOptions): Promise<boolean> {
  const known = await familiesKnown()
  const families = options.families ?? [...known.keys()]
  for (const family of families)
    if (!known.has(family)) throw noSuchFamily(family, [...known.keys()])
  const { preset, folder, seed, name, json } = options
  const made = simulate({ ...preset, folder, seed })
  const full = await scoreWithout(made, folder)
  const rows = [compareAblation('', full, full)]
  if (!json) process.stdout.write(`\n${name}, seed ${seed}\n${HEAD}${ablationLine(rows[0], '')}`)
  for (const family of families) {
    const row = compareAblation(family, full, await scoreWithout(made, folder, family))
    rows.push(row)
    if (!json) process.stdout.write(ablationLine(row, known.get(family) ?? ''))
  }
  process.stdout.write(json ? `${JSON.stringify({ preset: name, seed, rows })}\n` : FOOT)
  return rows.every((row) => row.holdsBar)
}

/** Each family that a linker or a detector is of, and how many of either. */
async function familiesKnown(): Promise<ReadonlyMap<string, string>> {
  // Nobody tells anything in a lab of one installation.
  const linkers = (await loadLinkers())
    .filter((linker) => !isPerPartner(linker))
    .map((linker) => linker.family)
  const detectors = (await loadDetectors()).map((detector) => detector.family)
  const families = [...new Set<string>([...linkers, ...detectors])].sort()
  const count = (list: readonly string[], family: string) =>
    list.filter((one) => one === family).length
  return new Map(
    families.map((family) => [family, `${count(linkers, family)}+${count(detectors, family)}`]),
  )
}

const noSuchFamily = (family: string, known: readonly string[]) =>
  new StillwatchError('USAGE', {
    what: `There is no family called ${family}; there are ${known.join(', ')}.`,
    command: 'evaluate',
  })

async function scoreWithout(made: Simulation, folder: string, family?: string): Promise<Scored> {
  const { findings } = await scanFolder(folder, {
    isOn: (definition) => definition.family !== family,
  })
  return { findings, score: scoreFindings(made.truth, findings, made.accountIds) }
}

const right = (text: string, columns: number) => padTo(text, columns, 'right')

const HEAD = `  ${padTo('without', 11)}${right('off', 4)}${right('recall', 8)}${right('change', 8)}${right('found', 7)}${right('new FP', 8)}${right('new FC', 8)}  hardest hit\n`
const FOOT = `
  Off: linkers and detectors of the family. Recall: share of hostile accounts at
  review or above. FP: innocent accounts there, FC: false campaigns, both only those
  that are not there with all families on. A line with ! misses what is asked: less
  than 40 % of recall lost, and no new false campaign.
`

/** One line of the table, which fits a terminal of 80 columns. */
export function ablationLine(row: Ablation | undefined, off: string): string {
  if (row === undefined) return ''
  const change =
    row.fall === 0 ? '–' : `${row.fall > 0 ? '−' : '+'}${Math.abs(row.fall * 100).toFixed(0)} %`
  const hardest =
    row.hardest === null
      ? ''
      : `${padTo(cutTo(row.hardest.campaign_id, 14), 15)}−${row.hardest.lost.toFixed(2)}`
  const line =
    `${row.holdsBar ? ' ' : '!'} ${padTo(row.family === '' ? 'nothing' : row.family, 11)}${right(off, 4)}${right(row.recall.toFixed(3), 8)}${right(change, 8)}${right(`${row.found}/${row.campaigns}`, 7)}${right(String(row.newFalsePositives), 8)}${right(String(row.newFalseCampaigns), 8)}  ${hardest}`.trimEnd()
  return `${line}\n`
}
