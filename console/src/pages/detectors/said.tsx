import type {
  CatalogueOneAnswer,
  EntryRow,
  SaidBin,
} from '../../../../src/service/console/catalogue/api.js'
import { countText } from '../../parts/format.js'
import { Bar, Empty, Id } from '../../parts/parts.js'
import './detectors.css'

const BINS = 10

/** How often it spoke how strongly, a drawing a run; the numbers stand beside the bars. */
export function Said({
  entry,
  said,
  last,
}: {
  readonly entry: EntryRow
  readonly said: NonNullable<CatalogueOneAnswer['said']>
  readonly last: string | undefined
}) {
  if (said.length === 0) {
    return (
      <Empty title="It said nothing.">
        <p>
          {entry.missing.length > 0
            ? 'It had nothing to look at: see what it needs.'
            : 'It looked, and found nothing to speak of.'}
        </p>
      </Empty>
    )
  }
  return (
    <div className="columns">
      {said.map(({ run_id, bins }) => (
        <Run key={run_id} entry={entry} run_id={run_id} bins={bins} isLast={run_id === last} />
      ))}
    </div>
  )
}

function Run({
  entry: { kind },
  run_id,
  bins,
  isLast,
}: {
  readonly entry: EntryRow
  readonly run_id: string
  readonly bins: readonly SaidBin[]
  readonly isLast: boolean
}) {
  const isDetector = kind === 'detector'
  const all = Array.from(
    { length: BINS },
    (_, place) => bins.find(({ bin }) => bin === place) ?? { accounts: 0, clusters: 0, pairs: 0 },
  )
  const most = Math.max(
    1,
    ...all.map(({ accounts, clusters, pairs }) => accounts + clusters + pairs),
  )
  return (
    <div>
      <h3>
        {isLast ? 'The last run' : 'An earlier run'}, <Id of={run_id} />
      </h3>
      <div className="said" role="table" aria-label={`What it said in run ${run_id}`}>
        <div role="row">
          <span role="columnheader">{isDetector ? 'Strength' : 'Bits'}</span>
          <span role="columnheader">
            <span className="unseen">Drawn</span>
          </span>
          {isDetector ? (
            <>
              <span role="columnheader" className="number">
                Accounts
              </span>
              <span role="columnheader" className="number">
                Groups
              </span>
            </>
          ) : (
            <span role="columnheader" className="number">
              Pairs
            </span>
          )}
        </div>
        {all.map(({ accounts, clusters, pairs }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place.
          <div role="row" key={place}>
            <span role="cell">{stepText(place, isDetector)}</span>
            <span role="cell">
              <Bar share={(accounts + clusters + pairs) / most} />
            </span>
            {isDetector ? (
              <>
                <span role="cell" className="number">
                  {countText(accounts)}
                </span>
                <span role="cell" className="number">
                  {countText(clusters)}
                </span>
              </>
            ) : (
              <span role="cell" className="number">
                {countText(pairs)}
              </span>
            )}
          </div>
        ))}
      </div>
    </div>
  )
}

function stepText(place: number, isDetector: boolean): string {
  if (isDetector) return `${(place / BINS).toFixed(1)} – ${((place + 1) / BINS).toFixed(1)}`
  return place === BINS - 1 ? `${place * 2} and more` : `${place * 2} – ${place * 2 + 2}`
}
