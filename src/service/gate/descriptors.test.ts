import { expect, test } from 'vitest'
import { serveSchema } from '../../config/serve.js'
import { descriptorsMax, withinDescriptors } from './descriptors.js'

const proxy = { upstream: 'http://127.0.0.1:1' }

test('settings that fit what may be open, or whose bound is not known, stay as they are', () => {
  const settings = serveSchema.parse({ proxy })
  expect(withinDescriptors(settings, undefined)).toBe(settings)
  expect(withinDescriptors(settings, 65_536)).toBe(settings)
})

test('where fewer files may be open, clients, exchanges and the files of the service share them', () => {
  for (const descriptors of [1024, 4096, 20_000]) {
    for (const settings of [serveSchema.parse({}), serveSchema.parse({ proxy })]) {
      const fitted = withinDescriptors(settings, descriptors)
      const open = fitted.limits.connections_max + (fitted.proxy?.exchanges_max ?? 0)
      expect(open).toBeLessThanOrEqual(descriptors - 256)
      expect(open).toBeGreaterThan(Math.min(descriptors - 256, 16_384) - 3)
    }
  }
  expect(withinDescriptors(serveSchema.parse({}), 100).limits.connections_max).toBe(16)
})

test.runIf(process.platform === 'linux')('the bound of this process is known', () => {
  expect(descriptorsMax()).toBeGreaterThan(0)
})
