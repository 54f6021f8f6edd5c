/** The console's files, as they were built, from memory: a path is a name in a list, and nothing on a disk. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

/** Under it the console lies. What stands behind a proxy keeps its own paths. */
export const CONSOLE_PREFIX = '/stillwatch/console'

const BUILT = fileURLToPath(new URL('../../console/', import.meta.url))
const PAGE = 'index.html'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.md': 'text/plain; charset=utf-8',
}

/** Nothing inline, nothing from elsewhere, in no frame. Texts of a log are shown on these pages. */
export const CONSOLE_HEADERS: Readonly<Record<string, string>> = Object.freeze({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
})

export interface ConsoleFile {
  readonly type: string
  readonly plain: Buffer
  readonly gzipped: Buffer
  readonly cache: string
}

export interface ConsoleFiles {
  /** By what stands behind the prefix. A path that names no file is a page of the console, whose router knows it. */
  find(path: string): ConsoleFile | undefined
}

/** Reads what was built; undefined where nothing was. */
export function readConsoleFiles(folder = BUILT): ConsoleFiles | undefined {
  if (!existsSync(join(folder, PAGE))) return undefined
  const files = new Map<string, ConsoleFile>()
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const place = join(folder, file)
    if (!statSync(place).isFile()) continue
    const plain = readFileSync(place)
    const name = file.split(sep).join('/')
    files.set(name, {
      type: TYPES[extname(file)] ?? 'application/octet-stream',
      plain,
      gzipped: gzipSync(plain, { level: 9 }),
      // A name under `assets` holds the hash of what is in it.
      cache: name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    })
  }
  const page = files.get(PAGE)
  return Object.freeze({
    find: (path: string) => {
      const name = path.replace(/^\/+/, '')
      return (
        files.get(name) ?? (extname(name) === '' || !name.startsWith('assets/') ? page : undefined)
      )
    },
  })
}
