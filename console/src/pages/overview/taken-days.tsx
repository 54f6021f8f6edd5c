import { useMemo } from 'react'
import type { OverviewAnswer } from '../../../../src/service/console/campaigns/api.js'
import { counted, countText, dateText, nameText, shortCount, wordsOf } from '../../parts/format.js'
import { Empty, Name, Section } from '../../parts/parts.js'
import { Table } from '../../parts/table.js'
import { type Stack, type Stacks, stacksOf } from './stacks.js'

const WIDTH = 720
const HEIGHT = 190
const LEFT = 46
const TOP = 18
const BOTTOM = 20
const GAP = 0.18
const MARKED_MAX = 12

const colourOf = (place: number): string => (place < 6 ? `var(--f${place})` : 'var(--f-other)')

/** What was taken on which day, with the releases of models that may explain why then. */
export function TakenDays({ answer }: { readonly answer: OverviewAnswer }) {
  const stacks = useMemo(() => stacksOf(answer.days), [answer.days])
  const released = releasesWithin(stacks, answer.releases)
  if (stacks.stacks.length === 0) {
    return (
      <Section title="What was taken">
        <Empty title="Nothing was taken by a campaign.">
          <p>Once a run finds a campaign, its answers stand here by day and capability.</p>
        </Empty>
      </Section>
    )
  }
  return (
    <Section title="What was taken, by capability">
      <figure className="taken-days">
        <Drawing stacks={stacks} released={released} />
        <ul className="legend">
          {stacks.capabilities.map((name, place) => (
            <li key={name}>
              <i className="patch" style={{ background: colourOf(place) }} aria-hidden="true" />
              {name === 'rest' ? 'the rest' : wordsOf(name)}
            </li>
          ))}
        </ul>
        <figcaption className="quiet">
          Answers taken {stacks.step_days === 1 ? 'a day' : `in ${stacks.step_days} days`} (UTC), of
          all campaigns of the last run.
          {released.length > 0 && ' A ▼ marks the release of a model.'}
        </figcaption>
      </figure>
      {released.length > 0 && (
        <p>
          <b>Released meanwhile:</b>{' '}
          {released.slice(0, MARKED_MAX).map(({ model, released_at }) => (
            <span key={`${model} ${released_at}`} className="released">
              <Name of={model} /> on {dateText(released_at)}{' '}
            </span>
          ))}
        </p>
      )}
      <details>
        <summary>The same as a table</summary>
        <Table
          caption="Answers taken by day and capability"
          rows={stacks.stacks.filter(({ all }) => all > 0)}
          keyOf={({ day }) => day}
          columns={[
            { name: 'day', title: 'Day', by: ({ day }: Stack) => day, cell: ({ day }) => day },
            ...stacks.capabilities.map((name, place) => ({
              name,
              title: name === 'rest' ? 'the rest' : wordsOf(name),
              isNumber: true,
              by: ({ counts }: Stack) => counts[place] ?? 0,
              cell: ({ counts }: Stack) => countText(counts[place] ?? 0),
            })),
            {
              name: 'all',
              title: 'All',
              isNumber: true,
              by: ({ all }: Stack) => all,
              cell: ({ all }: Stack) => countText(all),
            },
          ]}
        />
      </details>
    </Section>
  )
}

type Release = OverviewAnswer['releases'][number]

function releasesWithin({ stacks, step_days }: Stacks, releases: readonly Release[]) {
  const [first, last] = [stacks[0]?.day, stacks.at(-1)?.day]
  if (first === undefined || last === undefined) return []
  const end = Date.parse(last) + step_days * 86_400_000
  return releases.filter(({ released_at }) => {
    const at = Date.parse(released_at)
    return at >= Date.parse(first) && at < end
  })
}

function Drawing({
  stacks: { stacks, capabilities, step_days },
  released,
}: {
  readonly stacks: Stacks
  readonly released: readonly Release[]
}) {
  const most = Math.max(1, ...stacks.map(({ all }) => all))
  const wide = (WIDTH - LEFT) / stacks.length
  const y = (count: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - count / most)
  const x = (instant: string) =>
    LEFT +
    (wide * (Date.parse(instant) - Date.parse(stacks[0]?.day ?? instant))) /
      (step_days * 86_400_000)
  const all = stacks.reduce((sum, one) => sum + one.all, 0)
  const peak = stacks.find((one) => one.all === most)
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${counted(all, 'answer')} taken from ${stacks[0]?.day} to ${stacks.at(-1)?.day}, mostly ${wordsOf(capabilities[0] ?? '')}; the most, ${countText(most)}, on ${peak?.day}.`}
    >
      {[0, most / 2, most].map((count) => (
        <g key={count}>
          <line className="guide" x1={LEFT} x2={WIDTH} y1={y(count)} y2={y(count)} />
          <text x={LEFT - 5} y={y(count) + 4} textAnchor="end">
            {shortCount(count)}
          </text>
        </g>
      ))}
      {stacks.map(({ day, counts, all: whole }, at) => {
        let below = 0
        return (
          <g key={day}>
            <title>{`${day}: ${countText(whole)}`}</title>
            {counts.map((count, place) => {
              if (count === 0) return null
              below += count
              return (
                <rect
                  key={capabilities[place]}
                  x={LEFT + at * wide + (wide * GAP) / 2}
                  width={wide * (1 - GAP)}
                  y={y(below)}
                  height={y(below - count) - y(below)}
                  style={{ fill: colourOf(place) }}
                />
              )
            })}
          </g>
        )
      })}
      {released.slice(0, MARKED_MAX).map(({ model, released_at }) => (
        <g key={`${model} ${released_at}`} className="release">
          <title>{`${nameText(model)} was released`}</title>
          <line x1={x(released_at)} x2={x(released_at)} y1={TOP - 4} y2={HEIGHT - BOTTOM} />
          <text x={x(released_at)} y={TOP - 5} textAnchor="middle">
            ▼
          </text>
        </g>
      ))}
      <text x={LEFT} y={HEIGHT - 5}>
        {stacks[0]?.day}
      </text>
      {stacks.length > 1 && (
        <text x={WIDTH} y={HEIGHT - 5} textAnchor="end">
          {stacks.at(-1)?.day}
        </text>
      )}
    </svg>
  )
}
