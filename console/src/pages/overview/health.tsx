import { Link } from '@tanstack/react-router'
import type { HealthAnswer, ReadyAnswer } from '../../../../src/service/console/health/api.js'
import { useReading } from '../../api/queries.js'
import { ageText, counted, countText } from '../../parts/format.js'
import { Instant, Loaded, Section } from '../../parts/parts.js'
import { failedInARow, lagMs, type Trouble, troublesOf } from './health-words.js'
import { useReady } from './use-ready.js'

const EVERY_MS = 60_000

/** Whether what is shown can be relied upon, in a few words. */
export function Health() {
  const health = useReading<HealthAnswer>('/health', {}, { everyMs: EVERY_MS })
  const ready = useReady()
  return (
    <Section title="Health" aside={<Link to="/settings">All of it</Link>}>
      <Loaded from={health}>
        {(answer) => (
          <>
            <Troubles troubles={troublesOf(answer, ready)} />
            <HealthFacts health={answer} ready={ready} />
          </>
        )}
      </Loaded>
    </Section>
  )
}

export const Troubles = ({ troubles }: { readonly troubles: readonly Trouble[] }) =>
  troubles.length === 0 ? (
    <p>All is well, as far as can be seen from here.</p>
  ) : (
    <ul className="troubles">
      {troubles.map(({ id, what, remedy }) => (
        <li key={id}>
          <b>{what}</b> {remedy}
        </li>
      ))}
    </ul>
  )

export function HealthFacts({
  health,
  ready,
}: {
  readonly health: HealthAnswer
  readonly ready: ReadyAnswer | undefined
}) {
  const [newest] = health.runs
  const failed = failedInARow(health)
  const finished = health.runs.find(({ state }) => state === 'finished')
  return (
    <dl className="facts">
      <dt>Last run</dt>
      <dd>
        {finished === undefined ? (
          'None has finished yet.'
        ) : (
          <>
            ended <Instant at={finished.finished_at} />, after {tookText(finished)}
          </>
        )}
        {failed > 0 && ` ${counted(failed, 'run')} failed since.`}
        {newest?.state === 'begun' && (
          <>
            {' '}
            One began <Instant at={newest.started_at} /> and is under way, or failed.
          </>
        )}
      </dd>
      <dt>Looked up to</dt>
      <dd>
        <Instant at={health.watermark_at} />
        {lagMs(health) > 0 && `, ${ageText(lagMs(health))} before the newest exchange`}
      </dd>
      <dt>Taken in</dt>
      <dd>
        {countText(health.intake.accepted)} of {counted(health.intake.lines, 'line')};{' '}
        {countText(health.intake.rejected)} rejected
      </dd>
      <dt>Spool</dt>
      <dd>
        {ready === undefined
          ? 'No gate answers here: the spool is a matter of a running service.'
          : `${counted(ready.spool.rows, 'record')} in ${counted(ready.spool.segments, 'segment')}${
              ready.spool.lag_ms > 0 ? `, the oldest for ${ageText(ready.spool.lag_ms)}` : ''
            }`}
      </dd>
    </dl>
  )
}

const tookText = ({ started_at, finished_at }: HealthAnswer['runs'][number]): string =>
  finished_at === null ? '–' : ageText(Date.parse(finished_at) - Date.parse(started_at))
