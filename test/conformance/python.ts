import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { run } from './recipe.js'

/** What is tested against, at versions that are known: a newer one may behave otherwise. */
export const LITELLM = '1.108.7'
export const OPENTELEMETRY_PYTHON = '1.45.2'
/** Apart, for it wants other versions of what the others stand on. */
export const OPENAPI_VALIDATOR = ['openapi-spec-validator==0.9.0']
/** Of OASIS: their TAXII client, and the server that is their reference. */
export const TAXII_CLIENT = ['taxii2-client==2.3.0']
export const TAXII_SERVER = ['medallion==3.0.0']

/** What reads what is shared, by those who keep the standards. Of the validator 3.3.1 came without its schemas. */
export const SHARING = ['stix2==3.0.2', 'stix2-validator==3.3.2', 'pymisp==2.5.34.4']

const PACKAGES = [
  `litellm[proxy]==${LITELLM}`,
  `opentelemetry-sdk==${OPENTELEMETRY_PYTHON}`,
  `opentelemetry-exporter-otlp-proto-http==${OPENTELEMETRY_PYTHON}`,
]

/** Where the recipes keep what takes long to install, and programs that need this project's packages. */
export function cacheFolder(): string {
  const folder = resolve('node_modules', '.cache', 'stillwatch-conformance')
  mkdirSync(folder, { recursive: true })
  return folder
}

/** The folder of the programs of a Python environment with these packages. It is made once. */
export function pythonPrograms(packages: readonly string[] = PACKAGES): string {
  const name = createHash('sha256').update(packages.join()).digest('hex').slice(0, 12)
  const folder = join(cacheFolder(), `python-${name}`)
  const programs = join(folder, 'bin')
  const mark = join(folder, 'whole')
  if (existsSync(mark)) return programs
  rmSync(folder, { recursive: true, force: true })
  run('python3', ['-m', 'venv', folder])
  run(join(programs, 'pip'), ['install', '--quiet', '--disable-pip-version-check', ...packages])
  writeFileSync(mark, '')
  return programs
}
