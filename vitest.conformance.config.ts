import { defineConfig, mergeConfig } from 'vitest/config'
import base from './vitest.config.js'

// The recipes install programs of others, and so are not among the tests of `npm test`.
export default mergeConfig(
  { ...base, test: { ...base.test, include: [] } },
  defineConfig({
    test: {
      include: ['test/conformance/*.{test,recipe}.ts'],
      globalSetup: 'test/conformance/install.ts',
    },
  }),
)
