import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { StillwatchError, systemProblem } from '../domain/errors.js'
import type { HashSecrets } from './key.js'
import { type SettingsFile, settingsSchema } from './schema.js'

export interface RunSettings extends SettingsFile {
  /** Settings of linkers and detectors together, by id. */
  readonly definitions: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** The chain of `hash_secrets_before` and `hash_secret`. */
  readonly secrets: HashSecrets
}

const DEFAULT_FILE = 'stillwatch.yaml'

/**
 * The settings of `file`, or of `stillwatch.yaml` in the working folder where there is one, else the
 * defaults. This is the only reader of the environment.
 */
export function readSettings(file?: string): RunSettings {
  const path = file ?? DEFAULT_FILE
  if (file !== undefined && !existsSync(file)) throw new StillwatchError('INPUT_MISSING', { path })
  const given: unknown = existsSync(path) ? withSecrets(yamlOf(path), path) : {}
  const parsed = settingsSchema.safeParse(given ?? {})
  if (!parsed.success) throw settingsError(parsed.error, path)
  const settings = parsed.data
  return {
    ...settings,
    definitions: { ...settings.linkers, ...settings.detectors },
    secrets: [...settings.hash_secrets_before, settings.hash_secret],
  }
}

/** Neither its errors nor its warnings are shown: they quote the file, and secrets may stand in it. */
function yamlOf(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'), { logLevel: 'error' })
  } catch (error) {
    const problem = systemProblem(error) ?? 'it is not YAML'
    throw new StillwatchError('SETTING_INVALID', { key: 'the whole', file, problem }, error)
  }
}

/** `${NAME}` in any text is the environment's. A name that is not set is an error, not an empty secret. */
function withSecrets(value: unknown, file: string, above: readonly unknown[] = []): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
      const secret = process.env[name]
      if (secret !== undefined) return secret
      throw new StillwatchError('SETTING_INVALID', {
        key: `\${${name}}`,
        file,
        problem: 'it is not set in the environment',
      })
    })
  }
  if (typeof value !== 'object' || value === null) return value
  // An alias of YAML may stand inside what it stands for.
  if (above.includes(value)) {
    const problem = 'it holds itself'
    throw new StillwatchError('SETTING_INVALID', { key: 'the whole', file, problem })
  }
  const within = [...above, value]
  if (Array.isArray(value)) return value.map((one) => withSecrets(one, file, within))
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, withSecrets(one, file, within)]),
  )
}

function settingsError(error: z.ZodError, file: string): StillwatchError {
  const [issue] = error.issues
  const path = (issue?.path ?? []).map(String)
  if (issue?.code === 'unrecognized_keys') {
    const key = [...path, issue.keys[0] ?? ''].join('.')
    return new StillwatchError('SETTING_UNKNOWN', { key, file, nearest: nearestSetting(key) })
  }
  return new StillwatchError('SETTING_INVALID', {
    key: path.join('.'),
    file,
    problem: issue?.message ?? 'it does not fit',
  })
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>
}

/** Every key of the settings, sections and what stands in them. */
function knownSettings(prefix: string, { properties = {} }: JsonSchema): readonly string[] {
  return Object.entries(properties).flatMap(([name, entry]) => [
    `${prefix}${name}`,
    ...knownSettings(`${prefix}${name}.`, entry),
  ])
}

/** The known setting with the fewest letters changed. */
export function nearestSetting(key: string): string {
  const known = knownSettings('', z.toJSONSchema(settingsSchema, { io: 'input' }) as JsonSchema)
  return [...known].sort((a, b) => distance(a, key) - distance(b, key))[0] ?? ''
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries()) {
      next.push(
        Math.min(
          (row[j + 1] ?? 0) + 1,
          (next[j] ?? 0) + 1,
          (row[j] ?? 0) + (letter === other ? 0 : 1),
        ),
      )
    }
    row = next
  }
  return row[b.length] ?? 0
}
