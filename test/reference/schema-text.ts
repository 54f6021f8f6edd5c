import { schemaText, tableNames } from '../../src/store/migrate.js'

export interface TableDescribed {
  readonly name: string
  readonly kind: string
  readonly about: string
  readonly text: string
}

/** Every table of the schema, with what its file says of it. */
export function tablesDescribed(): readonly TableDescribed[] {
  return tableNames().map((name) => {
    const text = schemaText(name)
    const about = commentOf(text, name)
    const [kind = ''] = /\b(Ground|Row-derived|Run-derived|Record)\b/.exec(about) ?? []
    return { name, kind: kind.toLowerCase(), about, text }
  })
}

/** The comment that a schema file opens with, without the name of what it describes. */
export function commentOf(text: string, name: string): string {
  const lines = text.split('\n')
  const end = lines.findIndex((line) => !line.startsWith('--'))
  const comment = lines
    .slice(0, end)
    .map((line) => line.replace(/^--\s?/, ''))
    .join('\n')
  const [first = '', ...rest] = comment.replace(`${name}: `, '').split(/\n\s*\n/)
  const paragraphs = [first, ...rest].map((part) => part.replaceAll(/\s+/g, ' ').trim())
  return capitalised(paragraphs.join(' '))
}

export interface ColumnDescribed {
  readonly name: string
  readonly type: string
  readonly comment: string
}

/** The columns between the brackets; a comment belongs to the column below it. */
export function columnsOf(text: string): readonly ColumnDescribed[] {
  const body = /\n\(\n([\s\S]*?)\n\)\n/.exec(text)?.[1] ?? ''
  const columns: ColumnDescribed[] = []
  let comment: string[] = []
  for (const line of body.split('\n').map((one) => one.trim())) {
    if (line.startsWith('--')) comment.push(line.replace(/^--\s?/, ''))
    const [, name, type] = /^(\w+)\s+(.+?),?$/.exec(line) ?? []
    if (name === undefined || type === undefined) continue
    columns.push({ name, type: type.replace(/ CODEC\(.*\)$/, ''), comment: comment.join(' ') })
    comment = []
  }
  return columns
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
