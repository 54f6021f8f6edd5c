import { readdirSync } from 'node:fs'
import type { Detector } from './define.js'

/** Every detector, ordered by id. A file in a family's folder is a detector: there is no list. */
export async function loadDetectors(): Promise<readonly Detector[]> {
  const folder = new URL('./', import.meta.url)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /^\w+\/[\w-]+\.[jt]s$/.test(file),
  )
  const detectors = await Promise.all(files.map((file) => loadDetector(folder, file)))
  return detectors.sort((a, b) => (a.id < b.id ? -1 : 1))
}

async function loadDetector(folder: URL, file: string): Promise<Detector> {
  const module = (await import(new URL(file, folder).href)) as { default: Detector }
  const { family, id, benign, evasions } = module.default
  if (!file.startsWith(`${family}/${id}.`)) {
    throw new Error(`${file} holds ${family}/${id}: a file and its detector must agree`)
  }
  if (benign.length === 0 || evasions.length === 0) {
    throw new Error(`${file}: who looks like this innocently, and how is it evaded?`)
  }
  return module.default
}
