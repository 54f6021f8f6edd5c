import type { IndicatorKind } from './define.js'

/** The page of a kind of indicator, to be read by whoever is matched by one and by whoever is asked to release one. */
export function indicatorPage(kind: IndicatorKind): string {
  return [
    `# ${kind.title}`,
    `\`${kind.id}\` · indicator of the family \`${kind.family}\` · \`tlp:${kind.marking}\` at the freest · ${kind.expires_days} days`,
    prose(kind.why),
    section('Who carries it innocently', kind.benign),
    section('How it is evaded, and what remains', kind.evasions),
    '## What it says',
    `“8 operators of the campaign ${kind.does}.”`,
    section('Matches', Object.keys(kind.cases.matches)),
    section('Touches nobody by', Object.keys(kind.cases.quiet)),
    '## Who carries what',
    sql(kind.sql),
    '## What a pattern is made of',
    'Of operators of the campaign alone, and only once somebody asks to see it.',
    sql(kind.raw),
    '## How a pattern of a partner is matched',
    sql(kind.hashed),
    ...(kind.holders === undefined
      ? []
      : ['Of those who carry such a value, who is touched:', sql(kind.holders)]),
    '',
  ].join('\n\n')
}

const prose = (text: string) => text.replaceAll(/\s+/g, ' ').trim()
const section = (title: string, items: readonly string[]) =>
  `## ${title}\n\n${items.map((item) => `- ${prose(item)}`).join('\n')}`
const sql = (text: string) => `\`\`\`sql\n${text.trim()}\n\`\`\``
