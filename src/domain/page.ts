import type { Described } from './definition.js'

interface PageFacts {
  readonly kind: 'detector' | 'linker' | 'reason'
  readonly family: string
  readonly bits_max: number
  readonly facts: readonly (readonly [name: string, value: string])[]
  readonly fires: readonly string[]
  readonly quiet: readonly string[]
}

/** What has no statement and no settings has a page as well. */
type Paged = Omit<Described, 'sql' | 'settings'> & Partial<Pick<Described, 'sql' | 'settings'>>

/**
 * The page of a catalogue entry, to be read as a customer who was wrongly suspended would read it:
 * what it sees, who else looks like that, and what it takes.
 */
export function renderPage(entry: Paged, page: PageFacts): string {
  return [
    `# ${entry.title}`,
    `\`${entry.id}\` · ${page.kind} of the family \`${page.family}\` · at most ${page.bits_max} bits`,
    prose(entry.why),
    section('Who looks like this innocently', entry.benign.map(prose)),
    section('How it is evaded, and what remains', entry.evasions.map(prose)),
    section('What it says', [`“${prose(entry.statement)}”`]),
    section(
      'What it needs',
      entry.needs.map((need) => `\`${need.replaceAll('|', '` or `')}\``),
    ),
    section(
      'Numbers',
      page.facts.map(([name, value]) => `${name}: ${value}`),
    ),
    section(
      'Settings',
      Object.entries(entry.settings ?? {}).map(
        ([name, { type, value, doc }]) => `\`${name}\` (${type}, ${value}): ${prose(doc)}`,
      ),
    ),
    section('Fires on', page.fires),
    section('Stays quiet on', page.quiet),
    ...(entry.sql === undefined ? [] : ['## Statement', `\`\`\`sql\n${entry.sql.trim()}\n\`\`\``]),
    '',
  ]
    .filter((part) => part !== undefined)
    .join('\n\n')
}

const prose = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

const section = (title: string, items: readonly string[]) =>
  items.length === 0 ? undefined : `## ${title}\n\n${items.map((item) => `- ${item}`).join('\n')}`
