import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const ELSEWHERE = /^(node_modules|dist|out|coverage|\.git|\.stillwatch)(\/|$)/

/** Every document of the project, by path from its root. */
export function documents(): readonly string[] {
  return ['.', 'docs', 'examples', 'src', 'test', 'bench', 'lab']
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: folder !== '.', encoding: 'utf8' }).map((file) =>
        join(folder, file).replaceAll('\\', '/'),
      ),
    )
    .filter((file) => file.endsWith('.md') && !ELSEWHERE.test(file))
    .sort()
}

export const textOf = (path: string): string => readFileSync(path, 'utf8')

/** The text without what is code, where brackets and numbers mean something else. */
const withoutCode = (text: string): string =>
  text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '')

/** Relative links of a document that lead nowhere: to no file, or to no heading of it. */
export function brokenLinks(path: string): readonly string[] {
  const links = [...withoutCode(textOf(path)).matchAll(/\]\(([^)\s]+)\)/g)].map(
    ([, target = '']) => target,
  )
  return links
    .filter((target) => !/^(https?|mailto):/.test(target))
    .filter((target) => {
      const [file = '', heading] = target.split('#')
      const to = file === '' ? path : join(dirname(path), file)
      if (!existsSync(to)) return true
      return heading !== undefined && to.endsWith('.md') && !headingsOf(to).includes(heading)
    })
}

function headingsOf(path: string): readonly string[] {
  const headings = [...textOf(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading)
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** Places where a document points at a line of a source file: the next edit makes it a lie. */
export function lineNumbersIn(path: string): readonly string[] {
  const found = textOf(path).matchAll(
    /\b[\w./-]+\.(?:ts|js|sql|tsv|css):\d+|#L\d+|\blines? \d+(?:[–-]\d+)? (?:of|in) `?[\w./-]+\.\w+/g,
  )
  return [...found].map(([hit]) => hit)
}

/** A document with what stands between two marks replaced. */
export function withPart(text: string, mark: string, part: string): string {
  const pattern = new RegExp(`(<!-- ${mark} -->\\n)[\\s\\S]*?(\\n<!-- /${mark} -->)`)
  if (!pattern.test(text)) throw new Error(`there is no part ${mark}`)
  return text.replace(pattern, (_, open: string, close: string) => `${open}\n${part}\n${close}`)
}

/** The rows of the first table below a mark, as cells. */
export function rowsBelow(text: string, mark: string): readonly (readonly string[])[] {
  const [, after = ''] = text.split(`<!-- ${mark} -->`)
  const lines = after.trimStart().split('\n')
  const end = lines.findIndex((line) => !line.startsWith('|'))
  return lines.slice(2, end === -1 ? undefined : end).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
}

/** Who may import whom, as the architecture test writes it: room to rooms. */
export function roomsOfTheTest(): Readonly<Record<string, readonly string[]>> {
  const text = textOf('test/architecture.test.ts')
  const [, list = ''] = /const MAY_IMPORT[^{]*\{\n([\s\S]*?)\n\}/.exec(text) ?? []
  const entries = [...list.matchAll(/^ {2}'?([\w.]+)'?: \[([^\]]*)\]/gm)]
  return Object.fromEntries(
    entries.map(([, room = '', allowed = '']) => [
      room,
      [...allowed.matchAll(/'([\w.]+)'/g)].map(([, name = '']) => name),
    ]),
  )
}
